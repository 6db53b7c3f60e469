"""What a nightly run asks for: `transforms.wire` decides, from what the warehouse and tonight's feeds know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from operator import itemgetter
from typing import Any

from flows.adapters import histories, staging
from flows.ledger import Run
from schemas.feed import Entry, Feed, PagedFeed, Subscription
from schemas.response import FetchPlan
from transforms.rows.acquired import entry_of
from transforms.wire.polling import due_feeds
from transforms.wire.schedule import MAX_TRIES, RECHECKED_FOR, due_articles, due_pages, due_rechecks

Span = tuple[datetime | None, datetime | None]  # half-open, of the entries' publication


def plan_feeds(run: Run, subscription: Subscription, *, poll_all: bool) -> list[FetchPlan]:
    """Return the feeds to poll now; `poll_all`: every one that is enabled."""
    states = histories.feed_states(run.warehouse.ask, subscription.feeds)
    if poll_all:
        states = [replace(state, last_fetched_at=None) for state in states]
    return due_feeds(states, run.now)


def plan_pages(
    run: Run, subscription: Subscription, polled: Collection[str], since: datetime | None, asked: Collection[str]
) -> list[FetchPlan]:
    """Return what continues the feeds `polled` tonight and is to be read, too, but for the addresses already `asked`.

    An index of sitemaps that did not change may list sitemaps that did.
    """
    last_read = histories.sitemap_indexes(run.warehouse.ask, polled)
    for row in sorted(_staged(run, "feed_documents"), key=itemgetter("fetched_at")):
        last_read[row["feed_id"]] = row
    open_ended = {feed_id: row for feed_id, row in last_read.items() if row["pages"]}
    offered: defaultdict[str, list[str]] = defaultdict(list)
    for row in _staged(run, "entries", ["feed_id", "canonical_url"]) if open_ended else ():
        offered[row["feed_id"]].append(row["canonical_url"])
    joined = histories.known_offers(run.warehouse.ask, [(feed, url) for feed in open_ended for url in offered[feed]])
    validators = histories.page_validators(
        run.warehouse.ask, [page for row in open_ended.values() for page in row["pages"]]
    )
    paged = [
        PagedFeed(
            feed,
            tuple((page, *validators.get(page, (None, None))) for page in row["pages"]),
            is_index=row["format"] == "sitemapindex",
            has_entries=bool(offered[feed.feed_id]),
            oldest_entry_at=row["oldest_entry_at"],
            was_known=feed.feed_id in joined,
            is_joined=joined.get(feed.feed_id, False),
        )
        for feed in subscription.feeds
        if feed.feed_id in open_ended
        for row in [open_ended[feed.feed_id]]
    ]
    return due_pages(paged, since=since, asked=asked)


def plan_articles(run: Run, subscription: Subscription, span: Span) -> list[FetchPlan]:
    """Return the articles to fetch: offered tonight, or earlier and never got; and those to be looked at again."""
    offered = [(feed, entry) for feed, entry in _offered(run, subscription) if _published_within(entry, span)]
    urls = sorted({entry.canonical_url for _, entry in offered if entry.canonical_url})
    new = due_articles(offered, histories.article_states(run.warehouse.ask, urls), run.now)
    held = histories.article_histories(run.warehouse.ask, run.now - RECHECKED_FOR)
    again = due_rechecks(
        [history for history in held if _published_within(history.entry, span)],
        {feed.feed_id: feed for feed in subscription.feeds},
        run.now,
        planned={plan.url for plan in new},
    )
    return new + again


def _offered(run: Run, subscription: Subscription) -> Iterator[tuple[Feed, Entry]]:
    feeds = {feed.feed_id: feed for feed in subscription.feeds}
    tonight = [(row["feed_id"], entry_of(row)) for row in _staged(run, "entries")]
    for feed_id, entry in [*tonight, *histories.pending_entries(run.warehouse.ask, MAX_TRIES)]:
        if (feed := feeds.get(feed_id)) is not None:
            yield feed, entry


def _staged(run: Run, table: str, columns: Sequence[str] | None = None) -> list[dict[str, Any]]:
    staged = staging.read_table(staging.staged_tables(run.staging / "derived").get(table, []), table)
    rows: list[dict[str, Any]] = (staged.select(columns) if columns else staged).to_pylist()
    return rows


def _published_within(entry: Entry, span: Span) -> bool:
    """An undated entry is as new as the poll that found it, so only an upper bound leaves it out."""
    since, until = span
    published = entry.published_at or entry.updated_at
    if published is None:
        return until is None
    return (since is None or published >= since) and (until is None or published < until)
