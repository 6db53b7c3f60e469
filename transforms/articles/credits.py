"""Headline, byline and section of an article, from what its page declares and shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement
from trafilatura.metadata import extract_author

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


def byline_of(page: PageMetadata) -> str | None:
    """Return the declared authors joined by ", ", from JSON-LD or meta tags, or None.

    Staff, newsrooms and the publisher itself are nobody; an agency is somebody.
    """
    declared = page.first_meta("author", "article:author", "parsely-author", "byl", "dc.creator", "dcterms.creator")
    return _joined(page, page.article.get("author")) or _joined(page, declared)


def shown_byline(page: PageMetadata, tree: HtmlElement) -> str | None:
    """Return the authors that the page shows, as trafilatura finds them, or None. Costs more than all the rest."""
    shown = (extract_author(tree) or "").split(";")
    return _joined(page, [name for name in shown if len(name.split()) > 1])  # one word is a button or an acronym


def _joined(page: PageMetadata, declared: Any) -> str | None:
    site_names = set(_site_names(page))
    names = dict.fromkeys(name for name in _people(declared) if "".join(words(name)) not in site_names)
    return ", ".join(names) or None


def _people(declared: Any) -> Iterator[str]:
    for item in as_list(declared):
        for part in _PEOPLE.split(_BY.sub("", as_text(item) or "")):
            name = _PARENTHESIS.sub("", _BY.sub("", part.strip())).strip(" .,-–—")
            is_name = 0 < len(name) <= _MAX_NAME and not _NOT_A_NAME.search(name)
            if is_name and name.casefold() not in _NOBODY:
                yield name


def section_of(page: PageMetadata) -> str | None:
    """Return the section that the page files itself under, or None."""
    declared = as_text(page.article.get("articleSection")) or page.first_meta(
        "article:section", "og:section", "section"
    )
    return declared[:100] if declared else None
