"""Publishes the warehouse to its readers by atomic rename, keeps the last snapshots, and opens one for analysts."""

from __future__ import annotations

import errno
import fcntl
import os
import shlex
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import duckdb

from flows.adapters import histories, sql_files, warehouse_file
from schemas.errors import LockHeld, QueryError, WarehouseError
from schemas.feed import ArticleHistory, Feed, FeedState

_FICLONE = 0x40049409  # ioctl_ficlone(2)
_opening = threading.Lock()
_NO_REFLINK = {errno.EOPNOTSUPP, errno.EXDEV, errno.EINVAL, errno.ENOTTY, errno.ENOSYS, errno.EPERM}


def publish(work_path: Path, published_path: Path, snapshots_dir: Path, keep: int = 2) -> int:
    """Copy the closed work file over the published one and return the number of committed writes it holds.

    Readers keep the file they opened; the next to open gets the new one. The file replaced is kept in `snapshots_dir`,
    the last `keep` of them. Call it when the Warehouse is closed: closing our copy's descriptor would drop the lock
    that DuckDB holds on an open file (fcntl(2)). WarehouseError: the file has a write-ahead log, or its copy does not
    open. OSError: the disk said no; then the published file is what it was.
    """
    wal = warehouse_file.wal_of(work_path)
    if wal.exists() and wal.stat().st_size > 0:
        raise WarehouseError(f"{work_path}: has a write-ahead log, so it is open or was not closed; publish it closed")
    partial = published_path.with_name(published_path.name + ".partial")
    try:
        _clone(work_path, partial)
        commits = _commits_of(partial)
        _keep_published(published_path, snapshots_dir, keep)
        partial.replace(published_path)
    finally:
        partial.unlink(missing_ok=True)
    _sync_directory(published_path.parent)
    return commits


def restore(snapshot_path: Path, work_path: Path, replaced_at: datetime) -> tuple[int, Path | None]:
    """Put a published file back as the work file; return its committed writes and where the replaced file is kept.

    What was loaded since is forgotten, and is loaded again from the archive by the next run. Killed at any point, the
    work file is the old one, the new one, or one that `warehouse_file.connect` refuses. WarehouseError: the snapshot
    does not open.
    """
    partial = work_path.with_name(work_path.name + ".partial")
    work_path.parent.mkdir(parents=True, exist_ok=True)
    try:
        _clone(snapshot_path, partial)
        commits = _commits_of(partial)
        aside = _set_aside(work_path, replaced_at)
        # the note of the old file stays until the new one is in place: it would tell that the log is missing
        warehouse_file.wal_of(work_path).unlink(missing_ok=True)
        partial.replace(work_path)
    finally:
        partial.unlink(missing_ok=True)
    _sync_directory(work_path.parent)
    warehouse_file.note_commits(work_path, commits)
    return commits, aside


def publish_again(snapshot_path: Path, published_path: Path, snapshots_dir: Path) -> None:
    """Put a kept snapshot in the place of the published file, which is kept; none is let go before the next publish."""
    partial = published_path.with_name(published_path.name + ".partial")
    try:
        _clone(snapshot_path, partial)
        _commits_of(partial)
        _keep_published(published_path, snapshots_dir, keep=None)
        partial.replace(published_path)
    finally:
        partial.unlink(missing_ok=True)
    _sync_directory(published_path.parent)


def kept(snapshots_dir: Path) -> list[Path]:
    """Return the snapshots kept, oldest first."""
    return sorted(snapshots_dir.glob("onrecord-*.duckdb"))


@contextmanager
def open_snapshot(path: Path, *, writes_to: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a published file for an analyst: it can be read, and no other file, network or setting be touched.

    `writes_to`: an absolute directory that COPY may write in, for an export.
    WarehouseError: there is none yet, or it cannot be read. LockHeld: somebody opened it for writing.
    QueryError: DuckDB refused something inside the block,
    a row that fails while it is fetched included; the message is DuckDB's own.
    """
    if not path.exists():
        raise WarehouseError(f"{path}: nothing is published yet; fill the warehouse first: onrecord run")
    try:
        with _opening:
            connection = warehouse_file.connect_to_read(path)
            _lock_down(connection, path, writes_to)
    except duckdb.Error as error:
        if warehouse_file.LOCK_REFUSED in str(error):
            raise LockHeld(
                f"{path}: somebody has it open for writing, which shuts readers out; close it there, and open it "
                f"read-only (duckdb -readonly, or read_only=True): {error}"
            ) from error
        raise WarehouseError(f"{path}: cannot be read: {error}{_hint(path)}") from error
    with connection:
        try:
            yield connection
        except duckdb.Error as error:
            raise QueryError(str(error)) from error


def _lock_down(connection: duckdb.DuckDBPyConnection, path: Path, writes_to: Path | None) -> None:
    """Close all doors. Who opens a file twice in one process shares one DuckDB, the second time closed already."""
    [(is_locked,)] = connection.execute("select current_setting('lock_configuration')").fetchall()
    if is_locked and writes_to is not None:
        connection.close()
        raise WarehouseError(f"{path}: is open in this process already; close it before an export")
    if is_locked:
        return
    connection.execute("set global timezone = 'UTC'")
    if writes_to is not None:
        connection.execute("set allowed_directories = [$folder]", {"folder": str(writes_to)})
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")


def read_feed_states(path: Path, feeds: Sequence[Feed]) -> list[FeedState]:
    """Return what the published file remembers of the feeds; nothing yet when there is no file."""
    if not path.exists():
        return [FeedState(feed) for feed in feeds]
    with open_snapshot(path) as connection:
        return histories.feed_states(partial(sql_files.execute, connection, "queries"), feeds)


def read_article_histories(path: Path, since: datetime) -> list[ArticleHistory]:
    """Return the articles of the published file first fetched since then; none yet when there is no file."""
    if not path.exists():
        return []
    with open_snapshot(path) as connection:
        return histories.article_histories(partial(sql_files.execute, connection, "queries"), since)


def query(connection: duckdb.DuckDBPyConnection, statement: str) -> duckdb.DuckDBPyConnection:
    """Run an analyst's query and return the connection to fetch its rows from; `description` names the columns."""
    try:
        return connection.execute(statement)
    except duckdb.Error as error:
        raise QueryError(str(error)) from error


def _hint(path: Path) -> str:
    """The command that puts a published file right from the last one kept beside it; nothing where there is none."""
    snapshots = kept(path.parent / "snapshots")
    if not snapshots:
        return ""
    home = shlex.quote(str(path.parent))
    return f"; put the last one kept in its place: onrecord snapshot restore {snapshots[-1].stem} --home {home}"


def _commits_of(path: Path) -> int:
    """Prove that the copy opens, and return the number of committed writes it holds."""
    try:
        with open_snapshot(path) as connection:
            [(_, commits, _)] = sql_files.execute(connection, "queries", "applied_migrations.sql")
    except QueryError as error:
        raise WarehouseError(f"{path}: is not a warehouse: {error}") from error
    return int(commits)


def _keep_published(published_path: Path, snapshots_dir: Path, keep: int | None) -> None:
    """Link the published file into the snapshots, named by when it was written; `keep` the last, None for all."""
    if published_path.exists():
        snapshots_dir.mkdir(parents=True, exist_ok=True)
        written_at = datetime.fromtimestamp(published_path.stat().st_mtime, UTC)
        snapshot = snapshots_dir / f"onrecord-{written_at:%Y%m%dT%H%M%S.%fZ}.duckdb"
        if not snapshot.exists():  # a publish killed after this point did link it
            _link(published_path, snapshot)
            _sync_directory(snapshots_dir)
    for old in kept(snapshots_dir)[: -keep or None] if keep is not None else ():
        old.unlink()


def _set_aside(work_path: Path, at: datetime) -> Path | None:
    """Give the work file, its log and its note a second name; DuckDB would find the log by it."""
    if not work_path.exists():
        return None
    aside = work_path.with_name(f"replaced-{at:%Y%m%dT%H%M%S.%fZ}.duckdb")
    for of in (lambda path: path, warehouse_file.wal_of, warehouse_file.note_of):
        if of(work_path).exists():
            _link(of(work_path), of(aside))
    return aside


def _link(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except OSError:  # a file system without hard links
        _clone(source, target)


def _clone(source: Path, target: Path) -> None:
    """Copy a file, sharing its blocks where the file system can, down to the disk."""
    with source.open("rb") as reading, target.open("wb") as writing:
        try:
            fcntl.ioctl(writing, _FICLONE, reading.fileno())
        except OSError as error:
            if error.errno not in _NO_REFLINK:
                raise
            shutil.copyfileobj(reading, writing, 1 << 20)
        writing.flush()
        os.fsync(writing.fileno())


def _sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
