"""Stories told on several pages: which page follows, and the pages joined to one article."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from html import unescape
from urllib.parse import urlsplit

from schemas.article import Article
from schemas.errors import UrlError
from transforms.wire.urls import canonicalize, join, registrable_domain

MAX_PAGES = 20
_TAG = re.compile(r"<(?:a|link)\s([^<>]{0,2000})>", re.IGNORECASE)
_NEXT = re.compile(r"\brel\s*=\s*[\"']?(?:[\w-]+\s+)*next\b", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_NUMBER = r"(\d{1,2})"
_QUERY = re.compile(rf"(?:page|p|pg|pn|seite|pagina|page_?num(?:ber)?)={_NUMBER}", re.IGNORECASE)
_PATH = re.compile(
    rf"(?P<story>.+?)(?:/(?:(?:page|seite|p)[-_/]?)?|[-_](?:page|seite|p)?[-_]?|,){_NUMBER}(?P<end>\.\w{{2,5}})?",
    re.IGNORECASE,
)


def next_page(html: str, url: str) -> str | None:
    """Return the address of the page that follows `url` in its story, or None.

    It is what the page links as rel=next (HTML, Living Standard, §4.6.7), when it differs from `url` by the number of
    the page alone: blogs link the next story so, and listings older ones.
    """
    here = {_numbered(url)} if _has_page_parameter(url) else {_numbered(url), (_story(url), 1)}
    for tag in _TAG.finditer(html):
        link = _HREF.search(tag[1]) if _NEXT.search(tag[1]) else None
        if link is None:
            continue
        try:
            address = canonicalize(join(url, unescape(next(filter(None, link.groups()), ""))))
        except UrlError:
            continue
        story, number = _numbered(address)
        if (story, number - 1) in here and registrable_domain(address) == registrable_domain(url):
            return address
    return None


def is_later_page(url: str, canonical_url: str) -> bool:
    """Tell whether `url` is the second or a later page of the story at `canonical_url`."""
    story, number = _numbered(url)
    return number > 1 and story == _story(canonical_url) and number != _numbered(canonical_url)[1]


def joined(first: Article, later: Iterable[Article]) -> Article:
    """Return a story of several pages as one article: the first, with what the later pages add to its text.

    A paragraph that an earlier page has (an introduction, a notice) is not told again.
    """
    paragraphs = dict.fromkeys(first.text.split("\n\n"))
    for page in later:
        paragraphs.update(dict.fromkeys(page.text.split("\n\n")))
    told = list(paragraphs)
    added = told[len(dict.fromkeys(first.text.split("\n\n"))) :]
    return replace(first, text="\n\n".join([first.text, *added]))


def _numbered(url: str) -> tuple[str, int]:
    """Return the story's address without host and page number, and the number; 1 when there is none."""
    parts = urlsplit(url)
    numbers = [found for part in parts.query.split("&") if (found := _QUERY.fullmatch(part))]
    if len(numbers) == 1:
        return _story(url), int(numbers[0][1])
    if found := _PATH.fullmatch(parts.path.rstrip("/")):
        return _story(parts._replace(path=found["story"] + (found["end"] or "")).geturl()), int(found[2])
    return _story(url), 1


def _has_page_parameter(url: str) -> bool:
    return any(_QUERY.fullmatch(part) for part in urlsplit(url).query.split("&"))


def _story(url: str) -> str:
    """Return path and query without their page parameter and the path's ending: what all pages of a story share."""
    parts = urlsplit(url)
    kept = [part for part in parts.query.split("&") if part and not _QUERY.fullmatch(part)]
    return re.sub(r"\.(?:html?|php|aspx?)$", "", parts.path.rstrip("/")) + "?" + "&".join(kept)
