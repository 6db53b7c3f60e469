"""Killable worker processes: a batch that hangs or eats the memory costs one item, not the night.

A step is a plain module-level function `step(batch, watch) -> StepReport`. It calls `watch.start(i)` before item `i`
and skips the items in `watch.refused`. When a worker dies under item `i`, the batch is run again in a fresh worker with
`i` refused, so a step must be repeatable: it writes its output once, at the end.

CPU time is capped by ITIMER_PROF, whose SIGPROF ends the process even inside C code, where no Python signal handler
and no thread can (adbar/trafilatura#704); memory by RLIMIT_DATA.
"""

from __future__ import annotations

import multiprocessing
import queue
import resource
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from schemas.errors import OnrecordError
from schemas.run import StepReport

_CONTEXT = multiprocessing.get_context("forkserver")
# imported once: every worker is a fork of that process. PyArrow imports pandas itself, to see whether rows are a frame
_CONTEXT.set_forkserver_preload(["flows.acquire", "flows.derive", "transforms.derive", "pandas"])
_WALL_FACTOR = 6  # an item may wait for other processes' CPU, but not for ever

Step = Callable[[Any, "Watch"], StepReport]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one item may use (RELIABILITY: extraction at most 10 s CPU and 512 MB)."""

    cpu_s: float = 10.0
    memory_bytes: int = 512 * 1024 * 1024


class Watch:
    """A step's line to its supervisor."""

    def __init__(
        self, refused: dict[int, str] | None = None, limits: Limits | None = None, line: Connection | None = None
    ) -> None:
        self.refused = refused or {}
        self._limits = limits
        self._line = line

    def start(self, item: int) -> None:
        """Item `item` begins: report it, and start its clock again."""
        if self._limits is not None:
            signal.setitimer(signal.ITIMER_PROF, self._limits.cpu_s)
        if self._line is not None:
            self._line.send(("item", item))

    def progress(self) -> None:
        """Something was done that a person may want to see; no clock is touched (a network batch has its own)."""
        if self._line is not None:
            self._line.send(("progress", None))

    def unlimited(self) -> None:
        """What follows (writing the batch) is ours and not on an item's clock."""
        if self._limits is not None:
            signal.setitimer(signal.ITIMER_PROF, 0)


class Workers:
    """A fixed number of worker processes, started when first needed. `run` may be called from many threads."""

    def __init__(self, jobs: int, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._idle: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        for _ in range(jobs):
            self._idle.put(None)  # a place for a worker that is not started yet
        self.jobs = jobs
        self._busy: set[_Worker] = set()
        self._is_stopped = False

    def run(self, step: Step, batch: object, on_item: Callable[[], None] = lambda: None) -> StepReport:
        """Run one batch and return its report. Raises what the step raised; a dead worker costs one item."""
        refused: dict[int, str] = {}
        worker = self._idle.get()
        try:
            while True:
                if self._is_stopped:
                    raise OnrecordError("stopped")
                worker = worker or _Worker(self._limits)
                self._busy.add(worker)
                died = worker.run(step, batch, refused, on_item)
                self._busy.discard(worker)
                if isinstance(died, StepReport):
                    return died
                worker.stop()
                worker = None
                if died.item is None or died.item in refused:
                    raise OnrecordError(f"a worker process died before its first item ({died.reason}): run again")
                refused[died.item] = died.reason
        finally:
            self._idle.put(worker)

    def kill(self) -> None:
        """End every batch under way at once: a person has pressed Ctrl-C, and every step can be run again."""
        self._is_stopped = True
        for worker in list(self._busy):
            worker.kill()

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        for _place in range(self.jobs):
            worker = self._idle.get()
            if worker is not None:
                worker.stop()


@dataclass(frozen=True, slots=True)
class _Death:
    item: int | None
    reason: str


class _Worker:
    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._line, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=_serve, args=(theirs, limits), daemon=True)
        self._process.start()
        theirs.close()

    def run(
        self, step: Step, batch: object, refused: dict[int, str], on_item: Callable[[], None]
    ) -> StepReport | _Death:
        item: int | None = None
        try:
            self._line.send((step, batch, refused))
            while True:
                if item is not None and not self._line.poll(self._limits.cpu_s * _WALL_FACTOR):
                    return _Death(item, "time-limit")
                kind, value = self._line.recv()
                if kind == "item":
                    item = value
                    on_item()
                elif kind == "progress":
                    on_item()
                elif kind == "done":
                    assert isinstance(value, StepReport)
                    return value
                else:
                    raise value
        except (EOFError, ConnectionResetError, BrokenPipeError):
            self._process.join()
            return _Death(item, "cpu-limit" if self._process.exitcode == -signal.SIGPROF else "worker-died")

    def kill(self) -> None:
        self._process.kill()

    def stop(self) -> None:
        self._line.close()
        self._process.join(timeout=1)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


def _serve(line: Connection, limits: Limits) -> None:
    """The worker's life: batches in, reports out, until the line closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the supervisor's to answer
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            step, batch, refused = line.recv()
            _limit_memory(limits.memory_bytes)
            watch = Watch(refused, limits, line)
            try:
                report = step(batch, watch)
            except Exception as error:
                watch.unlimited()
                line.send(("raised", _portable(error)))
            else:
                watch.unlimited()
                line.send(("done", report))


def _limit_memory(extra_bytes: int) -> None:
    """Allow this process `extra_bytes` of data beyond what it holds now (Linux; elsewhere only the CPU is capped)."""
    if not sys.platform.startswith("linux"):
        return
    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - read on every batch
        data_pages = int(statm.read().split()[5])
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    limit = data_pages * resource.getpagesize() + extra_bytes
    resource.setrlimit(resource.RLIMIT_DATA, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def _portable(error: Exception) -> Exception:
    """The error itself when it survives pickling, else its words."""
    import pickle

    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    except Exception:
        return OnrecordError(f"{type(error).__name__}: {error}")
    return error
