"""Says what a warehouse file holds and whether it is whole: the published one, those kept, the work file. Never writes.

DuckDB checks a block's checksum when it reads the block, so every column of every table is read; then the invariants
are asked, and the work file's count of commits is held against the note beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from flows.adapters import sql_files, warehouse_file
from flows.adapters.snapshots import kept, open_snapshot
from schemas.data import names
from schemas.errors import ConfigurationError, OnrecordError, WarehouseError

PUBLISHED = "published"
WORK = "work"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A published file: its name for `onrecord snapshot`, and what it holds; `trouble` when it cannot be read."""

    name: str
    path: Path
    written_at: datetime
    bytes: int
    articles: int | None = None
    statements: int | None = None
    schema_version: int | None = None
    commit_number: int | None = None
    last_run_id: str | None = None
    last_flow: str | None = None
    last_outcome: str | None = None
    last_started_at: datetime | None = None
    trouble: str | None = None


def snapshot_paths(home: Path) -> dict[str, Path]:
    """Return the published file and those kept by name, newest first; empty when nothing was published yet.

    A kept one is named by the second it was written in, and by its whole file name where two were in one second.
    """
    published = home / "onrecord.duckdb"
    found = {PUBLISHED: published} if published.exists() else {}
    paths = list(reversed(kept(home / "snapshots")))
    seconds = [path.stem.removeprefix("onrecord-").partition(".")[0] for path in paths]
    for path, second in zip(paths, seconds, strict=True):
        found[second if seconds.count(second) == 1 else path.stem] = path
    return found


def find_snapshot(home: Path, name: str) -> tuple[str, Path]:
    """Return name and path of the snapshot meant: by its name or its file name. ConfigurationError: there is none."""
    paths = snapshot_paths(home)
    wanted = name.removesuffix(".duckdb")
    for known, path in paths.items():
        if wanted in (known, path.stem):
            return known, path
    raise ConfigurationError(f"there is no snapshot {name!r}; there are: {', '.join(paths) or 'none yet'}")


def describe(name: str, path: Path) -> Snapshot:
    """Return what a published file holds. It is opened, not read through: fast, and no proof that it is whole."""
    status = path.stat()
    written_at = datetime.fromtimestamp(status.st_mtime, UTC)
    try:
        with open_snapshot(path) as connection:
            [held] = sql_files.execute(connection, "queries", "snapshot.sql")
    except OnrecordError as error:
        return Snapshot(name, path, written_at, status.st_size, trouble=str(error).splitlines()[0])
    return Snapshot(name, path, written_at, status.st_size, *held)


def check_snapshot(path: Path) -> list[str]:
    """Return what is wrong with a published file, in sentences; nothing when it is whole."""
    try:
        with open_snapshot(path) as connection:
            return list(_faults(connection))
    except OnrecordError as error:
        return [f"cannot be read through: {_first_line(error)}"]


def check_work(path: Path, published: Snapshot | None) -> list[str]:
    """Return what is wrong with the closed work file, its log and its note. Hold the lock: a writer would disturb.

    `published`: what the published file holds, which the work file may not lag behind.
    """
    try:
        noted = warehouse_file.noted_commits(path) or 0
        with _open_closed(path) as connection:
            [(_, found, _)] = sql_files.execute(connection, "queries", "applied_migrations.sql")
            faults = list(_faults(connection))
    except (WarehouseError, duckdb.Error) as error:
        return [f"cannot be read through: {_first_line(error)}"]
    if noted > found:
        log = warehouse_file.wal_of(path).name
        faults.append(f"{noted} writes were committed and the file holds {found}: its log {log} was lost or cut")
    if published is not None and (published.commit_number or 0) > found:
        faults.append(f"it lags what was published: {found} committed writes, and {published.commit_number} published")
    return faults


@contextmanager
def _open_closed(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    if not path.exists():
        raise WarehouseError("the file is gone")
    with warehouse_file.connect_to_read(path) as connection:
        yield connection


def _faults(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    current = warehouse_file.latest_version()
    [(version, _, _)] = sql_files.execute(connection, "queries", "applied_migrations.sql")
    if version > current:
        yield f"its schema has version {version}, this onrecord knows up to {current}: upgrade onrecord"
    for (table,) in sql_files.execute(connection, "queries", "table_names.sql"):
        try:
            connection.table(table).aggregate("count(*), bit_xor(hash(columns(*)))").fetchall()
        except duckdb.Error as error:
            yield f"table {table} cannot be read through: {_first_line(error)}"
    if version != current:
        return  # the invariants are of this version; the next run brings the file up to it
    for name in names("invariants", ".sql"):
        if rows := sql_files.execute(connection, "invariants", name, {"run_id": None}):
            yield f"invariant {name.removesuffix('.sql')} is broken by {len(rows)} rows, the first: {rows[0]!r:.300}"


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
