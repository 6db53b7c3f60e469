"""Whose copy an article is: the news agency that its byline, its dateline or its last lines credit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from schemas.data import read_text
from schemas.feed import Outlet

_DATELINE = re.compile(r"^[^\n(]{0,60}\(([^()\n]{2,40})\)")  # "LONDON, March 7 (Reuters) - ", "Berlin (dpa/lbw)"
_DASHED = re.compile(r"^[^\n—–(]{0,60}[—–-]\s*([^\n—–-]{2,30}?)\s*[—–-]\s")  # "MADRID – EFE – "
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|\bcopyright\b)[\W\d]{0,20}(?:by |the )?([^.|/]{2,60}?)(?:[.|]|\sall rights|$)", re.IGNORECASE
)
_SOURCE = re.compile(r"^\W*(?:source|quelle|fuente|fonte|bron|kilde|källa|via)s?\s*:\s*(.{2,80}?)\W*$", re.IGNORECASE)
_SIGNED = re.compile(
    r"(?:\(([^()\n]{2,40})\)|[—–-]\s?([^\n—–-]{2,40}?))\W*$"
)  # "… on Friday. (PTI)", "… on Friday. — AFP"
_HELPED = re.compile(
    r"\b(?:additional|further|contributed|with (?:reporting|files|material|inputs?|information)|mit material)\b",
    re.IGNORECASE,
)  # an agency that helped did not write the story
_PARTS = re.compile(r"\s*(?:[,;|/+&]|\s(?:and|und|et|y|e|och|og|en|with|for|von|via)\s)\s*")
_BY = re.compile(r"^(?:by|von|par|por|di|door|av|af)\s+", re.IGNORECASE)
_LAST_PARAGRAPHS = 3
_MAX_CREDIT = 300  # characters of a credit line
_CAPITALS = 5  # letters of an abbreviation that must stand in its own capitals: "AP", not "ap"; "epd", not "EPD"


def credited_agency(byline: str | None, text: str, lines: Iterable[str], outlets: Mapping[str, Outlet]) -> str | None:
    """Return the name of the agency whose copy this is, or None.

    `lines` are credit lines that stand outside the text. Of `outlets`, those subscribed, wire services are agencies
    besides the known ones. An agency that only helped ("additional reporting by …") is none.
    """
    known = {
        **_known_names(),
        **{_key(outlet.name): outlet.name for outlet in outlets.values() if outlet.kind == "wire"},
    }
    return next((known[key] for name in _credited(byline, text, lines) if (key := _key(name)) in known), None)


def agency_of(domain: str) -> str | None:
    """Return the name of the agency whose site is at a registrable domain, or None."""
    return next((name for name, site, _ in _agencies() if site == domain), None)


def _credited(byline: str | None, text: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield what may be an agency's name, the surest first."""
    start = text[:160]
    for pattern in (_DATELINE, _DASHED):
        if found := pattern.match(start):
            yield from _PARTS.split(found[1])
    for part in _PARTS.split(_BY.sub("", byline or "")):
        yield part
        yield part.partition(" ")[2].partition(" ")[2]  # "Ann Lee Associated Press"
    for line in (*lines, *text.split("\n\n")[-_LAST_PARAGRAPHS:]):
        yield from _of_line(line)


def _of_line(line: str) -> Iterator[str]:
    if _HELPED.search(line[-_MAX_CREDIT:]):
        return
    if len(line) <= _MAX_CREDIT:
        for pattern in (_COPYRIGHT, _SOURCE):
            if found := pattern.search(line):
                yield from _PARTS.split(found[1])
        yield from _PARTS.split(line.strip(" ()[]-–—.")) if len(line) <= 40 else ()
    if found := _SIGNED.search(line[-60:]):
        yield from _PARTS.split(found[1] or found[2])


def _key(name: str) -> str:
    """Return what two spellings of a name share; an abbreviation keeps its capitals."""
    name = name.strip(" .\"'’“”©").removeprefix("the ").removeprefix("The ")
    return name if len(name) <= _CAPITALS else name.casefold()


@cache
def _known_names() -> dict[str, str]:
    return {_key(form): name for name, _, forms in _agencies() for form in (name, *forms)}


@cache
def _agencies() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    lines = read_text("knowledge", "agencies.tsv").splitlines()
    columns = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return tuple((name, site, tuple(filter(None, forms.split("|")))) for name, site, forms in columns)
