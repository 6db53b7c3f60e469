"""The headline of an article, from what its page declares and shows; and the names its outlet goes by."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from schemas.article import HeadlineSource
from transforms.articles.cleaning import clean_line, says_same, words
from transforms.articles.metadata import PageMetadata, as_text

_SEPARATOR = re.compile(r"\s+[|•·»*–—-]\s+|\s*\|\s*")
_CUT = ("...", "…")
_HOST = re.compile(r"https?://(?:www\.|m\.|amp\.)?([^/?#:]+)\.[a-z]{2,}", re.IGNORECASE)
_LONG_ENOUGH = 20  # characters of a headline that another one begins with
_MAX_HEADLINE = 1_000  # characters; longer is not a headline


def headline_of(page: PageMetadata, entry_title: str | None) -> tuple[str | None, HeadlineSource | None]:
    """Return the headline without the site's name, and its source; (None, None) without one.

    The first of JSON-LD, og:title, <h1>, twitter:title, <title> and the feed's own; but a headline that was cut short
    ("…", or schema.org's 110 characters) gives way to one that continues it.
    """
    names = site_names(page)
    og_title = page.meta.get("og:title")
    json_ld = as_text(page.article.get("headline"))
    declared: tuple[tuple[str | None, HeadlineSource], ...] = (
        (json_ld, "json-ld"),
        (og_title, "meta"),
        (_shown(page, json_ld or og_title or page.title), "h1"),
        (page.meta.get("twitter:title"), "meta"),
        (page.title, "title"),
        (entry_title, "feed"),
    )
    candidates = [
        (title, source) for text, source in declared
        if text and len(text) <= _MAX_HEADLINE and (title := without_site(clean_line(text), names))
    ]  # fmt: skip
    if not candidates:
        return None, None
    first = candidates[0][0]
    for shorter, source in candidates[1:]:
        if len(shorter) >= _LONG_ENOUGH and _SEPARATOR.match(first.removeprefix(shorter)):
            return shorter, source  # what follows the separator is a site's name that the page does not declare
    if first.endswith(_CUT) or len(first) >= 110:
        start = first.removesuffix("...").removesuffix("…").rstrip()
        whole = [found for found in candidates if found[0].startswith(start) and not found[0].endswith(_CUT)]
        return max(whole, key=lambda found: len(found[0]), default=candidates[0])
    return candidates[0]


def _shown(page: PageMetadata, declared: str | None) -> str | None:
    """Return the <h1> that says what the page declares, or the only one: the first may be the site's name."""
    alike = (h1 for h1 in page.h1s if declared and says_same(h1, declared))
    return next(alike, page.h1)


def site_names(page: PageMetadata) -> set[str]:
    """Return the names the page's outlet goes by, as `folded` has them; its host among them."""
    publisher = as_text(page.article.get("publisher"))
    declared = (publisher, page.first_meta("og:site_name", "application-name", "twitter:site", "al:ios:app_name"))
    return {folded(name) for name in (*declared, *_hosts(page)) if name} - {""}


def _hosts(page: PageMetadata) -> Iterator[str]:
    for address in (page.canonical, page.meta.get("og:url")):
        if address and (found := _HOST.match(address)):
            yield found[1]
            yield found[1].rsplit(".", 1)[-1]


def folded(name: str) -> str:
    """Return the letters and digits of a name, without case, accents, spaces and marks."""
    plain = unicodedata.normalize("NFKD", name)
    return "".join(words("".join(letter for letter in plain if not unicodedata.combining(letter))))


def without_site(title: str, names: set[str]) -> str | None:
    """Return the title less a last part that is the site's name; None when nothing else is left."""
    if folded(title) in names:
        return None
    for found in reversed(list(_SEPARATOR.finditer(title))):
        tail = folded(title[found.end() :])
        if tail and any(tail in name or (name in tail and len(tail) < 2 * len(name)) for name in names):
            return title[: found.start()].strip() or None
    return title.strip() or None
