"""The backfill, as a table of contents: WARC → rows → validate → load → publish. No network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flows.deliver import load_staged, publish_run, stage_subscription
from flows.execution import Execution
from flows.ledger import RunSummary, open_run
from flows.movements import archived_files, derive_files, fetched_between, recover
from flows.settings import Settings
from schemas.feed import Subscription


@dataclass(frozen=True, slots=True)
class BackfillRequest:
    """What is asked of a backfill: our own archive again (no `warc_files`), or somebody else's WARC files.

    `since` and `until` bound the records' WARC-Date, half-open, UTC.
    """

    warc_files: tuple[Path, ...] = ()
    only: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None

    def parameters(self) -> dict[str, str | list[str] | None]:
        """The request as the ledger keeps it."""
        return {
            "source": "warc" if self.warc_files else "archive",
            "warc_files": [str(path) for path in self.warc_files],
            "only": list(self.only),
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
        }


def run_backfill(
    request: BackfillRequest, subscription: Subscription, settings: Settings, execution: Execution, now: datetime
) -> RunSummary:
    """Derive and load the chosen records. Records already loaded give the same rows, so nothing is counted twice."""
    with open_run(settings, "backfill", request.parameters(), now) as run:
        recover(run, subscription, execution)
        stage_subscription(run, subscription)
        files = [str(path.resolve()) for path in request.warc_files] or archived_files(settings.archive)
        wanted = fetched_between(request.since, request.until)
        derive_files(run, files, subscription, execution, what="records", wanted=wanted)
        load_staged(run)
        return publish_run(run)
