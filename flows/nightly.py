"""The nightly run, as a table of contents: feeds.toml → plan → fetch → WARC → rows → validate → load → publish."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from flows.adapters import staging
from flows.deliver import load_staged, publish_run, stage_subscription
from flows.execution import Execution
from flows.ledger import Run, RunSummary, open_run
from flows.movements import fetch_and_derive, recover
from flows.settings import Settings
from schemas.feed import Entry, Feed, Subscription
from schemas.response import FetchPlan
from transforms.rows import entry_of
from transforms.wire.schedule import due_articles, due_feeds


@dataclass(frozen=True, slots=True)
class NightlyRequest:
    """What is asked of a nightly run. `since` and `until` bound the entries' publication, half-open, UTC."""

    feeds: Path
    only: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    poll_all: bool = False  # poll every feed now, whatever its interval

    def parameters(self) -> dict[str, str | bool | list[str] | None]:
        """The request as the ledger keeps it."""
        return {
            "feeds": str(self.feeds),
            "only": list(self.only),
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
            "poll_all": self.poll_all,
        }


def run_nightly(
    request: NightlyRequest, subscription: Subscription, settings: Settings, execution: Execution, now: datetime
) -> RunSummary:
    """Poll the feeds that are due, fetch what is new in them, load it and publish. Returns what the ledger says."""
    with open_run(settings, "nightly", request.parameters(), now) as run:
        recover(run, subscription, execution)
        stage_subscription(run, subscription)
        feeds = plan_feeds(run, request, subscription)
        fetch_and_derive(run, feeds, subscription, execution, what="feeds")
        articles = plan_articles(run, request, subscription)
        fetch_and_derive(run, articles, subscription, execution, what="articles")
        load_staged(run)
        return publish_run(run)


def plan_feeds(run: Run, request: NightlyRequest, subscription: Subscription) -> list[FetchPlan]:
    """Return the feeds to poll now."""
    states = run.warehouse.feed_states(subscription.feeds)
    if request.poll_all:
        states = [replace(state, last_fetched_at=None, consecutive_failures=0) for state in states]
    return due_feeds(states, run.now)


def plan_articles(run: Run, request: NightlyRequest, subscription: Subscription) -> list[FetchPlan]:
    """Return the articles to fetch: offered by a feed tonight, or earlier and never got."""
    offered = [(feed, entry) for feed, entry in _offered(run, subscription) if _published_within(entry, request)]
    urls = sorted({entry.canonical_url for _, entry in offered if entry.canonical_url})
    return due_articles(offered, run.warehouse.article_states(urls))


def _offered(run: Run, subscription: Subscription) -> Iterator[tuple[Feed, Entry]]:
    feeds = {feed.feed_id: feed for feed in subscription.feeds}
    staged = staging.staged_tables(run.staging / "derived").get("entries", [])
    tonight = staging.read_table(staged, "entries").to_pylist()
    for row in [*tonight, *run.warehouse.pending_entries()]:
        feed = feeds.get(row["feed_id"])
        if feed is not None:
            yield feed, entry_of(row)


def _published_within(entry: Entry, request: NightlyRequest) -> bool:
    """An undated entry is as new as the poll that found it, so only an upper bound leaves it out."""
    published = entry.published_at or entry.updated_at
    if published is None:
        return request.until is None
    return (request.since is None or published >= request.since) and (
        request.until is None or published < request.until
    )
