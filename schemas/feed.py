"""Records of the subscription: outlets, their feeds, and what a feed offers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

OutletKind = Literal["wire", "paper", "broadcaster", "agency", "government", "magazine", "organization", "unknown"]
OUTLET_KINDS: tuple[str, ...] = (
    "wire", "paper", "broadcaster", "agency", "government", "magazine", "organization", "unknown",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publisher. `outlet_id` is the id given in feeds.toml, or the domain of an outlet met only in a WARC."""

    outlet_id: str
    name: str
    domain: str
    country: str | None = None  # ISO 3166-1 alpha-2
    language: str | None = None  # BCP 47
    kind: str = "unknown"
    wikidata_id: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A subscribed feed of an outlet."""

    feed_id: str
    outlet_id: str
    url: str
    section: str | None = None
    enabled: bool = True
    poll_minutes: int = 60


@dataclass(frozen=True, slots=True)
class Subscription:
    """The typed contents of one feeds.toml."""

    outlets: tuple[Outlet, ...]
    feeds: tuple[Feed, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of a feed. `canonical_url` is None when the item has no usable link (then `problem` says why)."""

    guid: str | None
    link: str | None
    canonical_url: str | None
    title: str | None
    summary: str | None
    author: str | None
    published_at: datetime | None  # UTC
    updated_at: datetime | None  # UTC
    language: str | None = None
    problem: str | None = None


DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class FeedRhythm:
    """How often a feed asks to be read, and when not."""

    ttl_minutes: int | None = None  # RSS 2.0 ttl
    update_minutes: int | None = None  # sy:updatePeriod / sy:updateFrequency, as minutes between updates
    skip_hours: tuple[int, ...] = ()  # GMT, 0 to 23
    skip_days: tuple[str, ...] = ()  # GMT, "Monday" …


SAYS_NOTHING = FeedRhythm()


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """What a feed said: its own title and its entries, in feed order, with notes on what had to be mended."""

    url: str
    format: str  # rss20, rss10, atom10, jsonfeed …
    title: str | None
    language: str | None
    entries: tuple[Entry, ...]
    rhythm: FeedRhythm
    pages: tuple[str, ...] = ()  # what continues it: its next older page, or the sitemaps of an index
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedState:
    """What the warehouse remembers of a feed when the next poll is planned. `…_s` are seconds."""

    feed: Feed
    last_fetched_at: datetime | None = None
    last_success_at: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None
    consecutive_failures: int = 0
    last_failure: str | None = None  # an error_kind, "http-404", or the reason why the answer is no feed
    retry_after_s: int | None = None
    fresh_s: int | None = None
    moved_to: str | None = None
    entry_count: int | None = None
    newest_entry_at: datetime | None = None
    entry_gap_s: int | None = None
    rhythm: FeedRhythm = SAYS_NOTHING


@dataclass(frozen=True, slots=True)
class ArticleState:
    """What the warehouse remembers of an article URL offered by a feed."""

    canonical_url: str
    tries: int
    loaded: bool
    refused: bool  # the server or we said no for good: 404, 410, robots.txt, not an article
    entry_updated_at: datetime | None = None  # the entry's own date when the article was last fetched
    last_fetched_at: datetime | None = None
    etag: str | None = None  # validators of the last answer that told the article
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleHistory:
    """An article the warehouse holds: the entry that led to it, when it was asked for, its validators."""

    feed_id: str
    entry: Entry  # under the canonical URL that was asked for
    first_fetched_at: datetime
    last_fetched_at: datetime
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class PagedFeed:
    """What a run has read of a feed so far, as far as it decides whether to read on."""

    feed: Feed
    pages: tuple[tuple[str, str | None, str | None], ...]  # address, etag, last-modified of what continues it
    is_index: bool  # a sitemap index
    has_entries: bool
    oldest_entry_at: datetime | None  # of the last document read
    was_known: bool  # the warehouse knew entries of it before
    is_joined: bool  # some of the entries read now were among them
