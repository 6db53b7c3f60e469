"""Headline, byline and section of an article, from what its page declares and shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any


from transforms.articles.cleaning import clean_text
from transforms.articles.metadata import PageMetadata, as_list, as_text
from transforms.articles.paragraphs import words

_SEPARATOR = re.compile(r"\s+[|•·»*–—-]\s+|\s*\|\s*")
_CUT = ("...", "…")
_BY = re.compile(r"^(?:by|von|par|por|di|door|av|af)\b[:\s]+", re.IGNORECASE)
_PEOPLE = re.compile(r"\s*(?:[;|]|,(?!\s*(?:jr|sr|ph)\b\.?)|\s(?:and|und|et|y|e|och|og|en|&|with)\s)\s*", re.IGNORECASE)
_PARENTHESIS = re.compile(r"\s*\([^()]*\)")
_NOT_A_NAME = re.compile(r"https?:|www\.|@|\d{3}")
_NOBODY = frozenset((
    "staff", "staff writer", "staff writers", "staff reporter", "staff reporters", "newsroom", "news desk",
    "web desk", "editor", "editors", "editorial", "editorial team", "editorial board", "redaktion", "redaktionen",
    "redazione", "redacción", "la rédaction", "rédaction", "admin", "administrator", "author", "unknown", "none",
    "null", "guest", "contributor", "contributors", "our correspondent", "our reporter",
))  # fmt: skip
_LONG_ENOUGH = 20  # characters of a headline that another one begins with
_MAX_HEADLINE = 1_000  # characters; longer is not a headline
_MAX_NAME = 80  # characters; longer is a biography


def headline_of(page: PageMetadata, entry_title: str | None) -> str | None:
    """Return the headline without the site's name, or None.

    The first of JSON-LD, og:title, the only <h1>, twitter:title, <title> and the feed's own; but a headline
    that was cut short ("…", or schema.org's 110 characters) gives way to one that continues it.
    """
    site_names = set(_site_names(page))
    declared = (
        as_text(page.article.get("headline")),
        page.meta.get("og:title"),
        page.h1,
        page.meta.get("twitter:title"),
        page.title,
        entry_title,
    )
    texts = [clean_text(text) for text in declared if text and len(text) <= _MAX_HEADLINE]
    candidates = [title for text in texts if (title := _without_site(text, site_names))]
    if not candidates:
        return None
    for shorter in candidates[1:]:
        if len(shorter) >= _LONG_ENOUGH and _SEPARATOR.match(candidates[0].removeprefix(shorter)):
            return shorter  # what follows the separator is a site's name that the page does not declare
    start = candidates[0].removesuffix("...").removesuffix("…").rstrip()
    if candidates[0].endswith(_CUT) or len(candidates[0]) >= 110:
        whole = (text for text in candidates if text.startswith(start) and not text.endswith(_CUT))
        return max(whole, key=len, default=candidates[0])
    return candidates[0]


def _site_names(page: PageMetadata) -> Iterator[str]:
    publisher = as_text(page.article.get("publisher"))
    for name in (publisher, page.first_meta("og:site_name", "application-name", "twitter:site", "al:ios:app_name")):
        if name:
            yield "".join(words(name))


def _without_site(title: str, site_names: set[str]) -> str | None:
    """Return the title less a last part that is the site's name; None when nothing else is left."""
    if "".join(words(title)) in site_names:
        return None
    for found in reversed(list(_SEPARATOR.finditer(title))):
        tail = "".join(words(title[found.end() :]))
        if tail and any(tail in name or (name in tail and len(tail) < 2 * len(name)) for name in site_names if name):
            return title[: found.start()].strip() or None
    return title.strip() or None


def byline_of(page: PageMetadata, shown: Sequence[str] = ()) -> str | None:
    """Return the authors joined by ", ", or None: those declared by JSON-LD or meta tags, else those `shown`.

    People come before organisations: a newsroom or an agency is named only where no person is. "Staff" is nobody.
    `shown` are the lines of the page that are its bylines.
    """
    declared = page.first_meta("author", "article:author", "parsely-author", "byl", "dc.creator", "dcterms.creator")
    named = [list(dict.fromkeys(_names_in(source))) for source in (page.article.get("author"), declared)]
    newsrooms = set(_site_names(page))
    for names in (*named, [name for line in shown for name in _names_in_line(line)]):
        if people := [name for name in names if "".join(words(name)) not in newsrooms]:
            return ", ".join(dict.fromkeys(people))
    return next((", ".join(names) for names in named if names), None)


def _names_in_line(line: str) -> Iterator[str]:
    """Yield the names in a shown byline: two to five words each, all but a particle with a capital, after a "By" if any."""
    for name in _names_in(line):
        parts = name.split()
        capitals = sum(part[:1].isupper() for part in parts)
        if 2 <= len(parts) <= 5 and capitals >= 2 and capitals >= len(parts) - 1 and not re.search(r"\d", name):
            yield name


def _names_in(declared: Any) -> Iterator[str]:
    """Yield the names that a declaration of authors holds: text, a JSON-LD node, or a list of either."""
    for item in as_list(declared):
        for part in _PEOPLE.split(_BY.sub("", _name_of(item) or "")):
            name = _PARENTHESIS.sub("", _BY.sub("", part.strip())).strip(" .,-–—")
            is_name = 0 < len(name) <= _MAX_NAME and not _NOT_A_NAME.search(name)
            if is_name and name.casefold() not in _NOBODY:
                yield name


def _name_of(item: Any) -> str | None:
    """Return the name of a JSON-LD node, which some give in two parts, or the text itself."""
    name = as_text(item)
    if name is None and isinstance(item, dict):
        parts = (as_text(item.get("givenName")), as_text(item.get("familyName")))
        return " ".join(filter(None, parts)) or None
    return name


def section_of(page: PageMetadata) -> str | None:
    """Return the section that the page files itself under, or None."""
    declared = as_text(page.article.get("articleSection")) or page.first_meta(
        "article:section", "og:section", "section"
    )
    return declared[:100] if declared else None
