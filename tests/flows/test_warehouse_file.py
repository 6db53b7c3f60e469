"""What the warehouse's file survives, and what it says when it does not: kills, lost logs, newer and broken files."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from flows.adapters.snapshots import publish, restore
from flows.adapters.warehouse import Warehouse
from flows.adapters.warehouse_file import note_commits, noted_commits, wal_of
from schemas.errors import LockHeld, OnrecordError, WarehouseError
from tests.flows.newsroom_rows import LATER, newsroom, staged

ROOT = Path(__file__).resolve().parents[2]
# A child that loads the newsroom, tells that it is about to commit and waits there to be killed.
CHILD = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
sys.path.insert(0, {root!r})
from flows.adapters import sql_files, warehouse
from tests.flows.newsroom_rows import newsroom, staged

run = sql_files.execute
def execute(connection, folder, name, values={{}}):
    if name == "count_commit.sql":
        print("about to commit", flush=True)
        time.sleep(60)
    return run(connection, folder, name, values)

with warehouse.Warehouse.open(Path({path!r}), threads=1) as opened:
    sql_files.execute = execute
    opened.load(staged(newsroom()), "run-1", datetime(2026, 11, 21, tzinfo=UTC))
"""


@pytest.fixture(scope="module")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "warehouse.duckdb"
    Warehouse.open(path, threads=1).close()
    return path


@pytest.fixture
def path(empty_file: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "work" / "warehouse.duckdb"
    copy.parent.mkdir()
    shutil.copy(empty_file, copy)
    number = noted_commits(empty_file)
    note_commits(copy, number)
    return copy


def killed_after_commit(path: Path) -> None:
    """Run a child that commits a run's start and dies before any checkpoint, so that only the log holds it."""
    script = f"""
import os, sys
from datetime import UTC, datetime
from pathlib import Path
sys.path.insert(0, {str(ROOT)!r})
from flows.adapters.warehouse import Warehouse
opened = Warehouse.open(Path({str(path)!r}), threads=1)
opened.start_run("run-1", flow="nightly", parameters={{}}, code_version="1", pid=1, host="desk",
                 started_at=datetime(2026, 11, 21, tzinfo=UTC))
os.kill(os.getpid(), 9)
"""
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == -signal.SIGKILL


def test_a_new_file_notes_its_writes_and_opens_again(path: Path) -> None:
    before = noted_commits(path)
    assert before
    with Warehouse.open(path, threads=1) as warehouse:
        warehouse.load(staged(newsroom()), "run-1", LATER)
        with pytest.raises(OnrecordError):
            warehouse.load({"gossip": []}, "run-1", LATER)
    assert noted_commits(path) == before + 1
    assert not wal_of(path).exists()
    with Warehouse.open(path, threads=1) as warehouse:
        assert warehouse.status()["statements"] == 1


def test_killed_after_the_commit_the_log_is_read_back(path: Path) -> None:
    killed_after_commit(path)
    assert wal_of(path).stat().st_size > 0
    with Warehouse.open(path, threads=1) as warehouse:
        assert warehouse.mark_crashed_runs(lambda pid, host: False, LATER) == ["run-1"]


def test_a_lost_log_is_noticed(path: Path) -> None:
    killed_after_commit(path)
    wal_of(path).unlink()
    with pytest.raises(WarehouseError, match=r"log warehouse\.duckdb\.wal was lost or cut; .*onrecord backfill "):
        Warehouse.open(path)


def test_a_cut_log_is_noticed(path: Path) -> None:
    killed_after_commit(path)
    with wal_of(path).open("r+b") as log:
        log.truncate(wal_of(path).stat().st_size // 2)
    with pytest.raises(WarehouseError, match="onrecord backfill"):
        Warehouse.open(path)


def test_a_lost_file_is_noticed(path: Path) -> None:
    path.unlink()
    with pytest.raises(WarehouseError, match="the file is gone"):
        Warehouse.open(path)


@pytest.mark.parametrize("damage", ["not a database", "cut", "scrambled"])
def test_a_broken_file_is_named_with_the_way_back(path: Path, damage: str) -> None:
    whole = path.read_bytes()
    path.write_bytes(
        {
            "not a database": b"Dear reader, " * 2000,
            "cut": whole[:9000],
            "scrambled": whole[:4096] + bytes(reversed(whole[4096:12288])) + whole[12288:],
        }[damage]
    )
    with pytest.raises(WarehouseError, match=r"warehouse\.duckdb.*onrecord backfill --home"):
        Warehouse.open(path)


def test_a_newer_schema_is_refused(path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("insert into schema_migrations values (9999, '9999_future.sql', now())")
    with pytest.raises(WarehouseError, match=r"version 9999, this onrecord knows up to \d+; upgrade it: pip install"):
        Warehouse.open(path)


def test_a_half_done_migration_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table outlets (name varchar)")  # in the way of migration 2
    with pytest.raises(WarehouseError, match="already exists"):
        Warehouse.open(path)
    with duckdb.connect(str(path)) as connection:
        assert connection.execute("select max(version) from schema_migrations").fetchall() == [(1,)]
        connection.execute("drop table outlets")
    with Warehouse.open(path, threads=1) as warehouse:
        assert warehouse.status()["outlets"] == 0


def test_one_process_has_it_open(path: Path) -> None:
    script = f"""
import sys; sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from flows.adapters.warehouse import Warehouse
opened = Warehouse.open(Path({str(path)!r}), threads=1); print("open", flush=True); sys.stdin.read()
"""
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout
        assert child.stdout.readline() == "open\n"
        with pytest.raises(LockHeld, match=str(child.pid)):
            Warehouse.open(path)
        child.kill()


def test_killed_in_the_transaction_it_is_as_before(path: Path) -> None:
    script = CHILD.format(root=str(ROOT), path=str(path))
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        assert child.stdout.readline() == "about to commit\n"
        os.kill(child.pid, signal.SIGKILL)
    with Warehouse.open(path, threads=1) as warehouse:
        assert set(warehouse.status().values()) == {0}
        warehouse.load(staged(newsroom()), "run-2", LATER)
        assert warehouse.status()["statements"] == 1


def test_a_published_snapshot_puts_a_lost_file_right(path: Path, tmp_path: Path) -> None:
    with Warehouse.open(path, threads=1) as warehouse:
        warehouse.load(staged(newsroom()), "run-1", LATER)
    published = tmp_path / "onrecord.duckdb"
    publish(path, published, tmp_path / "snapshots")
    killed_after_commit(path)
    wal_of(path).unlink()
    with pytest.raises(WarehouseError):
        Warehouse.open(path)
    _, aside = restore(published, path, LATER)
    assert aside
    assert aside.exists()
    with Warehouse.open(path, threads=1) as warehouse:
        assert warehouse.status()["statements"] == 1


@pytest.mark.parametrize("published", [True, False], ids=["published", "only one kept"])
def test_the_command_in_the_message_puts_it_right(path: Path, tmp_path: Path, published: bool) -> None:
    with Warehouse.open(path, threads=1) as warehouse:
        warehouse.load(staged(newsroom()), "run-1", LATER)
    for _ in range(2):
        publish(path, tmp_path / "onrecord.duckdb", tmp_path / "snapshots")
    if not published:
        (tmp_path / "onrecord.duckdb").unlink()
    path.unlink()
    with pytest.raises(WarehouseError) as caught:
        Warehouse.open(path)
    command = str(caught.value).split("back: onrecord ")[1].split(" (what")[0]
    subprocess.run([sys.executable, "-m", "flows", *shlex.split(command)], check=True, cwd=ROOT)
    with Warehouse.open(path, threads=1) as warehouse:
        assert warehouse.status()["statements"] == 1


def test_a_work_file_lost_with_its_note_is_noticed(path: Path, tmp_path: Path) -> None:
    publish(path, tmp_path / "onrecord.duckdb", tmp_path / "snapshots")
    shutil.rmtree(path.parent)
    with pytest.raises(WarehouseError, match=r"is gone, though .* onrecord snapshot restore published --home"):
        Warehouse.open(path)


def test_the_file_has_the_format_that_older_clients_read(path: Path) -> None:
    with duckdb.connect(str(path), read_only=True) as connection:
        tags = connection.execute("select tags from duckdb_databases() where path is not null").fetchall()
    assert tags == [({"storage_version": "v1.4.0+"},)]
