"""Records of an article: its text, what is known about it, and where each fact came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

BlockRole = Literal[
    "headline", "standfirst", "subhead", "paragraph", "list", "quote",
    "caption", "credit", "table", "dateline", "byline", "note",
]  # fmt: skip
BLOCK_ROLES: tuple[str, ...] = get_args(BlockRole)
TEXT_ROLES = frozenset(("standfirst", "subhead", "paragraph", "list", "quote"))  # what `Article.text` is made of
HeadlineSource = Literal["json-ld", "meta", "h1", "title", "feed"]
BylineSource = Literal["declared", "shown", "newsroom"]
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
class Block:
    """One block of the page that belongs to the article.

    `start` and `end` are its offsets in the article's text, None for a block that is not part of the text.
    `node_path` is the XPath of its element in the tree of the page, as libxml2 parses it.
    """

    role: BlockRole
    text: str
    start: int | None
    end: int | None
    node_path: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article as one response told it.

    `text` is the prose: paragraphs separated by one blank line ("\\n\\n"), no headline, caption or furniture.
    Offsets everywhere in onrecord are half-open and count its Unicode code points.
    """

    canonical_url: str
    url: str
    headline: str | None
    headline_from: HeadlineSource | None
    byline: str | None
    byline_from: BylineSource | None
    section: str | None
    language: str | None  # BCP 47 primary subtag, detected
    declared_language: str | None  # BCP 47 primary subtag, as the page says
    published_at: datetime | None  # UTC
    published_from: DateSource | None
    published_zone: str | None  # offset from UTC it was told with: "+02:00"
    modified_at: datetime | None  # UTC
    modified_from: DateSource | None
    tags: tuple[str, ...]
    image_count: int
    video_count: int
    text: str
    fetched_at: datetime  # UTC
    blocks: tuple[Block, ...] = ()  # in page order
    live_entries: tuple[LiveEntry, ...] = ()  # in the order of the text
    flags: tuple[str, ...] = ()  # paywall, live-blog, …: what a reader should know
