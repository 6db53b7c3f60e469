"""A small invented newsroom as staged rows, for the tests of the warehouse, and how they are loaded and asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa

from flows.adapters.staging import arrow_schema
from flows.adapters.warehouse import LoadCounts, Warehouse
from schemas.ids import text_sha256
from schemas.statement import Span
from schemas.tables import (
    TABLES,
    ArticleRow,
    ArticleVersionRow,
    BlockRow,
    EntityAliasRow,
    EntityRow,
    EntryRow,
    FeedRow,
    FetchRow,
    MentionRow,
    OutletRow,
    Row,
    StatementMentionRow,
    StatementRow,
)
from transforms.articles.versions import fingerprint

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 21, tzinfo=UTC)  # when it is loaded
TEXT = "“The bridge 🌉 will open in May,” Mayor Ada Quill said on Tuesday. “Not before.”\n\nShe thanked Novaport."
HARBOUR = OutletRow("harbour", "Harbour Post", "harbour.example", "GB", "en", "paper", None)
WIRE = OutletRow("wire", "Coast Wire", "wire.example", "GB", "en", "wire", None)
FEED = FeedRow("feed-1", "harbour", "https://harbour.example/rss", "city", True, 60)
QUILL = EntityRow("quill", "person", "Ada Quill", None, "mayor of Novaport", "GB")
NOVAPORT = EntityRow("novaport", "place", "Novaport", "Q999", None, "GB")


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def fetch(fetch_id: str, *, kind: str = "article", minute: int = 0, **changes: Any) -> FetchRow:
    url = "https://harbour.example/rss" if kind == "feed" else "https://harbour.example/bridge"
    row = FetchRow(
        fetch_id=fetch_id,
        kind=kind,
        url=url,
        canonical_url=url,
        plan_url=url,
        outlet_id="harbour",
        feed_id="feed-1",
        entry_id=None,
        entry_updated_at=None,
        fetched_at=NOON + minutes(minute),
        duration_ms=40,
        status=200,
        error_kind=None,
        error=None,
        bytes=900,
        content_type="text/html",
        etag=None,
        last_modified=None,
        warc_file="2026/11/20/run-00001.warc.gz",
        warc_offset=sum(map(ord, fetch_id)),
        warc_record_id=f"<urn:uuid:{fetch_id}>",
    )
    return replace(row, **changes)


def entry(*, minute: int = 0, title: str = "Bridge opens in May") -> EntryRow:
    seen_at = NOON + minutes(minute)
    url = "https://harbour.example/bridge"
    return EntryRow("entry-1", "feed-1", "guid-1", url, url, title, None, NOON, None, seen_at)


def article(article_id: str = "bridge", outlet_id: str = "harbour", *, minute: int = 0, **changes: Any) -> ArticleRow:
    url = f"https://{outlet_id}.example/{article_id}"
    at = NOON + minutes(minute)
    row = ArticleRow(article_id, url, outlet_id, "Bridge", None, "city", "en", NOON, "feed", None, at,
                     "json-ld", None, "en", None, None, [], 1, 0, None)  # fmt: skip
    return replace(row, **changes)


def version(article_id: str = "bridge", text: str = TEXT, *, minute: int = 0) -> ArticleVersionRow:
    digest = text_sha256(text)
    return ArticleVersionRow(
        article_version_id=f"{article_id}-{digest[:8]}",
        article_id=article_id,
        headline="Bridge",
        text=text,
        text_sha256=digest,
        word_count=len(text.split()),
        language="en",
        flags=[],
        fetched_at=NOON + minutes(minute),
        warc_file="2026/11/20/run-00001.warc.gz",
        warc_offset=1000 + minute,
        warc_record_id=f"<urn:uuid:{article_id}-{minute}>",
        extractor_version="1",
        fingerprint=fingerprint("Bridge", text),
    )


def block(of: ArticleVersionRow, ordinal: int, words: str | None, *, role: str = "paragraph") -> BlockRow:
    start = of.text.index(words) if words else None
    end = start + len(words) if start is not None and words else None
    beside = None if words else "The bridge, seen from the harbour."
    path = f"/html/body/article/p[{ordinal}]"
    return BlockRow(of.article_version_id, ordinal, role, start, end, beside, path, ordinal, of.warc_record_id)


def mention(of: ArticleVersionRow, surface: str, entity_id: str) -> MentionRow:
    start = of.text.index(surface)
    return MentionRow(
        f"{of.article_version_id}-{start}", of.article_version_id, start, start + len(surface), surface,
        "name", "person", entity_id, "name", 0.9,
    )  # fmt: skip


def statement(of: ArticleVersionRow, *contents: str, ordinal: int = 1, **changes: Any) -> StatementRow:
    row = StatementRow(
        statement_id=f"{of.article_version_id}-s{ordinal}",
        article_version_id=of.article_version_id,
        ordinal=ordinal,
        type="direct",
        content_text=" ".join(contents),
        content_spans=[_span(of.text, content) for content in contents],
        source_text="Mayor Ada Quill",
        source_spans=[_span(of.text, "Mayor Ada Quill")],
        cue_text="said",
        cue_spans=[_span(of.text, "said")],
        cue_lemma="say",
        speech_act="say",
        is_negated=False,
        speaker_id="quill",
        speaker_name="Ada Quill",
        speaker_role="Mayor",
        speaker_resolution="name",
        addressee_text=None,
        addressee_id=None,
        channel=None,
        occasion=None,
        said_on=None,
        said_on_text="on Tuesday",
        place_id=None,
        confidence=0.9,
        cluster_id="cluster-1",
        extractor_version="1",
    )
    return replace(row, **changes)


def newsroom() -> dict[str, list[Row]]:
    """One outlet, one feed, one entry, one article with a split quotation and two mentions."""
    text = version()
    said = statement(text, "“The bridge 🌉 will open in May,”", "“Not before.”")
    return {
        "outlets": [HARBOUR],
        "feeds": [FEED],
        "fetches": [fetch("f-feed", kind="feed", etag='"one"'), fetch("f-article", minute=1, article_id="bridge")],
        "entries": [entry()],
        "articles": [article()],
        "article_versions": [text],
        "blocks": [block(text, 1, text.text), block(text, 2, None, role="caption")],
        "entities": [QUILL, NOVAPORT],
        "entity_aliases": [EntityAliasRow("quill", "Quill", "en", "weak")],
        "mentions": [mention(text, "Ada Quill", "quill"), mention(text, "Novaport", "novaport")],
        "statements": [said],
        "statement_mentions": [StatementMentionRow(said.statement_id, "novaport", 1)],
    }


def staged(rows: Mapping[str, Sequence[Row]]) -> dict[str, pa.Table]:
    """The rows as the Arrow tables a load takes."""
    return {table: _arrow(table, table_rows) for table, table_rows in rows.items()}


def load(warehouse: Warehouse, rows: dict[str, list[Row]], run_id: str = "run-1") -> dict[str, LoadCounts]:
    """Load the rows as a run would."""
    return warehouse.load(staged(rows), run_id, LATER)


def ask(warehouse: Warehouse, query: str) -> list[tuple[Any, ...]]:
    """Put a question to the writer's own connection."""
    return warehouse._connection.execute(query).fetchall()


def _arrow(table: str, rows: Sequence[Row]) -> pa.Table:
    schema = arrow_schema(TABLES[table])
    records = [{name: _plain(getattr(row, name)) for name in schema.names} for row in rows]
    return pa.Table.from_pylist(records, schema=schema)


def _plain(value: Any) -> Any:
    return [span._asdict() if isinstance(span, Span) else span for span in value] if isinstance(value, list) else value


def _span(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))
