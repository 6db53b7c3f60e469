"""Opens the warehouse's file for writing: finds what was lost, brings its schema up to date, counts what is committed.

DuckDB opens a file whose write-ahead log was lost or cut without a word, as it was at the last checkpoint. So every
write transaction is counted twice: in the table `commits`, and after the commit in a file beside the warehouse. When
the file beside it knows of more, writes were lost.
"""

from __future__ import annotations

import hashlib
import json
import os
import shlex
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from flows.adapters import sql_files
from schemas.data import names, read_text
from schemas.errors import LockHeld, WarehouseError

LOCKED_DOWN = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
# the file format of DuckDB 1.4: R packages, DBeaver and the duckdb CLI of the registries (1.5.6) refuse that of 2.0
_STORAGE = {"storage_compatibility_version": "v1.4.0"}
_PIECES = 8  # of a table: what a reader does not notice yet
_LARGE_PIECE = 2_000  # texts: to join such pieces costs more than they do
_AGAIN = "what was loaded since is loaded again from the archive by the next run"
LOCK_REFUSED = "Could not set lock on file"
# the other views stand on these, and the macros that give rows stand on the views
_UNDERLYING = (
    ("macros", "side_of.sql"),
    ("macros", "utc_day.sql"),
    ("macros", "search_words.sql"),
    ("macros", "search_terms.sql"),
    ("macros", "search_spellings.sql"),
    ("macros", "search_tokens.sql"),
    ("macros", "search_phrases.sql"),
    ("macros", "search_depth.sql"),
    ("macros", "has_phrases.sql"),
    ("macros", "highlight.sql"),
    ("macros", "search_matches.sql"),
    ("views", "fresh_answers.sql"),
    ("views", "stale_answers.sql"),
    ("views", "canonical_entities.sql"),
    ("views", "all_quotes.sql"),
    ("views", "quotes.sql"),
    ("views", "outlet_speakers.sql"),
    ("macros", "entities_called.sql"),
    ("macros", "entity_ids_called.sql"),
)


def connect(path: Path, *, memory_limit: str | None = None, threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """Open the file for writing, create or migrate its schema, its views and its macros, and return the connection.

    `memory_limit` as DuckDB spells it ("1GB"). LockHeld: another process has the file open. WarehouseError: corrupt,
    written by a newer onrecord, or committed writes are missing; the message gives the command that mends it.
    """
    noted = noted_commits(path)
    if noted and not path.exists():
        raise WarehouseError(f"{path}: the file is gone, and with it {noted} committed writes; {mend(path)}")
    if not path.exists() and published_of(path).exists():
        raise WarehouseError(f"{path}: the file is gone, though a snapshot of it was published; {mend(path)}")
    config: dict[str, str | bool | int | float | list[str]] = {**LOCKED_DOWN, **_STORAGE}
    config |= {"memory_limit": memory_limit} if memory_limit else {}
    config |= {"threads": threads} if threads else {}
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = None
    try:
        connection = duckdb.connect(str(path), config=config)
        connection.execute("set timezone = 'UTC'")
        _bring_up_to_date(connection, path, noted)
        # rows are told by their ids, and sorted where their order matters: so two threads may write what one reads
        connection.execute("set preserve_insertion_order = false")
        connection.execute("set max_vacuum_tasks = 0")
    except duckdb.Error as error:
        if LOCK_REFUSED in str(error):
            raise LockHeld(f"{path}: another process has it open: {error}") from error
        raise WarehouseError(f"{path}: cannot be opened: {error}; {mend(path)}") from error
    except BaseException:
        if connection is not None:
            connection.close()
        raise
    return connection


@contextmanager
def writing(connection: duckdb.DuckDBPyConnection, path: Path) -> Iterator[None]:
    """One write transaction: all of it is committed and counted, or none of it."""
    connection.execute("begin transaction")
    try:
        yield
        [(number,)] = sql_files.execute(connection, "runs", "count_commit.sql")
        connection.execute("commit")
    except BaseException:
        with suppress(duckdb.Error):
            connection.execute("rollback")
        raise
    note_commits(path, number)


@contextmanager
def tidying(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Let the commits inside join the pieces that loads leave in the tables, where they are many and small.

    Joined at every commit, as DuckDB would, the texts of a hundred nights are written again and again.
    """
    [(pieces, texts)] = sql_files.execute(connection, "runs", "pieces.sql")
    if pieces > _PIECES + texts // _LARGE_PIECE:
        connection.execute("set max_vacuum_tasks = 100")
    try:
        yield
    finally:
        connection.execute("set max_vacuum_tasks = 0")


def noted_commits(path: Path) -> int | None:
    """Return the number of committed writes noted beside the file; None when there is no note."""
    try:
        note = json.loads(note_of(path).read_text(encoding="ascii"))
        return int(note["commit_number"])
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise WarehouseError(
            f"{note_of(path)}: unreadable ({error}), so lost writes would go unnoticed; {mend(path)}"
        ) from None


def note_commits(path: Path, number: int | None) -> None:
    """Note the number of committed writes beside the file, whole or not at all; None forgets the note."""
    note = note_of(path)
    if number is None:
        note.unlink(missing_ok=True)
        return
    partial = note.with_name(note.name + ".partial")
    with partial.open("w", encoding="ascii") as file:
        json.dump({"commit_number": number}, file)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(note)


def latest_version() -> int:
    """Return the schema version this onrecord writes: the number of its last migration."""
    return max(map(_number, names("migrations", ".sql")))


def _number(migration: str) -> int:
    return int(migration.partition("_")[0])


def connect_to_read(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a file that a publish may replace meanwhile, then anew: blocks that its head names may be missing.

    duckdb.Error: it cannot be read.
    """
    while True:
        before = _inode(path)
        try:
            connection = duckdb.connect(str(path), read_only=True, config=dict(LOCKED_DOWN))
        except duckdb.Error:
            if _inode(path) == before:
                raise
            continue
        if _inode(path) == before:
            return connection
        connection.close()


def _inode(path: Path) -> int | None:
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return None


def wal_of(path: Path) -> Path:
    """Return where DuckDB keeps the write-ahead log of the file."""
    return path.with_name(path.name + ".wal")


def note_of(path: Path) -> Path:
    """Return where the number of committed writes is noted."""
    return path.with_name(path.name + ".commits")


def _bring_up_to_date(connection: duckdb.DuckDBPyConnection, path: Path, noted: int | None) -> None:
    version, found, views = _state(connection)
    if version > latest_version():
        raise WarehouseError(
            f"{path}: its schema has version {version}, this onrecord knows up to {latest_version()}; "
            "upgrade it: pip install --upgrade onrecord"
        )
    if (noted or 0) > found:
        raise WarehouseError(
            f"{path}: {noted} writes were committed and the file holds {found}: its write-ahead log "
            f"{wal_of(path).name} was lost or cut; {mend(path)}"
        )
    for name in names("migrations", ".sql"):
        number = _number(name)
        if number <= version:
            continue
        with writing(connection, path):
            sql_files.execute(connection, "migrations", name)
            sql_files.execute(connection, "runs", "record_migration.sql", {"version": number, "name": name})
    _create_views(connection, path, views)
    note_commits(path, _state(connection)[1])


def _state(connection: duckdb.DuckDBPyConnection) -> tuple[int, int, str | None]:
    """(schema version, committed writes, digest of the views' SQL) as the file has them; zeros when it is new."""
    [(_, has_schema)] = sql_files.execute(connection, "queries", "schema_version.sql")
    if not has_schema:
        return 0, 0, None
    [(version, commits, views)] = sql_files.execute(connection, "queries", "applied_migrations.sql")
    return version, commits, views


def _create_views(connection: duckdb.DuckDBPyConnection, path: Path, current: str | None) -> None:
    """Create all views and macros anew when their SQL changed."""
    files = [(folder, name) for folder in ("views", "macros") for name in names(folder, ".sql")]
    files.sort(key=lambda file: _UNDERLYING.index(file) if file in _UNDERLYING else len(_UNDERLYING))
    digest = hashlib.sha256("".join(read_text(*file) for file in files).encode()).hexdigest()
    if digest == current:
        return
    with writing(connection, path):
        for file in files:
            sql_files.execute(connection, *file)
        sql_files.execute(connection, "runs", "record_views.sql", {"views_sha256": digest})


def published_of(path: Path) -> Path:
    """Return the published file that belongs to a work file (DESIGN §3)."""
    return path.parent.parent / "onrecord.duckdb"


def mend(path: Path) -> str:
    """Return the command that mends a work file: a snapshot put back, or all of it loaded again from the archive."""
    home = path.parent.parent
    kept = sorted((home / "snapshots").glob("onrecord-*.duckdb"))
    at = f"--home {shlex.quote(str(home))}"
    if published_of(path).exists():
        return f"put the published snapshot back: onrecord snapshot restore published {at} ({_AGAIN})"
    if kept:
        return f"put the last snapshot kept back: onrecord snapshot restore {kept[-1].stem} {at} ({_AGAIN})"
    lost = " ".join(shlex.quote(str(name)) for name in (path, wal_of(path), note_of(path)))
    return f"there is no snapshot to put back, so load the archive again: rm -f {lost} && onrecord backfill {at}"
