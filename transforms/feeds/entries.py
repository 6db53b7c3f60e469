"""What a feed said of its items, in whatever dialect → entries: text cleaned, links resolved, dates made plausible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from schemas.errors import UrlError
from schemas.feed import SAYS_NOTHING, Entry, FeedRhythm
from transforms.wire.plaintext import plain_text, without_controls
from transforms.wire.urls import canonicalize, join, redact
from transforms.wire.wrappers import unwrapped

MAX_ENTRIES = 5_000
TITLE_LENGTH = 500  # characters, like the next three
SUMMARY_LENGTH = 5_000
NAME_LENGTH = 200
GUID_LENGTH = 2_048
PLAUSIBLE_YEARS = range(1990, 2101)


@dataclass(frozen=True, slots=True)
class RawEntry:
    """An item as its dialect gave it: text may be HTML, the link relative, the dates of any year."""

    guid: str | None = None
    link: str | None = None
    title: str | None = None
    summary: str | None = None
    author: str | None = None
    language: str | None = None
    published_at: datetime | None = None  # UTC
    updated_at: datetime | None = None  # UTC
    date_problem: str | None = None


@dataclass(frozen=True, slots=True)
class RawFeed:
    """A feed as its dialect gave it."""

    format: str
    title: str | None
    language: str | None
    entries: Sequence[RawEntry]
    rhythm: FeedRhythm = SAYS_NOTHING
    problems: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()  # links to what continues it, as they stand


def clean_entries(raw: Iterable[RawEntry], url: str) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """Return the entries of a feed at `url`, and notes on what was mended in them ("bad-link: 3 entries").

    Identity is the guid, or the canonical link of an entry without one. An entry that repeats another's guid and
    link is dropped; a guid that stands for different links identifies nothing, and those entries go by their links.
    """
    notes: Counter[str] = Counter()
    entries = [_entry(item, url, notes) for item in raw]
    shared = _shared_guids(entries)
    kept: dict[tuple[str | None, str | None, str | None], Entry] = {}
    for entry in entries:
        if entry.guid in shared:
            notes["shared-guid"] += 1
            entry = replace(entry, guid=None)
        key = (entry.guid, entry.canonical_url, entry.title if entry.problem else None)
        if key in kept:
            notes["duplicate-entry"] += 1
        kept.setdefault(key, entry)
    counted = tuple(f"{note}: {count} {'entry' if count == 1 else 'entries'}" for note, count in sorted(notes.items()))
    return tuple(kept.values()), counted


def _shared_guids(entries: Iterable[Entry]) -> set[str]:
    links: dict[str, str] = {}
    shared = set()
    for entry in entries:
        if (
            entry.guid
            and entry.canonical_url
            and links.setdefault(entry.guid, entry.canonical_url) != entry.canonical_url
        ):
            shared.add(entry.guid)
    return shared


def _entry(raw: RawEntry, url: str, notes: Counter[str]) -> Entry:
    link = _single_line(raw.link, GUID_LENGTH * 4)
    canonical_url, problem = _canonical(link, url)
    if problem:
        notes[problem] += 1
    if raw.date_problem:
        notes[raw.date_problem] += 1
    return Entry(
        guid=_single_line(raw.guid, GUID_LENGTH),
        link=redact(link) if link else None,
        canonical_url=canonical_url,
        title=plain_text(raw.title, TITLE_LENGTH),
        summary=plain_text(raw.summary, SUMMARY_LENGTH),
        author=plain_text(raw.author, NAME_LENGTH),
        published_at=_plausible(raw.published_at, notes),
        updated_at=_plausible(raw.updated_at, notes),
        language=_single_line(raw.language, 35),
        problem=problem,
    )


def _canonical(link: str | None, url: str) -> tuple[str | None, str | None]:
    if link is None:
        return None, "no-link"
    try:
        return canonicalize(unwrapped(join(url, link))), None
    except UrlError:
        return None, "bad-link"


def _plausible(moment: datetime | None, notes: Counter[str]) -> datetime | None:
    if moment is None or moment.year in PLAUSIBLE_YEARS:
        return moment
    notes["implausible-date"] += 1
    return None


def _single_line(text: str | None, limit: int) -> str | None:
    return without_controls(text or "").strip()[:limit] or None
