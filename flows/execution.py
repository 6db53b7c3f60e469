"""The seam between the line of data and what runs it: a step mapped over batches, with progress a person can watch.

Two back ends stand behind it: worker processes on this machine (here, the default), and Prefect task runs
(`flows.deployed`), which hand each batch to the same worker processes.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from flows.workers import Step, Workers
from schemas.run import StepReport


class Batch(Protocol):
    """A unit of work: it has a name, and it can be sent to another process."""

    @property
    def name(self) -> str: ...


class Progress(Protocol):
    """What a person sees of long work."""

    def begin(self, title: str, total: int) -> None: ...
    def advance(self) -> None: ...


class Silence:
    """No progress shown: logs and pipes."""

    def begin(self, title: str, total: int) -> None:
        """Show nothing."""

    def advance(self) -> None:
        """Show nothing."""


class Execution(Protocol):
    """Runs a step over batches and returns the reports in the order of the batches."""

    def map(self, step: Step, batches: Sequence[Batch], *, title: str, items: int) -> list[StepReport]: ...


class LocalExecution:
    """Batches over killable processes on this machine, as many at once as there are workers."""

    def __init__(self, workers: Workers, progress: Progress | None = None) -> None:
        self._workers = workers
        self._progress = progress or Silence()

    def map(self, step: Step, batches: Sequence[Batch], *, title: str, items: int) -> list[StepReport]:
        """Run all batches; the first exception of a step is raised when the batches under way have ended."""
        self._progress.begin(title, items)
        with ThreadPoolExecutor(max_workers=self._workers.jobs, thread_name_prefix="batch") as threads:
            futures = [threads.submit(self._workers.run, step, batch, self._progress.advance) for batch in batches]
            try:
                return [future.result() for future in futures]
            except BaseException as error:
                if not isinstance(error, Exception):  # Ctrl-C: nobody wants to wait for the batches under way
                    self._workers.kill()
                threads.shutdown(wait=True, cancel_futures=True)
                raise
