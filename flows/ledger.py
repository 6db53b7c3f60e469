"""A run from its first line to its last: the lock held, the warehouse open, the ledger told what became of it."""

from __future__ import annotations

import os
import socket
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows.adapters.lock import Lock, is_alive
from flows.adapters.ruling_journal import read_journal
from flows.adapters.warehouse import LoadCounts, Warehouse
from flows.settings import Settings, code_version, prepare_home
from schemas.ids import stable_id
from schemas.run import Check, Refusal, RunOutcome, StepReport
from transforms.quality.checks import added_up


@dataclass(slots=True)
class Run:
    """A run under way. Everything it learns of itself is gathered here and written to the ledger at the end."""

    run_id: str
    flow: str
    settings: Settings
    warehouse: Warehouse
    now: datetime
    warc_count: int = 0
    load_count: int = 0
    steps: list[StepReport] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    loaded: dict[str, LoadCounts] = field(default_factory=dict)
    is_closed: bool = False

    @property
    def staging(self) -> Path:
        return self.settings.staging / self.run_id

    def counts(self, step: str) -> dict[str, int]:
        """Return the counts of all batches of a step, added up."""
        total: Counter[str] = Counter()
        for report in self.steps:
            if report.step == step:
                total.update(report.counts)
        return dict(total)

    def outcome(self) -> RunOutcome:
        unreachable = any(name.endswith("_failed") for name in self.counts("acquire"))
        return "incomplete" if unreachable or self.refusals else "completed"


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a run did, as the ledger keeps it and people read it."""

    run_id: str
    flow: str
    outcome: RunOutcome
    started_at: datetime
    finished_at: datetime
    counts: dict[str, Any]

    @property
    def exit_status(self) -> int:
        return 0 if self.outcome == "completed" else 1


@contextmanager
def open_run(settings: Settings, flow: str, parameters: Mapping[str, Any], now: datetime) -> Iterator[Run]:
    """Hold the lock and the warehouse for one run; the ledger has it as running, and as failed when the block raises.

    Runs of dead processes are marked crashed first: a lock that could be taken proves that their holder is gone.
    LockHeld when another run is alive; WarehouseError when the warehouse needs attention.
    """
    prepare_home(settings)
    run_id = f"{now:%Y%m%dT%H%M%S}-{stable_id('run', flow, now.isoformat(), os.getpid())[:6]}"
    with (
        Lock(settings.lock_file, run_id, now),
        Warehouse.open(settings.work_file, memory_limit=settings.memory_limit, threads=settings.jobs) as warehouse,
    ):
        warehouse.mark_crashed_runs(is_alive, now)
        warehouse.rulings(now=now).remember(read_journal(settings.journal))
        warehouse.start_run(
            run_id,
            flow=flow,
            parameters=parameters,
            code_version=code_version(),
            pid=os.getpid(),
            host=socket.gethostname(),
            started_at=now,
        )
        run = Run(run_id, flow, settings, warehouse, now)
        try:
            yield run
        except BaseException as error:
            if not run.is_closed:
                _finish(run, "failed", f"{type(error).__name__}: {error}")
            raise


def close_run(run: Run) -> RunSummary:
    """Write the ledger, close the warehouse and return what the ledger says. The lock is still held."""
    summary = _finish(run, run.outcome(), None)
    run.warehouse.keep_answers()
    run.warehouse.close()
    run.is_closed = True
    return summary


def _finish(run: Run, outcome: RunOutcome, error: str | None) -> RunSummary:
    finished_at = datetime.now(UTC)
    reasons = Counter(refusal.reason for refusal in run.refusals)
    counts = {
        "acquired": run.counts("acquire"),
        "derived": run.counts("derive"),
        "loaded": {table: asdict(counts) for table, counts in run.loaded.items()},
        "refused": dict(sorted(reasons.items())),
    }
    run.warehouse.record_steps(run.run_id, run.steps)
    run.warehouse.record_checks(run.run_id, added_up(run.checks))
    run.warehouse.finish_run(run.run_id, finished_at=finished_at, outcome=outcome, counts=counts, error=error)
    return RunSummary(run.run_id, run.flow, outcome, run.now, finished_at, counts)
