"""Rows of what was asked for and what came: outlets, feeds, fetches, entries, refusals."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from statistics import median
from typing import Any

from schemas.errors import UrlError
from schemas.feed import Entry, Feed, FeedDocument, Outlet
from schemas.ids import document_id, entry_id, stable_id
from schemas.response import ArchivedFetch, Fetch
from schemas.run import Refusal
from schemas.tables import (
    EntryRow,
    FeedDocumentRow,
    FeedRow,
    FetchRow,
    OutletRow,
    QuarantineRow,
)
from transforms.wire.freshness import fresh_for_s, retry_after_s
from transforms.wire.redirects import leads_to
from transforms.wire.urls import canonicalize, redact


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


def _canonical_or_none(url: str) -> str | None:
    try:
        return canonicalize(url)
    except UrlError:
        return None
