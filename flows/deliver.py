"""deliver: staged rows → validated → merged in one transaction → published. What fails is kept in quarantine."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa

from flows.adapters import quality, staging
from flows.adapters.report import render_quality_report, write_report
from flows.adapters.snapshots import publish
from flows.adapters.warehouse import LoadCounts
from flows.ledger import Run, RunSummary, close_run
from schemas.feed import Subscription
from schemas.run import Refusal, StepReport
from transforms.rows import acquired

SLICE = 100  # batches validated at a time, some 4,000 articles: bounds memory, whatever the size of a backfill


def stage_subscription(run: Run, subscription: Subscription) -> None:
    """Stage the outlets and feeds of feeds.toml like any other rows."""
    staging.write_batch(
        run.staging / "derived",
        "subscription",
        {
            "outlets": [acquired.outlet_row(outlet) for outlet in subscription.outlets],
            "feeds": [acquired.feed_row(feed) for feed in subscription.feeds],
        },
    )


def load_staged(run: Run) -> None:
    """Validate what is staged, merge what passes and quarantine what does not, in one transaction."""
    started = time.monotonic()
    derived, accepted = run.staging / "derived", run.staging / "accepted"
    for number, batches in enumerate(_slices(staging.staged_tables(derived))):
        tables = {table: staging.read_table(paths, table) for table, paths in batches.items()}
        validation = quality.validate(tables)
        run.checks.extend(validation.checks)
        refused = [acquired.quarantine_row(refusal, outlet_id=None, archived=None) for refusal in validation.refused]
        staging.write_tables(accepted, f"{number:05d}", validation.accepted)
        staging.write_batch(accepted, f"{number:05d}-refused", {"quarantine": refused})
        run.refusals.extend(validation.refused)
        run.refusals.extend(_refusals(validation.accepted.get("quarantine")))
    loaded = run.warehouse.load(staging.staged_tables(accepted), run_id=run.run_id, loaded_at=run.now)
    for table, counts in loaded.items():
        run.loaded[table] = run.loaded.get(table, LoadCounts()) + counts
    staging.remove(run.staging)
    run.load_count += 1
    run.steps.append(
        StepReport(
            step="deliver",
            batch=f"{run.load_count:05d}",
            counts={table: counts.new for table, counts in loaded.items()},
            duration_ms=round((time.monotonic() - started) * 1000),
        )
    )


def publish_run(run: Run) -> RunSummary:
    """Close the run, write its quality report, publish the warehouse with the run's own line in the ledger.

    Readers of the former snapshot keep it until they open the file again.
    """
    summary = close_run(run)
    report = render_quality_report(asdict(summary), run.checks, run.refusals)
    write_report(run.settings.quality / f"{run.run_id}.html", report)
    publish(run.settings.work_file, run.settings.published_file, run.settings.snapshots)
    return summary


def _slices(staged: Mapping[str, Sequence[Path]]) -> Iterator[dict[str, list[Path]]]:
    """Cut the staged files into slices of whole batches: the rows of one article are always in one batch."""
    batches = sorted({path.stem for paths in staged.values() for path in paths})
    for start in range(0, len(batches), SLICE):
        names = set(batches[start : start + SLICE])
        tables = {table: [path for path in paths if path.stem in names] for table, paths in staged.items()}
        yield {table: paths for table, paths in tables.items() if paths}


def _refusals(quarantine: pa.Table | None) -> Iterator[Refusal]:
    """The refusals that derive staged, for the run's summary."""
    told = ["stage", "reason", "detail", "subject", "warc_file", "warc_offset"]
    for row in quarantine.select(told).to_pylist() if quarantine else ():
        yield Refusal(**row)
