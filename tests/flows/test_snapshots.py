"""Publishing on real files: whole, atomic, kept; readers never see an error; analysts can read and nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from flows.adapters.snapshots import kept, open_snapshot, publish, query
from flows.adapters.warehouse import Warehouse
from flows.adapters.warehouse_file import wal_of
from schemas.errors import LockHeld, QueryError, WarehouseError

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
READERS, PUBLISHES = 5, 50
# A reader that opens the published file again and again, and tells how many runs it saw or what went wrong. A torn
# read would show runs whose notes are not whole, or fewer runs than were seen before.
READER = """
import sys
from pathlib import Path
from flows.adapters.snapshots import open_snapshot
seen = 0
while seen < int(sys.argv[2]):
    with open_snapshot(Path(sys.argv[1])) as connection:
        [(runs, notes)] = connection.execute("select count(*), sum(length(error)) from runs").fetchall()
    assert runs >= seen, (runs, seen)
    assert notes == runs * 20000, (runs, notes)
    if not seen:
        print("reading", flush=True)
    seen = runs
"""


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A work file nothing was loaded into."""
    path = tmp_path_factory.mktemp("home") / "warehouse.duckdb"
    Warehouse.open(path, threads=1).close()
    return path


@pytest.fixture
def work(empty: Path, tmp_path: Path) -> Path:
    path = tmp_path / "work" / "warehouse.duckdb"
    path.parent.mkdir()
    return Path(shutil.copy(empty, path))


@pytest.fixture
def published(work: Path, tmp_path: Path) -> Path:
    path = tmp_path / "onrecord.duckdb"
    publish(work, path, tmp_path / "snapshots")
    return path


def add_run(work: Path, run_id: str) -> None:
    with Warehouse.open(work, threads=1) as warehouse:
        warehouse.start_run(
            run_id, flow="nightly", parameters={}, code_version="1", pid=1, host="desk", started_at=NOON
        )
        warehouse.finish_run(run_id, finished_at=NOON, outcome="failed", counts={}, error="x" * 20000)


def test_the_last_two_are_kept_and_the_newest_is_read(work: Path, tmp_path: Path) -> None:
    published, snapshots = tmp_path / "onrecord.duckdb", tmp_path / "snapshots"
    numbers = []
    for number in range(4):
        add_run(work, f"kept-{number}")
        numbers.append(publish(work, published, snapshots))
        assert len(kept(snapshots)) == min(number, 2)
    assert numbers == sorted(set(numbers))
    for number, path in enumerate([*kept(snapshots), published], start=1):
        with open_snapshot(path) as connection:
            assert query(connection, "select max(run_id) from runs where run_id like 'kept%'").fetchall() == [
                (f"kept-{number}",)
            ]
    assert not list(tmp_path.glob("*.partial"))


def test_an_open_file_is_not_published(work: Path, published: Path, tmp_path: Path) -> None:
    before = published.read_bytes()
    with Warehouse.open(work, threads=1) as warehouse:
        warehouse.start_run("open", flow="f", parameters={}, code_version="1", pid=1, host="h", started_at=NOON)
        assert wal_of(work).exists()
        with pytest.raises(WarehouseError, match="publish it closed"):
            publish(work, published, tmp_path / "snapshots")
    assert published.read_bytes() == before


def test_a_broken_file_is_never_published(work: Path, published: Path, tmp_path: Path) -> None:
    before = published.read_bytes()
    broken = tmp_path / "broken.duckdb"
    broken.write_bytes(work.read_bytes()[:20000])
    with pytest.raises(WarehouseError, match="cannot be read"):
        publish(broken, published, tmp_path / "snapshots")
    with duckdb.connect(str(tmp_path / "other.duckdb")) as connection:
        connection.execute("create table t (i integer)")
    with pytest.raises(WarehouseError, match="is not a warehouse"):
        publish(tmp_path / "other.duckdb", published, tmp_path / "snapshots")
    assert published.read_bytes() == before
    assert kept(tmp_path / "snapshots") == []


@pytest.mark.long
def test_five_readers_keep_reading_while_it_is_published_fifty_times(work: Path, tmp_path: Path) -> None:
    published = tmp_path / "onrecord.duckdb"
    add_run(work, "0")
    publish(work, published, tmp_path / "snapshots")
    with open_snapshot(published) as connection:
        [(first,)] = query(connection, "select count(*) from runs").fetchall()
    command = [sys.executable, "-c", READER, str(published), str(first + PUBLISHES)]
    with ExitStack() as stack:
        readers = []
        for _ in range(READERS):
            pipes = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            readers.append(stack.enter_context(pipes))
            stack.callback(pipes.kill)
        for reader in readers:
            assert reader.stdout
            assert reader.stdout.readline() == "reading\n"
        for number in range(1, PUBLISHES + 1):
            add_run(work, str(number))
            publish(work, published, tmp_path / "snapshots")
        told = [(reader.communicate(timeout=60)[1], reader.returncode) for reader in readers]
    assert told == [("", 0)] * READERS


def test_a_reader_keeps_the_file_it_opened(work: Path, published: Path, tmp_path: Path) -> None:
    with open_snapshot(published) as connection:
        [before] = query(connection, "select count(*) from runs").fetchall()
        add_run(work, f"later-{os.getpid()}")
        publish(work, published, tmp_path / "snapshots")
        assert query(connection, "select count(*) from runs").fetchall() == [before]


@pytest.fixture
def connection(published: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_snapshot(published) as opened:
        yield opened


@pytest.mark.parametrize(
    "statement",
    [
        "insert into outlets (outlet_id) values ('x')",
        "delete from statements",
        "drop table statements",
        "create table t (i integer)",
        "from read_csv('/etc/passwd')",
        "from read_text('/etc/passwd')",
        "from '/etc/passwd'",
        "from glob('/*')",
        "attach '/tmp/other.duckdb' as other",
        "copy outlets to '/tmp/outlets.csv'",
        "export database '/tmp/export'",
        "install fts",
        "load httpfs",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "set timezone = 'Europe/Paris'",
        "create persistent secret s (type http)",
    ],
)
def test_an_analyst_can_only_read(connection: duckdb.DuckDBPyConnection, statement: str) -> None:
    with pytest.raises(QueryError):
        query(connection, statement)


def test_errors_are_in_duckdbs_words(published: Path) -> None:
    with open_snapshot(published) as connection, pytest.raises(QueryError, match='Did you mean "quotes"'):
        query(connection, "from quote")


def test_a_row_that_fails_while_it_is_fetched_is_a_query_error(published: Path) -> None:
    def read_all() -> None:
        with open_snapshot(published) as connection:
            query(connection, "select if(i = 900000, error('late')::integer, 1) from range(1000000) t(i)").fetchall()

    with pytest.raises(QueryError, match="late"):
        read_all()


def test_times_are_utc(connection: duckdb.DuckDBPyConnection) -> None:
    assert query(connection, "select current_setting('timezone')").fetchall() == [("UTC",)]


def test_nothing_published_yet(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="nothing is published yet"), open_snapshot(tmp_path / "onrecord.duckdb"):
        pass


def test_who_has_it_open_for_writing_is_named(published: Path) -> None:
    script = f"import duckdb; c = duckdb.connect({str(published)!r}); print('open', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout
        assert child.stdout.readline() == "open\n"
        with pytest.raises(LockHeld, match=rf"open for writing.*read-only.*{child.pid}"), open_snapshot(published):
            pass
        child.kill()
