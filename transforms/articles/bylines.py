"""Who wrote an article: as its page declares it, else as it shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from lxml.etree import XPath
from lxml.html import HtmlElement

from schemas.article import BylineSource
from schemas.data import read_toml
from transforms.articles.headlines import folded, site_names
from transforms.articles.metadata import PageMetadata, as_list, as_text, inner_text

_BY = re.compile(
    r"^(?:(?:(?:written|reported|words|text|story)\s+)?by|(?:text\s+)?von|par|por|di|door|av|af|autor(?:in)?|author|text"
    r"|reporter|tekst)\b\s*:?\s+",
    re.IGNORECASE,
)
_PEOPLE = re.compile(r"\s*(?:[;|]|,(?!\s*(?:jr|sr|ph)\b\.?)|\s(?:and|und|et|y|e|och|og|en|&|with)\s)\s*", re.IGNORECASE)
_PARENTHESIS = re.compile(r"\s*\([^()]*\)")
_NOT_A_NAME = re.compile(r"https?:|www\.|@|\d{3}")
_NOT_IN_A_NAME = re.compile(r"[^\w\s.'’-]|[\d_]")
_SLUG = re.compile(r"[a-z]+(?:-[a-z]+)+")
_NOBODY = frozenset(read_toml("lexicons", "pages.toml")["nobody"]["any"])
_MAX_NAME = 80  # characters
_NAME_WORDS = 6  # longer is an office or a sentence

_BYLINES = XPath(
    ".//*[self::span or self::a or self::div or self::p or self::li or self::address or self::strong]"
    "[contains(@class, 'byline') or contains(@class, 'Byline') or contains(@class, 'author')"
    " or contains(@class, 'Author') or contains(@class, 'autor') or @rel = 'author' or @itemprop = 'author']"
    "[not(ancestor-or-self::*[contains(@class, 'comment') or contains(@class, 'related')])]"
)
_LEVELS = 4  # from the <h1> up, in which its byline is looked for first
_MAX_BYLINES = 10
_BYLINE_WORDS = 12


def declared_byline(page: PageMetadata) -> str | None:
    """Return the people whom JSON-LD or meta tags declare as authors, joined by ", "; None when it is no person."""
    newsrooms = site_names(page)
    for names in _declared(page):
        if people := [name for name in names if folded(name) not in newsrooms]:
            return ", ".join(people)
    return None


def byline_of(page: PageMetadata, tree: HtmlElement, lines: Sequence[str]) -> tuple[str | None, BylineSource | None]:
    """Return the authors joined by ", ", and who says so; (None, None) when nobody does.

    People come before organisations: a newsroom or an agency is named only where no person is. "Staff" is nobody.
    `lines` are lines of the page that are known to be bylines.
    """
    if declared := declared_byline(page):
        return declared, "declared"
    newsrooms = site_names(page)
    for line in (*lines, *_marked(tree)):
        if people := [name for name in dict.fromkeys(_people_in(line)) if folded(name) not in newsrooms]:
            return ", ".join(people), "shown"
    return next(((", ".join(names), "newsroom") for names in _declared(page) if names), (None, None))


def _declared(page: PageMetadata) -> list[list[str]]:
    in_meta = page.first_meta("author", "article:author", "parsely-author", "byl", "dc.creator", "dcterms.creator")
    return [list(dict.fromkeys(_names_in(source))) for source in (page.article.get("author"), in_meta)]


def _names_in(declared: Any) -> Iterator[str]:
    """Yield the names that a declaration of authors holds: text, a JSON-LD node, or a list of either."""
    for item in as_list(declared):
        for part in _PEOPLE.split(_BY.sub("", _name_of(item) or "")):
            name = _PARENTHESIS.sub("", _BY.sub("", part.strip())).strip(" .,-–—")
            is_short = 0 < len(name) <= _MAX_NAME and len(name.split()) <= _NAME_WORDS
            if is_short and not _NOT_A_NAME.search(name) and name.casefold() not in _NOBODY:
                yield name.replace("-", " ").title() if _SLUG.fullmatch(name) else name


def _name_of(item: Any) -> str | None:
    """Return the name of a JSON-LD node, which some give in two parts, or the text itself."""
    name = as_text(item)
    if name is None and isinstance(item, dict):
        parts = (as_text(item.get("givenName")), as_text(item.get("familyName")))
        return " ".join(filter(None, parts)) or None
    return name


def _people_in(line: str) -> Iterator[str]:
    """Yield the names in a line that is shown: two to five words each, all but a particle with a capital."""
    for name in _names_in(line):
        parts = name.split()
        capitals = sum(part[:1].isupper() for part in parts)
        if 2 <= len(parts) <= 5 and 2 <= capitals >= len(parts) - 1 and not _NOT_IN_A_NAME.search(name):
            yield name


def _marked(tree: HtmlElement) -> Iterator[str]:
    """Yield the first lines that the page marks as bylines by class, rel or itemprop, those near its <h1> first."""
    title = next(iter(tree.iter("h1")), None)
    near = islice(title.iterancestors(), _LEVELS) if title is not None else ()
    for scope in (*near, tree):
        marked: list[HtmlElement] = _BYLINES(scope)  # type: ignore[assignment]  # what the expression selects
        for element in marked[:_MAX_BYLINES]:
            line = inner_text(element)
            if 1 < len(line.split()) <= _BYLINE_WORDS:
                yield line
