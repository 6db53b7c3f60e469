"""The nightly run, as a table of contents: feeds.toml → plan → fetch → WARC → rows → validate → load → publish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flows.deliver import load_staged, publish_run, stage_subscription
from flows.execution import Execution
from flows.ledger import Run, RunSummary, open_run
from flows.movements import fetch_and_derive, recover
from flows.planning import plan_articles, plan_feeds, plan_pages
from flows.settings import Settings
from schemas.feed import Subscription

MAX_PAGES = 20  # of one feed in one run


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
        feeds = plan_feeds(run, subscription, poll_all=request.poll_all)
        fetch_and_derive(run, feeds, subscription, execution, what="feeds")
        read_on(run, request, subscription, execution, [plan.feed_id for plan in feeds if plan.feed_id])
        articles = plan_articles(run, subscription, (request.since, request.until))
        fetch_and_derive(run, articles, subscription, execution, what="articles")
        load_staged(run)
        return publish_run(run)


def read_on(
    run: Run, request: NightlyRequest, subscription: Subscription, execution: Execution, polled: Sequence[str]
) -> None:
    """Read the sitemaps of an index, and older pages of a feed where entries were missed or `since` reaches back."""
    asked: set[str] = set()
    for number in range(1, MAX_PAGES + 1):
        pages = plan_pages(run, subscription, polled, request.since, asked)
        asked.update(plan.url for plan in pages)
        if not pages:
            return
        fetch_and_derive(run, pages, subscription, execution, what=f"pages-{number}")
