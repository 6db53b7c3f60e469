"""One lock, real processes: who holds it is said, and a dead holder holds nothing."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.adapters.lock import Lock, holder, is_alive
from schemas.errors import LockHeld

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def other_process(path: Path, then: str = "") -> Iterator[subprocess.Popen[str]]:
    """A process that takes the lock, does what it is told, says so, and waits."""
    script = f"""
import os, sys, time
sys.path.insert(0, {str(ROOT)!r})
from datetime import UTC, datetime
from pathlib import Path
from flows.adapters.lock import Lock
with Lock(Path({str(path)!r}), "run-7", datetime(2026, 11, 20, 12, 0, tzinfo=UTC)):
    {then or "pass"}
    print("held", flush=True)
    sys.stdin.read()
"""
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout
        assert child.stdout.readline() == "held\n"
        try:
            yield child
        finally:
            child.kill()


def test_it_is_said_who_holds_it_and_since_when(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with other_process(path) as child:
        expected = rf"held by run run-7 \(pid {child.pid} on {socket.gethostname()}\) since 2026-11-20T12:00:00\+00:00"
        with pytest.raises(LockHeld, match=expected), Lock(path, "run-8", NOON):
            pass
        found = holder(path)
        assert found
        assert is_alive(found.pid, found.host)


def test_a_dead_holder_frees_it(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with other_process(path) as child:
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        found = holder(path)
        assert found
        assert not is_alive(found.pid, found.host)
        with Lock(path, "run-8", NOON):
            assert holder(path) != found


def test_a_forked_worker_does_not_keep_the_lock_of_a_dead_parent(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    workers = tmp_path / "worker"
    # the worker says when it runs: only then has it let go of what it inherited
    fork = "ready, tell = os.pipe()\n    pid = os.fork()\n"
    fork += "    if pid == 0: os.write(tell, b'.'); os.close(0); os.close(1); time.sleep(60); os._exit(0)\n"
    fork += f"    os.read(ready, 1)\n    Path({str(workers)!r}).write_text(str(pid))"
    with other_process(path, fork) as child:
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
    worker = int(workers.read_text())
    try:
        os.kill(worker, 0)  # still there
        with Lock(path, "run-8", NOON):
            pass
    finally:
        os.kill(worker, signal.SIGKILL)


def test_let_go_it_names_nobody_and_can_be_taken_again(tmp_path: Path) -> None:
    path = tmp_path / "home" / "lock"
    for run_id in ("run-1", "run-2"):
        with Lock(path, run_id, NOON):
            found = holder(path)
            assert found
            assert found.run_id == run_id
            with pytest.raises(LockHeld), Lock(path, "run-3", NOON):
                pass
        assert holder(path) is None


def test_a_process_of_another_machine_counts_as_dead() -> None:
    assert not is_alive(os.getpid(), "elsewhere.example")
