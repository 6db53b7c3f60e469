"""Live blogs: one article, in which every entry has its own time and its own stretch of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from lxml.html import HtmlElement

from schemas.article import LiveEntry
from transforms.articles.cleaning import clean_text
from transforms.articles.metadata import PageMetadata, as_list, as_text, inner_text, parse_datetime

_MAX_ENTRIES = 1_000
_MIN_ENTRIES = 2  # one date in a page is the page's own
_CLOCK_SKEW = timedelta(days=1)
_CLOCK = re.compile(r"\d[T ]+\d\d?:\d\d|^\d{10}")  # a time of day: a bare date dates no entry


@dataclass(frozen=True, slots=True)
class _Posted:
    at: datetime
    headline: str | None
    letters: str  # of its text, to find paragraphs by


def is_live_blog(page: PageMetadata, tree: HtmlElement) -> bool:
    """Tell whether a page declares itself a live blog, as JSON-LD or as microdata (schema.org LiveBlogPosting)."""
    return "LiveBlogPosting" in page.types or any(
        "/LiveBlogPosting" in itemtype for itemtype in tree.xpath("//@itemtype")
    )


def live_entries(page: PageMetadata, tree: HtmlElement, text: str, fetched_at: datetime) -> tuple[LiveEntry, ...]:
    """Return the dated entries of a live blog whose words stand in its text, in the order of the text.

    They are those the page declares (`liveBlogUpdate`), else the stretches of the page that show a time of their own.
    Dates that lie ahead of `fetched_at` by more than a day are not believed.
    """
    for found in (_declared(page), _shown(tree)):
        posted = [entry for entry in found if entry.letters and entry.at <= fetched_at + _CLOCK_SKEW][:_MAX_ENTRIES]
        if len(posted) >= _MIN_ENTRIES and (entries := _placed(posted, text)):
            return entries
    return ()


def _declared(page: PageMetadata) -> Iterator[_Posted]:
    for update in as_list(page.article.get("liveBlogUpdate")):
        if not isinstance(update, dict):
            continue
        at = parse_datetime(update.get("datePublished") or update.get("dateCreated") or update.get("dateModified"))
        headline, body = as_text(update.get("headline") or update.get("name")), as_text(update.get("articleBody"))
        if at is not None:
            yield _Posted(
                at, clean_text(headline)[:1_000] if headline else None, _letters(f"{headline or ''} {body or ''}")
            )


def _shown(tree: HtmlElement) -> Iterator[_Posted]:
    """Yield the largest elements that hold one time of day and no other."""
    times = [time for time in tree.iter("time") if _CLOCK.search(time.get("datetime") or "")]
    values: dict[HtmlElement, set[str]] = {}
    for time in times[:_MAX_ENTRIES]:
        for element in (time, *time.iterancestors()):
            values.setdefault(element, set()).add(time.get("datetime", ""))
    for element, held in values.items():
        above = element.getparent()
        if len(held) > 1 or above is None or len(values.get(above, held)) == 1:
            continue
        at = parse_datetime(next(iter(held)))
        title = next((heading for heading in element.iter("h2", "h3", "h4", "h5", "h6")), None)
        headline = clean_text(inner_text(title))[:1_000] if title is not None else ""
        if at is not None:
            yield _Posted(at, headline or None, _letters(inner_text(element)))


def _placed(posted: Sequence[_Posted], text: str) -> tuple[LiveEntry, ...]:
    """Give each paragraph to the entry that has its letters, and each run of one entry's paragraphs a place."""
    owners: list[tuple[int | None, int, int]] = []
    position, last = 0, 0
    for paragraph in text.split("\n\n"):
        start, end = position, position + len(paragraph)
        position = end + 2
        last = _owner(posted, _letters(paragraph), last)
        owners.append((last if last >= 0 else None, start, end))
    return tuple(
        LiveEntry(posted[owner].at, posted[owner].headline, run[0][1], run[-1][2])
        for owner, run in ((owner, list(places)) for owner, places in groupby(owners, key=lambda place: place[0]))
        if owner is not None
    )


def _owner(posted: Sequence[_Posted], letters: str, last: int) -> int:
    """Return the entry that has these letters, tried from the last one on; -1 when none has."""
    if not letters:
        return last
    order = [*range(max(last, 0), len(posted)), *range(max(last, 0))]
    return next((place for place in order if letters in posted[place].letters), -1)


def _letters(text: Any) -> str:
    return re.sub(r"[\W_]+", "", str(text)).casefold()
