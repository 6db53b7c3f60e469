"""The flows as Prefect runs them: the same steps, each batch a task run with retries, a summary artifact at the end.

The only module that imports Prefect. No `from __future__ import annotations` here: Prefect reads the parameters' types.
"""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from prefect import flow, task
from prefect.artifacts import create_progress_artifact, create_table_artifact, update_progress_artifact
from prefect.cache_policies import NO_CACHE
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.backfill import BackfillRequest, run_backfill
from flows.execution import Batch
from flows.ledger import RunSummary
from flows.nightly import NightlyRequest, run_nightly
from flows.settings import parse_instant, read_settings
from flows.subscription import narrow, read_subscription
from flows.summary import summary_table
from flows.workers import Step, Workers
from schemas.errors import ConfigurationError
from schemas.run import StepReport

# threads that only wait for the worker processes, which do the work and are as many as `jobs`
TASKS: TaskRunner[Any] = ThreadPoolTaskRunner(max_workers=8)


@task(task_run_name="{title}: {batch.name}", retries=2, retry_delay_seconds=[2, 10], cache_policy=NO_CACHE)
def run_batch(workers: Any, step: Any, batch: Any, title: str) -> Any:
    """One batch of one step. A step can be run again, so a failed one is."""
    return workers.run(step, batch)


class PrefectExecution:
    """Batches as Prefect task runs, each handed to the same killable worker processes."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers

    def map(self, step: Step, batches: Sequence[Batch], *, title: str, items: int) -> list[StepReport]:
        """Submit every batch; the flow run fails with the first batch that failed its last try."""
        artifact = cast("UUID", create_progress_artifact(progress=0.0, description=f"{title} ({items})"))
        futures = [run_batch.submit(self._workers, step, batch, title) for batch in batches]
        reports: list[StepReport] = []
        for done, future in enumerate(futures, start=1):
            reports.append(future.result())
            update_progress_artifact(artifact, progress=100.0 * done / len(futures))
        return reports


@flow(name="nightly", task_runner=TASKS)
def nightly(
    feeds: str = "feeds.toml",
    home: str | None = None,
    only: list[str] | None = None,
    since: str | None = None,
    until: str | None = None,
    poll_all: bool = False,
    jobs: int | None = None,
    allow_hosts: list[str] | None = None,
    connect_to: list[str] | None = None,
) -> dict[str, Any]:
    """Poll the feeds that are due, fetch what is new, derive, validate, load, publish."""
    settings = read_settings(
        os.environ, home=home, jobs=jobs, allow_hosts=tuple(allow_hosts or ()), connect_to=tuple(connect_to or ())
    )
    request = NightlyRequest(
        Path(feeds),
        tuple(only or ()),
        parse_instant(since) if since else None,
        parse_instant(until) if until else None,
        poll_all,
    )
    subscription = narrow(read_subscription(request.feeds), request.only)
    with Workers(settings.jobs) as workers:
        summary = run_nightly(request, subscription, settings, PrefectExecution(workers), datetime.now(UTC))
    return _report(summary)


@flow(name="backfill", task_runner=TASKS)
def backfill(
    source: str = "archive",
    warc_files: list[str] | None = None,
    feeds: str = "feeds.toml",
    home: str | None = None,
    only: list[str] | None = None,
    since: str | None = None,
    until: str | None = None,
    jobs: int | None = None,
) -> dict[str, Any]:
    """Derive again from the archive (`source` archive) or from WARC files (`source` warc), and load."""
    if (source == "warc") != bool(warc_files) or source not in ("archive", "warc"):
        raise ConfigurationError(f"source {source!r}: give `archive`, or `warc` together with warc_files")
    settings = read_settings(os.environ, home=home, jobs=jobs)
    request = BackfillRequest(
        tuple(Path(name) for name in warc_files or ()),
        tuple(only or ()),
        since=parse_instant(since) if since else None,
        until=parse_instant(until) if until else None,
    )
    subscription = narrow(read_subscription(Path(feeds)), request.only)
    with Workers(settings.jobs) as workers:
        summary = run_backfill(request, subscription, settings, PrefectExecution(workers), datetime.now(UTC))
    return _report(summary)


def _report(summary: RunSummary) -> dict[str, Any]:
    columns, rows = summary_table(summary)
    create_table_artifact(
        key=f"{summary.flow}-summary",
        table=[dict(zip(columns, row, strict=True)) for row in rows],
        description=f"Run {summary.run_id}: {summary.outcome}",
    )
    return {"run_id": summary.run_id, "outcome": summary.outcome, "counts": summary.counts}
