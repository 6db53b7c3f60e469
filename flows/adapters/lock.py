"""One lock file per home: says who works on it, and is freed by the system when its holder dies.

`flock` locks the open file, not its name, so the kernel frees it with the last descriptor. A forked worker inherits
the descriptor and would keep the lock of a dead parent: so it is closed in every forked child.
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
import weakref
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from schemas.errors import LockHeld


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock. `started_at`: ISO 8601, UTC."""

    pid: int
    host: str
    started_at: str
    run_id: str


class Lock:
    """The lock of a home, held between `with` and its end: `with Lock(path, run_id, now): ...`."""

    def __init__(self, path: Path, run_id: str, started_at: datetime) -> None:
        self.path = path
        self._holder = Holder(os.getpid(), socket.gethostname(), started_at.isoformat(), run_id)
        self._descriptor: int | None = None

    def __enter__(self) -> Self:
        """Take the lock. LockHeld says who holds it and since when; nobody waits."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise LockHeld(f"{self.path}: {_who(holder(self.path))}; wait for it to end") from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(asdict(self._holder)).encode(), 0)
        os.fsync(descriptor)
        self._descriptor = descriptor
        _held.add(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            self.forget()

    def forget(self) -> None:
        """Close this process's descriptor of the lock; the file stays, the lock with whoever else has it open."""
        descriptor, self._descriptor = self._descriptor, None
        _held.discard(self)
        if descriptor is not None:
            os.close(descriptor)


def holder(path: Path) -> Holder | None:
    """Return who wrote itself into the lock file last without taking itself out; None when nobody did.

    A holder that died is still written there: ask `is_alive`.
    """
    try:
        return Holder(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def is_alive(pid: int, host: str) -> bool:
    """Whether the process runs. One on another machine counts as dead: whoever asks must hold the lock."""
    if host != socket.gethostname():
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _who(found: Holder | None) -> str:
    if found is None:
        return "held by another process"
    return f"held by run {found.run_id} (pid {found.pid} on {found.host}) since {found.started_at}"


def _forget_all() -> None:
    for lock in list(_held):
        lock.forget()


_held: weakref.WeakSet[Lock] = weakref.WeakSet()
os.register_at_fork(after_in_child=_forget_all)
