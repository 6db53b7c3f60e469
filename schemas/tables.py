"""The rows derive stages and deliver loads: one record per warehouse table, columns named and ordered as in the SQL.

The types are Python's; `flows.adapters.staging` maps them to Arrow, the migrations to DuckDB, and a test holds the
two against each other. Columns that only the warehouse knows (`run_id`, `loaded_at` …) are added by the merges.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from schemas.statement import Span

SpanList = list[Span]


@dataclass(frozen=True, slots=True)
class OutletRow:
    outlet_id: str
    name: str
    domain: str
    country: str | None
    language: str | None
    kind: str
    wikidata_id: str | None


@dataclass(frozen=True, slots=True)
class FeedRow:
    feed_id: str
    outlet_id: str
    url: str
    section: str | None
    enabled: bool
    poll_minutes: int


@dataclass(frozen=True, slots=True)
class FetchRow:
    fetch_id: str
    kind: str
    url: str
    canonical_url: str | None
    plan_url: str  # the URL first asked for; differs from `url` after a redirect
    outlet_id: str | None
    feed_id: str | None
    entry_id: str | None
    entry_updated_at: datetime | None
    fetched_at: datetime
    duration_ms: int | None
    status: int | None
    error_kind: str | None
    error: str | None
    bytes: int | None
    content_type: str | None
    etag: str | None
    last_modified: str | None
    warc_file: str
    warc_offset: int
    warc_record_id: str
    article_id: str | None = None  # the article that the response told
    fresh_s: int | None = None
    retry_after_s: int | None = None
    revisits_fetch_id: str | None = None
    redirected_to: str | None = None  # by a redirect, or by a page that is nothing but a refresh


@dataclass(frozen=True, slots=True)
class FeedDocumentRow:
    document_id: str
    feed_id: str
    url: str
    is_page: bool
    format: str
    title: str | None
    language: str | None
    ttl_minutes: int | None
    update_minutes: int | None
    skip_hours: list[int]
    skip_days: list[str]
    entry_count: int
    oldest_entry_at: datetime | None
    newest_entry_at: datetime | None
    entry_gap_s: int | None
    pages: list[str]
    problems: list[str]
    fetch_id: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class EntryRow:
    entry_id: str
    feed_id: str
    guid: str | None
    link: str | None
    canonical_url: str
    title: str | None
    author: str | None
    published_at: datetime | None
    updated_at: datetime | None
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class ArticleRow:
    article_id: str
    canonical_url: str
    outlet_id: str
    headline: str | None
    byline: str | None
    section: str | None
    language: str | None
    published_at: datetime | None
    published_from: str | None
    modified_at: datetime | None
    fetched_at: datetime
    headline_from: str | None
    byline_from: str | None
    declared_language: str | None
    published_zone: str | None
    modified_from: str | None
    tags: list[str] | None
    image_count: int | None
    video_count: int | None
    agency: str | None


@dataclass(frozen=True, slots=True)
class ArticleVersionRow:
    article_version_id: str
    article_id: str
    headline: str | None
    text: str
    text_sha256: str
    word_count: int
    language: str | None
    flags: list[str]
    fetched_at: datetime
    warc_file: str
    warc_offset: int
    warc_record_id: str
    extractor_version: str
    fingerprint: str | None  # of every spelling of this version
    shingles: bytes | None = None  # not stored: `transforms.articles.copies`, packed
    copy_keys: list[int] | None = None  # not stored: see copy_keys
    sketch: bytes | None = None  # not stored: see copy_sketches


@dataclass(frozen=True, slots=True)
class LiveEntryRow:
    live_entry_id: str
    article_version_id: str
    start: int
    end: int
    posted_at: datetime
    headline: str | None


@dataclass(frozen=True, slots=True)
class BlockRow:
    article_version_id: str
    ordinal: int
    role: str
    start: int | None
    end: int | None
    text: str | None  # None when it is part of the version's text
    node_path: str
    text_key: int
    warc_record_id: str


@dataclass(frozen=True, slots=True)
class EntityRow:
    entity_id: str
    type: str
    name: str
    wikidata_id: str | None
    description: str | None
    country: str | None


@dataclass(frozen=True, slots=True)
class EntityAliasRow:
    entity_id: str
    alias: str
    language: str
    kind: str


@dataclass(frozen=True, slots=True)
class MentionRow:
    mention_id: str
    article_version_id: str
    start: int
    end: int
    surface: str
    form: str
    type: str
    entity_id: str | None
    resolution: str
    confidence: float


@dataclass(frozen=True, slots=True)
class StatementRow:
    statement_id: str
    article_version_id: str
    ordinal: int
    type: str
    content_text: str
    content_spans: SpanList
    source_text: str | None
    source_spans: SpanList
    cue_text: str | None
    cue_spans: SpanList
    cue_lemma: str | None
    speech_act: str | None
    is_negated: bool
    speaker_id: str | None
    speaker_name: str | None
    speaker_role: str | None
    speaker_resolution: str
    addressee_text: str | None
    addressee_id: str | None
    channel: str | None
    occasion: str | None
    said_on: date | None
    said_on_text: str | None
    place_id: str | None
    confidence: float
    cluster_id: str | None
    extractor_version: str
    wording_keys: list[int] | None = None  # not stored: see wording_keys


@dataclass(frozen=True, slots=True)
class StatementMentionRow:
    statement_id: str
    entity_id: str
    mention_count: int


@dataclass(frozen=True, slots=True)
class QuarantineRow:
    quarantine_id: str
    stage: str
    reason: str
    detail: str
    subject: str
    outlet_id: str | None
    fetched_at: datetime | None
    warc_file: str | None
    warc_offset: int | None
    table_name: str | None
    payload: str | None


Row = (
    OutletRow | FeedRow | FetchRow | FeedDocumentRow | EntryRow | ArticleRow | ArticleVersionRow | LiveEntryRow
    | BlockRow | EntityRow
    | EntityAliasRow | MentionRow | StatementRow | StatementMentionRow | QuarantineRow
)  # fmt: skip

# columns that loads use and the warehouse does not keep: computed where texts are read, so that loads need not
STAGED_ONLY: dict[str, tuple[str, ...]] = {
    "article_versions": ("shingles", "copy_keys", "sketch"),
    "statements": ("wording_keys",),
}

# table name -> its record, in the order rows are loaded: what is referred to comes first
TABLES: dict[str, type[Row]] = {
    "outlets": OutletRow,
    "feeds": FeedRow,
    "fetches": FetchRow,
    "feed_documents": FeedDocumentRow,
    "entries": EntryRow,
    "articles": ArticleRow,
    "article_versions": ArticleVersionRow,
    "live_entries": LiveEntryRow,
    "blocks": BlockRow,
    "entities": EntityRow,
    "entity_aliases": EntityAliasRow,
    "mentions": MentionRow,
    "statements": StatementRow,
    "statement_mentions": StatementMentionRow,
    "quarantine": QuarantineRow,
}
