"""The movements both flows are made of: acquire and derive a set of requests, derive a set of WARC files, recover."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from flows import acquire, derive
from flows.adapters import archive, staging
from flows.adapters.cdxj import complete as complete_index
from flows.adapters.earlier import Pointers, is_robots_answer, robots_url
from flows.deliver import load_staged, stage_subscription
from flows.execution import Execution
from flows.ledger import Run
from schemas.feed import Subscription
from schemas.response import FetchPlan, RecordPointer
from transforms.rows.acquired import quarantine_row
from transforms.wire.urls import redact, without_credentials

Wanted = Callable[[archive.ArchiveEntry], bool]


def fetch_and_derive(
    run: Run, plans: Sequence[FetchPlan], subscription: Subscription, execution: Execution, *, what: str
) -> None:
    """Make the requests, archive what comes, and stage its rows. `what` names the requests: feeds, articles."""
    if not plans:
        return
    batches = acquire.plan_batches(
        plans,
        run_id=run.run_id,
        first=run.warc_count + 1,
        now=run.now,
        settings=run.settings,
        earlier=earlier_answers(run, plans),
    )
    run.warc_count += len(batches)
    reports = execution.map(acquire.acquire_batch, batches, title=f"Fetching {what}", items=len(plans))
    run.steps.extend(reports)
    derive_files(run, [name for report in reports for name in report.outputs], subscription, execution, what=what)


def earlier_answers(run: Run, plans: Sequence[FetchPlan]) -> Pointers:
    """Return where the latest answers lie to what is planned, and to its hosts' robots.txt: loaded, or of tonight."""
    urls = {redact(without_credentials(plan.url)) for plan in plans} | {robots_url(plan.url) for plan in plans}
    found = run.warehouse.earlier_fetches(sorted(urls))
    staged = staging.staged_tables(run.staging / "derived").get("fetches", [])
    told = ["kind", "status", "plan_url", "warc_file", "warc_offset", "warc_record_id"]
    for row in staging.read_table(staged, "fetches").select(told).to_pylist():
        if row["kind"] == "robots" and is_robots_answer(row["status"]) and row["plan_url"] in urls:
            place = RecordPointer(row["warc_file"], row["warc_offset"], row["warc_record_id"])
            found["robots", row["plan_url"]] = place
    return found


def derive_files(
    run: Run,
    files: Sequence[str],
    subscription: Subscription,
    execution: Execution,
    *,
    what: str,
    wanted: Wanted = lambda _: True,
) -> bool:
    """Stage the rows of the wanted records of some WARC files, named as the warehouse names them.

    Return whether there was anything to stage: a file may hold no record that is wanted.
    """
    plan = derive.plan_batches(
        files,
        label=what,
        archive_dir=run.settings.archive,
        run_dir=run.staging / "derived",
        knowledge_dir=run.settings.knowledge,
        outlets=subscription.outlets,
        wanted=wanted,
    )
    broken = [quarantine_row(refusal, outlet_id=None, archived=None) for refusal in plan.refusals]
    staging.write_batch(run.staging / "derived", f"{what}-broken", {"quarantine": broken})
    items = sum(len(batch.offsets) for batch in plan.batches)
    run.steps.extend(execution.map(derive.derive_batch, plan.batches, title=f"Reading {what}", items=items))
    return bool(plan.batches or plan.refusals)


def recover(run: Run, subscription: Subscription, execution: Execution) -> None:
    """Load what a killed run archived and never loaded, so that nothing is lost and nothing fetched twice."""
    for left in run.settings.staging.iterdir():
        staging.remove(left)  # derived rows are made again from the archive; half a staging area is worth nothing
    known = run.warehouse.loaded_warc_files()
    pending = [name for name in archived_files(run.settings.archive) if name not in known]
    for name in pending:
        complete_index(run.settings.archive / name)
    # a run killed before its first answer leaves a file without a fetch, which no load could make known
    if pending and derive_files(run, pending, subscription, execution, what="recovered"):
        stage_subscription(run, subscription)
        load_staged(run)


def archived_files(archive_dir: Path) -> list[str]:
    """Return the archive's WARC files, oldest first, named relative to it."""
    return sorted(path.relative_to(archive_dir).as_posix() for path in archive_dir.rglob("*.warc.gz"))
