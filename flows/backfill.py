"""The backfill, as a table of contents: WARC → rows → validate → load → publish. No network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flows.adapters.archive import ArchiveEntry
from flows.deliver import load_staged, publish_run, stage_subscription
from flows.execution import Execution
from flows.ledger import RunSummary, open_run
from flows.movements import Wanted, archived_files, derive_files, recover
from flows.settings import Settings
from schemas.errors import UrlError
from schemas.feed import Subscription
from transforms.wire.urls import registrable_domain


@dataclass(frozen=True, slots=True)
class BackfillRequest:
    """What is asked of a backfill: our own archive again (no `warc_files`), or somebody else's WARC files.

    `only` names outlets; `since` and `until` bound the records' WARC-Date, half-open, UTC.
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
        wanted = chosen(request, subscription)
        derive_files(run, files, subscription, execution, what="records", wanted=wanted)
        load_staged(run)
        return publish_run(run)


def chosen(request: BackfillRequest, subscription: Subscription) -> Wanted:
    """Return whether a record is asked for: by its date, half-open, and by its outlet when outlets are named."""
    domains = {registrable_domain(o.domain) for o in subscription.outlets if o.outlet_id in request.only}

    def is_wanted(entry: ArchiveEntry) -> bool:
        if request.since is not None and entry.fetched_at < request.since:
            return False
        if request.until is not None and entry.fetched_at >= request.until:
            return False
        return not request.only or entry.outlet_id in request.only or _domain_of(entry.url) in domains

    return is_wanted


def _domain_of(url: str) -> str | None:
    """The domain of a record's target, or None: somebody else's WARC may hold what is no address."""
    try:
        return registrable_domain(url)
    except UrlError:
        return None
