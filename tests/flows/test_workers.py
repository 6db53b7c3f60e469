"""Killable workers: what dies, dies alone."""

from __future__ import annotations

import itertools
import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from flows.workers import Limits, Watch, Workers
from schemas.errors import ConfigurationError, OnrecordError
from schemas.run import StepReport

LIMITS = Limits(cpu_s=0.5, memory_bytes=64 * 1024 * 1024)


@dataclass(frozen=True)
class Orders:
    """A batch of things to do."""

    items: tuple[str, ...]
    name: str = "orders"


def carry_out(batch: Orders, watch: Watch) -> StepReport:
    """A step that does as it is told, item by item, and counts what it lived through."""
    counts: dict[str, int] = {}
    for number, order in enumerate(batch.items):
        if number in watch.refused:
            counts[watch.refused[number]] = counts.get(watch.refused[number], 0) + 1
            continue
        watch.start(number)
        match order:
            case "spin":
                while True:
                    pass
            case "spin in C":
                sum(itertools.repeat(0))  # one endless call into C: no Python signal handler would run
            case "die":
                os.kill(os.getpid(), signal.SIGKILL)
            case "eat":
                try:
                    bytearray(1024 * 1024 * 1024)
                except MemoryError:
                    counts["refused memory"] = counts.get("refused memory", 0) + 1
                    continue
            case "raise":
                raise ConfigurationError("told to")
        counts["done"] = counts.get("done", 0) + 1
    return StepReport("carry_out", batch.name, counts)


def run(*items: str) -> dict[str, int]:
    with Workers(1, LIMITS) as workers:
        return workers.run(carry_out, Orders(items)).counts


def test_a_batch_is_run_and_every_item_reported() -> None:
    seen: list[int] = []
    with Workers(1, LIMITS) as workers:
        report = workers.run(carry_out, Orders(("go", "go")), lambda: seen.append(1))
    assert report.counts == {"done": 2}
    assert len(seen) == 2


@pytest.mark.parametrize(
    ("order", "reason"), [("spin", "cpu-limit"), ("spin in C", "cpu-limit"), ("die", "worker-died")]
)
def test_a_deadly_item_costs_one_item(order: str, reason: str) -> None:
    assert run("go", order, "go", "go") == {"done": 3, reason: 1}


def test_two_deadly_items_cost_two() -> None:
    assert run("die", "go", "spin") == {"done": 1, "worker-died": 1, "cpu-limit": 1}


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="memory is capped on Linux")  # noqa: PTH110
def test_memory_is_capped() -> None:
    assert run("go", "eat", "go") == {"done": 2, "refused memory": 1}


def test_the_clock_starts_anew_for_each_item() -> None:
    assert run(*["go"] * 50) == {"done": 50}


def test_what_a_step_raises_is_raised_and_the_worker_lives_on() -> None:
    with Workers(1, LIMITS) as workers:
        with pytest.raises(ConfigurationError, match="told to"):
            workers.run(carry_out, Orders(("raise",)))
        assert workers.run(carry_out, Orders(("go",))).counts == {"done": 1}


def die_at_once(batch: Orders, watch: Watch) -> StepReport:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def test_a_worker_that_dies_before_its_first_item_is_an_error() -> None:
    with Workers(1, LIMITS) as workers, pytest.raises(OnrecordError, match="before its first item"):
        workers.run(die_at_once, Orders(()))


def test_workers_are_shared_by_threads() -> None:
    with Workers(2, LIMITS) as workers, ThreadPoolExecutor(4) as threads:
        futures = [threads.submit(workers.run, carry_out, Orders(("go",) * n)) for n in range(1, 9)]
        assert [future.result().counts["done"] for future in futures] == list(range(1, 9))
    assert threading.active_count() < 20
