"""Lets Ctrl-C reach a query: while DuckDB works in the main thread, Python sees no signal (49 s late, measured)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

import duckdb

T = TypeVar("T")


def cancellable(connection: duckdb.DuckDBPyConnection, work: Callable[[], T]) -> T:
    """Do DuckDB's work in a thread and return what it returns; Ctrl-C stops it at once, and is raised."""
    done: list[T] = []
    failed: list[BaseException] = []
    ended = threading.Event()  # a thread's own join, once interrupted, does not wait again (CPython 3.11)

    def run() -> None:
        try:
            done.append(work())
        except BaseException as error:  # it is raised below, where it belongs
            failed.append(error)
        finally:
            ended.set()

    threading.Thread(target=run, name="query", daemon=True).start()
    try:
        ended.wait()
    except KeyboardInterrupt:
        connection.interrupt()
        ended.wait()
        raise
    if failed:
        raise failed[0]
    return done[0]
