"""Records of an article: its text, what is known about it, and where each fact came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

DateSource = Literal["feed", "json-ld", "meta", "htmldate"]
DATE_SOURCES: tuple[str, ...] = ("feed", "json-ld", "meta", "htmldate")


@dataclass(frozen=True, slots=True)
class LiveEntry:
    """One dated entry of a live blog: `start` and `end` are its offsets in the article's text."""

    posted_at: datetime  # UTC
    headline: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One article as one response told it.

    `text` is the prose: paragraphs separated by one blank line ("\\n\\n"), no headline, caption or furniture.
    Offsets everywhere in onrecord are half-open and count its Unicode code points.
    """

    canonical_url: str
    url: str
    headline: str | None
    byline: str | None
    section: str | None
    language: str | None  # BCP 47 primary subtag, detected
    published_at: datetime | None  # UTC
    published_from: DateSource | None
    modified_at: datetime | None  # UTC
    text: str
    fetched_at: datetime  # UTC
    live_entries: tuple[LiveEntry, ...] = ()  # in the order of the text
    flags: tuple[str, ...] = ()  # paywall, live-blog, …: what a reader should know
