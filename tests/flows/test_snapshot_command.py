"""`onrecord snapshot`: what each holds is listed, damage is found and named, and what is put back is read and kept."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from flows.adapters.lock import Lock
from flows.adapters.snapshots import kept, open_snapshot, publish, query
from flows.adapters.warehouse import Warehouse
from flows.adapters.warehouse_file import note_commits
from flows.cli import main
from tests.flows.newsroom_rows import LATER, load, newsroom

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
STARTED = {"run-1": NOON, "run-2": LATER}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the newsroom published, and two snapshots before it: an empty one, and one with a run."""
    home = tmp_path_factory.mktemp("made") / "home"
    work = home / "work" / "warehouse.duckdb"
    for step in ("empty", "run-1", "run-2"):
        with Warehouse.open(work, threads=1) as warehouse:
            if step != "empty":
                warehouse.start_run(
                    step, flow="nightly", parameters={}, code_version="1", pid=1, host="desk", started_at=STARTED[step]
                )
            if step == "run-2":
                load(warehouse, newsroom(), step)
        publish(work, home / "onrecord.duckdb", home / "snapshots")
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "home"))


def onrecord(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(arguments)
    told = capsys.readouterr()
    return status, told.out, told.err


def statements(path: Path) -> int:
    with open_snapshot(path) as connection:
        return int(query(connection, "select count(*) from statements").fetchall()[0][0])


def test_what_each_holds_is_listed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = onrecord(capsys, "snapshot", "list", "--json", "--home", str(home))
    listed = json.loads(out)
    assert status == 0
    assert [s["statements"] for s in listed] == [1, 0, 0]
    assert [s["last_run_id"] for s in listed] == ["run-2", "run-1", None]
    assert listed[0]["name"] == "published"
    assert all(s["bytes"] > 100_000 for s in listed)
    _, table, _ = onrecord(capsys, "snapshot", "list", "--home", str(home))
    assert all(s["name"] in table for s in listed)


def test_nothing_published_yet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert onrecord(capsys, "snapshot", "list", "--home", str(tmp_path / "none"))[0] == 0
    assert not (tmp_path / "none").exists()


def test_all_is_whole(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = onrecord(capsys, "snapshot", "verify", "--json", "--home", str(home))
    assert status == 0
    assert [result["state"] for result in json.loads(out)] == ["whole"] * 4


def test_bits_that_rotted_are_found(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    published = home / "onrecord.duckdb"
    whole = published.read_bytes()
    rotted = whole.replace(b"Not before", b"Now before")
    assert rotted != whole
    published.write_bytes(rotted)
    status, out, err = onrecord(capsys, "snapshot", "verify", "--json", "--home", str(home))
    broken = {result["name"]: result["faults"] for result in json.loads(out) if result["faults"]}
    assert status == 4
    assert list(broken) == ["published"]
    newest_whole = json.loads(onrecord(capsys, "snapshot", "list", "--json", "--home", str(home))[1])[1]["name"]
    assert f"onrecord snapshot restore {newest_whole} --home" in err
    status, _, err = onrecord(capsys, "snapshot", "restore", "published", "--home", str(home))
    assert status == 4
    assert "not whole" in err


def test_a_broken_invariant_is_named(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with duckdb.connect(str(home / "onrecord.duckdb")) as connection:
        connection.execute("update statements set content_text = 'something else'")
    status, out, _ = onrecord(capsys, "snapshot", "verify", "published", "--json", "--home", str(home))
    assert status == 4
    assert "invariant statement_slices is broken by 1 rows" in json.loads(out)[0]["faults"][0]


@pytest.mark.parametrize("damage", ["gone", "lags its note", "lags what was published", "no database"])
def test_a_work_file_that_lost_something_is_named(home: Path, damage: str, capsys: pytest.CaptureFixture[str]) -> None:
    work = home / "work" / "warehouse.duckdb"
    match damage:
        case "gone":
            work.unlink()
        case "lags its note":
            note_commits(work, 10_000)
        case "lags what was published":
            shutil.copy(kept(home / "snapshots")[0], work)
            note_commits(work, 0)
        case _:
            work.write_bytes(b"Dear reader, " * 2000)
    status, out, err = onrecord(capsys, "snapshot", "verify", "work", "--json", "--home", str(home))
    assert status == 4
    assert json.loads(out)[0]["state"] == "broken"
    assert "onrecord snapshot restore published" in err


def test_a_run_under_way_is_not_disturbed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Lock(home / "work" / "lock", "run-9", NOON):
        status, out, _ = onrecord(capsys, "snapshot", "verify", "work", "--json", "--home", str(home))
        assert (status, json.loads(out)[0]["state"]) == (0, "not looked at: a run is under way")
        assert onrecord(capsys, "snapshot", "restore", "published", "--home", str(home))[0] == 3


def test_one_put_back_is_read_and_what_it_replaced_is_kept(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    work, published = home / "work" / "warehouse.duckdb", home / "onrecord.duckdb"
    oldest = json.loads(onrecord(capsys, "snapshot", "list", "--json", "--home", str(home))[1])[-1]["name"]
    status, out, _ = onrecord(capsys, "snapshot", "restore", oldest, "--json", "--home", str(home))
    assert status == 0
    assert statements(published) == 0
    assert statements(Path(json.loads(out)["replaced"])) == 1
    assert sorted(statements(path) for path in kept(home / "snapshots")) == [0, 0, 1]
    assert onrecord(capsys, "snapshot", "verify", "--home", str(home))[0] == 0
    with Warehouse.open(work, threads=1) as warehouse:
        assert warehouse.status()["runs"] == 0
        load(warehouse, newsroom(), "run-3")  # the next run loads it again
    publish(work, published, home / "snapshots")
    assert statements(published) == 1
    assert len(kept(home / "snapshots")) == 2


def test_a_name_that_is_none_is_answered_with_those_there_are(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = onrecord(capsys, "snapshot", "restore", "yesterday", "--home", str(home))
    assert status == 2
    assert "published" in err
