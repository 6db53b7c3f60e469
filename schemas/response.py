"""Records of the wire: what is asked for, what came back, and where it lies in the archive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

FetchKind = Literal["feed", "page", "article", "robots"]  # a page: of a feed, or a sitemap of an index


@dataclass(frozen=True, slots=True)
class FetchPlan:
    """One request to make. The planner decides it, the HTTP adapter carries it out, the archive keeps it.

    `entry_*` is what the feed said of the article: it travels in the WARC metadata record, so that
    derive needs nothing but the WARC.
    """

    kind: FetchKind
    url: str
    outlet_id: str | None = None
    feed_id: str | None = None
    etag: str | None = None  # validators for a conditional GET, RFC 9110 §13
    last_modified: str | None = None
    entry_id: str | None = None
    entry_title: str | None = None
    entry_published_at: datetime | None = None
    entry_updated_at: datetime | None = None
    page_of: str | None = None  # `url` of the plan of the story's first page
    page_number: int = 1


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP response, as archived. `body` is the payload with the content coding still on it."""

    url: str
    status: int
    reason: str
    http_version: str  # "HTTP/1.1", "HTTP/2"
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime  # UTC

    def header(self, name: str) -> str | None:
        """Return the first header of that name, whatever its case, or None."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True)
class Capture:
    """An archived response whose payload stands for a later one's: what a WARC revisit record refers to."""

    url: str
    fetched_at: datetime  # UTC
    record_id: str
    payload_digest: str  # as WARC-Payload-Digest has it
    warc_file: str  # where it lies, named as RecordPointer names it
    offset: int  # bytes, of the compressed record


@dataclass(frozen=True, slots=True)
class Fetch:
    """What became of one request: its response, or the kind and the sentence of its failure.

    `revisits` is set where the server said 304, or sent the payload of an earlier capture again: the archive then
    keeps the headers alone, and `response.body`, read back, is empty.
    """

    plan: FetchPlan
    url: str  # the hop actually requested
    started_at: datetime  # UTC
    duration_ms: int
    request_headers: tuple[tuple[str, str], ...] = ()
    response: Response | None = None
    error_kind: str | None = None
    error: str | None = None
    revisits: Capture | None = None


@dataclass(frozen=True, slots=True)
class RecordPointer:
    """Where a WARC record starts. `warc_file` is relative to the archive, or absolute for somebody else's file."""

    warc_file: str
    offset: int  # bytes, of the compressed record
    record_id: str


@dataclass(frozen=True, slots=True)
class ArchivedFetch:
    """A fetch read back from the archive, with the pointer to its response (or metadata) record."""

    pointer: RecordPointer
    fetch: Fetch
