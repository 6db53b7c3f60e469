"""Records → warehouse rows: ids are made here, and nowhere else, from natural keys."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import pairwise
from statistics import median
from typing import Any

from schemas.article import Article, Block
from schemas.entity import Entity, Mention
from schemas.errors import UrlError
from schemas.feed import Entry, Feed, FeedDocument, Outlet
from schemas.ids import article_id, document_id, entry_id, stable_id, text_sha256
from schemas.response import ArchivedFetch, Fetch, RecordPointer
from schemas.run import Refusal
from schemas.statement import EXTRACTOR_VERSION, Span, Spans, Statement, slices
from schemas.tables import (
    ArticleRow,
    ArticleVersionRow,
    BlockRow,
    EntityAliasRow,
    EntityRow,
    EntryRow,
    FeedDocumentRow,
    FeedRow,
    FetchRow,
    LiveEntryRow,
    MentionRow,
    OutletRow,
    QuarantineRow,
    StatementMentionRow,
    StatementRow,
)
from transforms.articles.copies import block_keys, packed, shingles
from transforms.articles.versions import fingerprint
from transforms.statements.clusters import block_keys as wording_keys
from transforms.statements.clusters import core, statement_cluster_id
from transforms.wire.freshness import fresh_for_s, retry_after_s
from transforms.wire.redirects import leads_to
from transforms.wire.urls import canonicalize, redact

# scripts without spaces between words: each ideograph, kana or Thai letter counts, as in Unicode's UAX #29 fallback
_WORD = re.compile(
    r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]|[^\W\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]+(?:['’]\w+)*"
)


def outlet_row(outlet: Outlet) -> OutletRow:
    return OutletRow(
        outlet.outlet_id, outlet.name, outlet.domain, outlet.country, outlet.language, outlet.kind, outlet.wikidata_id
    )


def feed_row(feed: Feed) -> FeedRow:
    """One row per subscribed feed. Whatever secret its address carries stays in feeds.toml."""
    return FeedRow(feed.feed_id, feed.outlet_id, redact(feed.url), feed.section, feed.enabled, feed.poll_minutes)


def fetch_row(archived: ArchivedFetch, article: str | None = None) -> FetchRow:
    """One row per request: the response's facts, or the failure's. `article` is the id of the article it told."""
    fetch, pointer = archived.fetch, archived.pointer
    response = fetch.response
    return FetchRow(
        fetch_id=_fetch_id(pointer.record_id),
        kind=fetch.plan.kind,
        url=redact(fetch.url),
        canonical_url=_canonical_or_none(fetch.plan.url) if fetch.plan.kind == "article" else None,
        plan_url=redact(fetch.plan.url),
        outlet_id=fetch.plan.outlet_id,
        feed_id=fetch.plan.feed_id,
        entry_id=fetch.plan.entry_id,
        entry_updated_at=fetch.plan.entry_updated_at,
        fetched_at=response.fetched_at if response else fetch.started_at,
        duration_ms=fetch.duration_ms,
        status=response.status if response else None,
        error_kind=fetch.error_kind,
        error=fetch.error,
        bytes=len(response.body) if response else None,
        content_type=response.header("content-type") if response else None,
        etag=response.header("etag") if response else None,
        last_modified=response.header("last-modified") if response else None,
        warc_file=pointer.warc_file,
        warc_offset=pointer.offset,
        warc_record_id=pointer.record_id,
        article_id=article,
        fresh_s=fresh_for_s(response) if response else None,
        retry_after_s=retry_after_s(response) if response else None,
        revisits_fetch_id=_fetch_id(fetch.revisits.record_id) if fetch.revisits else None,
        redirected_to=redact(onward) if (onward := leads_to(fetch)) else None,
    )


def _fetch_id(record_id: str) -> str:
    return stable_id("fetch", record_id)


def feed_document_row(feed_id: str, document: FeedDocument, archived: ArchivedFetch) -> FeedDocumentRow:
    """One row per (feed, address asked for): what the document said of itself, and how its entries lie in time."""
    plan, rhythm = archived.fetch.plan, document.rhythm
    is_page = plan.kind == "page"
    dates = sorted(date for entry in document.entries if (date := entry.published_at or entry.updated_at))
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(dates)]
    return FeedDocumentRow(
        document_id=document_id(feed_id, plan.url if is_page else None),
        feed_id=feed_id,
        url=redact(document.url),
        is_page=is_page,
        format=document.format,
        title=document.title,
        language=document.language,
        ttl_minutes=rhythm.ttl_minutes,
        update_minutes=rhythm.update_minutes,
        skip_hours=list(rhythm.skip_hours),
        skip_days=list(rhythm.skip_days),
        entry_count=len(document.entries),
        oldest_entry_at=dates[0] if dates else None,
        newest_entry_at=dates[-1] if dates else None,
        entry_gap_s=round(median(gaps)) if len(gaps) > 1 else None,
        pages=list(document.pages),
        problems=list(document.problems),
        fetch_id=_fetch_id(archived.pointer.record_id),
        fetched_at=archived.fetch.started_at,
    )


def entry_row(feed_id: str, entry: Entry, fetch: Fetch) -> EntryRow:
    """One row per (feed, guid or link). The entry must have a canonical URL."""
    assert entry.canonical_url is not None
    return EntryRow(
        entry_id=entry_id(feed_id, entry.guid, entry.canonical_url),
        feed_id=feed_id,
        guid=entry.guid,
        link=entry.link,
        canonical_url=entry.canonical_url,
        title=entry.title,
        author=entry.author,
        published_at=entry.published_at,
        updated_at=entry.updated_at,
        seen_at=fetch.started_at,
    )


def entry_of(row: Mapping[str, Any]) -> Entry:
    """The entry that a row of `entries` tells of, read back from staging or the warehouse."""
    return Entry(
        guid=row["guid"],
        link=row["link"],
        canonical_url=row["canonical_url"],
        title=row["title"],
        summary=None,
        author=row["author"],
        published_at=row["published_at"],
        updated_at=row["updated_at"],
    )


def article_rows(
    article: Article, outlet_id: str, section: str | None, pointer: RecordPointer, agency: str | None = None
) -> tuple[ArticleRow, ArticleVersionRow]:
    """The article and the version of it that this response told."""
    key = article_id(article.canonical_url)
    sha256 = text_sha256(article.text)
    row = ArticleRow(
        article_id=key,
        canonical_url=article.canonical_url,
        outlet_id=outlet_id,
        headline=article.headline,
        byline=article.byline,
        section=article.section or section,
        language=article.language,
        published_at=article.published_at,
        published_from=article.published_from,
        modified_at=article.modified_at,
        fetched_at=article.fetched_at,
        agency=agency,
        headline_from=article.headline_from,
        byline_from=article.byline_from,
        declared_language=article.declared_language,
        published_zone=article.published_zone,
        modified_from=article.modified_from,
        tags=list(article.tags),
        image_count=article.image_count,
        video_count=article.video_count,
    )
    found = shingles(article.text)
    version = ArticleVersionRow(
        article_version_id=stable_id("version", key, sha256, article.headline or ""),
        article_id=key,
        headline=article.headline,
        text=article.text,
        text_sha256=sha256,
        word_count=sum(1 for _ in _WORD.finditer(article.text)),
        language=article.language,
        flags=list(article.flags),
        fetched_at=article.fetched_at,
        warc_file=pointer.warc_file,
        warc_offset=pointer.offset,
        warc_record_id=pointer.record_id,
        extractor_version=EXTRACTOR_VERSION,
        fingerprint=fingerprint(article.headline, article.text),
        shingles=packed(found),
        copy_keys=block_keys(found),
    )
    return row, version


def live_entry_rows(version_id: str, article: Article) -> list[LiveEntryRow]:
    """One row per dated entry of a live blog."""
    return [
        LiveEntryRow(
            live_entry_id=stable_id("live-entry", version_id, entry.start),
            article_version_id=version_id,
            start=entry.start,
            end=entry.end,
            posted_at=entry.posted_at,
            headline=entry.headline,
        )
        for entry in article.live_entries
    ]


def block_rows(version_id: str, blocks: Sequence[Block], pointer: RecordPointer) -> list[BlockRow]:
    """One row per block, `ordinal` counting from 1 in page order."""
    return [
        BlockRow(
            article_version_id=version_id,
            ordinal=ordinal,
            role=block.role,
            start=block.start,
            end=block.end,
            text=block.text if block.start is None else None,
            node_path=block.node_path,
            text_key=_text_key(block.text),
            warc_record_id=pointer.record_id,
        )
        for ordinal, block in enumerate(blocks, start=1)
    ]


def _text_key(text: str) -> int:
    """Return 64 bits that texts with the same words share."""
    words = "".join(_WORD.findall(text.casefold()))
    return int.from_bytes(sha256(words.encode("utf-8", "replace")).digest()[:8], "big", signed=True)


def entity_rows(entities: Sequence[Entity]) -> tuple[list[EntityRow], list[EntityAliasRow]]:
    rows = [EntityRow(e.entity_id, e.type, e.name, e.wikidata_id, e.description, e.country) for e in entities]
    aliases = {
        (entity.entity_id, alias.alias, alias.language): EntityAliasRow(
            entity.entity_id, alias.alias, alias.language, alias.kind
        )
        for entity in entities
        for alias in entity.aliases
    }
    return rows, list(aliases.values())


def mention_rows(version_id: str, mentions: Sequence[Mention]) -> list[MentionRow]:
    return [
        MentionRow(
            mention_id=stable_id("mention", version_id, m.start, m.end),
            article_version_id=version_id,
            start=m.start,
            end=m.end,
            surface=m.surface,
            form=m.form,
            type=m.type,
            entity_id=m.entity_id,
            resolution=m.resolution,
            confidence=m.confidence,
        )
        for m in mentions
    ]


def statement_rows(version_id: str, text: str, statements: Sequence[Statement]) -> list[StatementRow]:
    """One row per statement, `ordinal` counting from 1 in reading order."""
    return [
        _statement_row(version_id, ordinal, statement, text) for ordinal, statement in enumerate(statements, start=1)
    ]


def _statement_row(version_id: str, ordinal: int, statement: Statement, text: str) -> StatementRow:
    content = slices(text, statement.content)
    wording = statement_cluster_id(content)
    return StatementRow(
        statement_id=statement_id(version_id, statement),
        article_version_id=version_id,
        ordinal=ordinal,
        type=statement.type,
        content_text=content,
        content_spans=list(statement.content),
        source_text=slices(text, statement.source) or None,
        source_spans=list(statement.source),
        cue_text=slices(text, statement.cue) or None,
        cue_spans=list(statement.cue),
        cue_lemma=statement.cue_lemma,
        speech_act=statement.speech_act,
        is_negated=statement.is_negated,
        speaker_id=statement.speaker.entity_id,
        speaker_name=statement.speaker.name,
        speaker_role=statement.speaker.role,
        speaker_resolution=statement.speaker.resolution,
        addressee_text=statement.circumstances.addressee,
        addressee_id=statement.circumstances.addressee_id,
        channel=statement.circumstances.channel,
        occasion=statement.circumstances.occasion,
        said_on=statement.circumstances.said_on,
        said_on_text=statement.circumstances.said_on_text,
        place_id=statement.circumstances.place_id,
        confidence=statement.confidence,
        cluster_id=wording,
        extractor_version=EXTRACTOR_VERSION,
        wording_keys=sorted(wording_keys(core(content))) if wording else None,
    )


def statement_id(version_id: str, statement: Statement) -> str:
    """The id of (article version, content spans, source spans)."""
    return stable_id("statement", version_id, _key(statement.content), _key(statement.source))


def statement_mention_rows(
    version_id: str, statements: Sequence[Statement], mentions: Sequence[Mention]
) -> Iterator[StatementMentionRow]:
    """One row per (statement, entity named inside its content)."""
    for statement in statements:
        named = Counter(
            m.entity_id for m in mentions if m.entity_id is not None and _inside(m.start, m.end, statement.content)
        )
        for entity, count in sorted(named.items()):
            yield StatementMentionRow(statement_id(version_id, statement), entity, count)


def quarantine_row(refusal: Refusal, *, outlet_id: str | None, archived: ArchivedFetch | None) -> QuarantineRow:
    """One row per refusal; its id makes refusing the same thing again the same row.

    An entry is the same thing at every poll of its feed; all else is of one response.
    """
    response = archived.fetch.response if archived else None
    origin = "" if archived is None else archived.pointer.record_id
    if archived is not None and refusal.stage == "entry":
        origin = archived.fetch.plan.feed_id or origin
    return QuarantineRow(
        quarantine_id=stable_id(
            "refusal",
            refusal.stage,
            refusal.table_name or "",
            refusal.reason,
            refusal.subject,
            origin,
        ),
        stage=refusal.stage,
        reason=refusal.reason,
        detail=refusal.detail,
        subject=refusal.subject,
        outlet_id=outlet_id,
        fetched_at=response.fetched_at if response else None,
        warc_file=archived.pointer.warc_file if archived else refusal.warc_file,
        warc_offset=archived.pointer.offset if archived else refusal.warc_offset,
        table_name=refusal.table_name,
        payload=refusal.payload,
    )


def _inside(start: int, end: int, spans: Spans) -> bool:
    return any(span.start <= start and end <= span.end for span in spans)


def _key(spans: Sequence[Span]) -> str:
    return ",".join(f"{start}-{end}" for start, end in spans)


def _canonical_or_none(url: str) -> str | None:
    try:
        return canonicalize(url)
    except UrlError:
        return None
