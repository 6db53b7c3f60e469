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


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """What a feed said: its own title and its entries, in feed order, with notes on what had to be mended."""

    url: str
    format: str  # rss20, rss10, atom10, jsonfeed …
    title: str | None
    language: str | None
    ttl_minutes: int | None
    entries: tuple[Entry, ...]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedState:
    """What the warehouse remembers of a feed when the next poll is planned."""

    feed: Feed
    last_fetched_at: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None
    consecutive_failures: int = 0


@dataclass(frozen=True, slots=True)
class ArticleState:
    """What the warehouse remembers of an article URL offered by a feed."""

    canonical_url: str
    tries: int
    loaded: bool
    refused: bool  # the server or we said no for good: 404, 410, robots.txt, not an article
    entry_updated_at: datetime | None = None  # the entry's own date when the article was last fetched
