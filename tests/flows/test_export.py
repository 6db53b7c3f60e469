"""`onrecord export`: other tools read what was written; files come whole, overwrite nothing, and start no formula."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from flows.adapters.export import QUOTATIONS, days
from flows.adapters.snapshots import open_snapshot
from flows.cli import main
from schemas.data import names
from tests.flows.newsroom_rows import NOON

Export = Callable[..., tuple[int, str]]


@pytest.fixture
def export(newsroom_home: Path, capsys: pytest.CaptureFixture[str]) -> Export:
    def run(*arguments: str) -> tuple[int, str]:
        status = main(["export", "--home", str(newsroom_home), *arguments])
        told = capsys.readouterr()
        return status, told.out + told.err

    return run


def count(home: Path, query: str) -> int:
    with open_snapshot(home / "onrecord.duckdb") as connection:
        return int(connection.execute(query).fetchall()[0][0])


def test_parquet_is_zstd_in_a_folder_a_day(export: Export, newsroom_home: Path, tmp_path: Path) -> None:
    status, told = export("--output", str(tmp_path), "--what", "quotes,speakers,article_versions")
    assert status == 0, told
    data = ds.dataset(tmp_path / "quotes", partitioning="hive")
    assert data.count_rows() == count(newsroom_home, "select count(*) from quotes")
    assert (tmp_path / "quotes" / "day=2026-11-12").is_dir()
    [first, *_] = sorted((tmp_path / "quotes").rglob("*.parquet"))
    assert pq.ParquetFile(first).metadata.row_group(0).column(0).compression == "ZSTD"
    assert pq.read_table(tmp_path / "speakers.parquet").num_rows == count(
        newsroom_home, "select count(*) from speakers"
    )
    with duckdb.connect() as connection:
        [(read,)] = connection.execute(
            "select count(*) from read_parquet($files, hive_partitioning = true) where day = date '2026-11-12'",
            {"files": str(tmp_path / "quotes" / "**" / "*.parquet")},
        ).fetchall()
    assert read == count(newsroom_home, "select count(*) from quotes where quoted_on = date '2026-11-12'")
    assert not list(tmp_path.glob(".*"))


def test_every_table_and_view_can_be_taken_out(export: Export, newsroom_home: Path, tmp_path: Path) -> None:
    with open_snapshot(newsroom_home / "onrecord.duckdb") as connection:
        query = (
            "select table_name from duckdb_tables() union all select view_name from duckdb_views() where not internal"
        )
        every = {name for (name,) in connection.execute(query).fetchall()} - {"schema_migrations", "commits"}
    for form in ("parquet", "csv", "jsonl"):
        status, told = export("--output", str(tmp_path / form), "--what", ",".join(sorted(every)), "--format", form)
        assert status == 0, told
        assert {path.name.partition(".")[0] for path in (tmp_path / form).iterdir()} == every


def test_since_and_until_are_half_open(export: Export, newsroom_home: Path, tmp_path: Path) -> None:
    bounds = ("--since", "2026-11-11", "--until", "2026-11-13")
    status, told = export("--output", str(tmp_path), "--what", ",".join(days()), "--format", "jsonl", *bounds)
    assert status == 0, told
    for name in days():
        found = [json.loads(line)["day"] for line in (tmp_path / f"{name}.jsonl").read_text().splitlines()]
        assert set(found) <= {"2026-11-11", "2026-11-12"}
        assert found or name in ("edits", "edited_quotes")  # noticed when they were fetched
    told = export("--output", str(tmp_path), "--what", "outlets", *bounds)[1]
    assert "written in whole: outlets" in told


def test_no_csv_cell_is_a_formula(export: Export, small_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "onrecord.duckdb").write_bytes((small_home / "onrecord.duckdb").read_bytes())
    starts = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋"]
    with duckdb.connect(str(home / "onrecord.duckdb")) as connection:
        for number, start in enumerate(starts):
            row = (f"o{number}", f"{start}cmd|' /C calc'!A0, \"x\"", "x.example", "paper", "run", NOON)
            connection.execute(
                "insert into outlets (outlet_id, name, domain, kind, run_id, loaded_at) values (?, ?, ?, ?, ?, ?)", row
            )
    assert main(["export", "--home", str(home), "--output", str(tmp_path), "--what", "outlets", "--format", "csv"]) == 0
    with (tmp_path / "outlets.csv").open(newline="") as file:
        read = {row["outlet_id"]: row["name"] for row in csv.DictReader(file)}
    assert [read[f"o{number}"] for number in range(len(starts))] == [f"'{s}cmd|' /C calc'!A0, \"x\"" for s in starts]
    assert read["harbour"] == "Harbour Post"


def test_nothing_is_overwritten_unless_asked(export: Export, tmp_path: Path) -> None:
    assert export("--output", str(tmp_path), "--what", "speakers,quotes")[0] == 0
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    status, told = export("--output", str(tmp_path), "--what", "outlets,quotes")
    assert status == 2
    assert "--replace" in told
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before
    assert export("--output", str(tmp_path), "--what", "quotes,speakers", "--replace", "--until", "2026-11-10")[0] == 0
    assert [path.name for path in (tmp_path / "quotes").iterdir()] == ["day=2026-11-09"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["quotes", "speakers.parquet"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--what", "quotes"], "--output DIR"),
        (["--output", "x", "--what", "gossip"], "there is no such table or view; there are: "),
        (["--output", "x", "--what", "quotes; drop table quotes"], "there is no such table or view"),
        (["--output", "x", "--what", "duckdb_settings"], "there is no such table or view"),
        (["--output", "x", "--since", "tuesday"], "is not a day"),
        (["--statement", "none", "--format", "jsonld"], "statement_id"),
        (["--statement", "none"], "--format jsonld"),
    ],
)
def test_wrong_usage_is_explained_and_leaves_nothing(
    export: Export, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    status, words = export(*arguments)
    assert status == 2
    assert told in words
    assert not [path for path in tmp_path.rglob("*") if path.name != "x"]


def test_json_ld_of_all_and_of_one(export: Export, newsroom_home: Path, tmp_path: Path) -> None:
    assert export("--output", str(tmp_path), "--format", "jsonld")[0] == 0
    lines = (tmp_path / f"{QUOTATIONS}.jsonl").read_text(encoding="utf-8").splitlines()
    documents = [json.loads(line) for line in lines]
    assert len(documents) == count(newsroom_home, "select count(*) from quotes where not is_negated")
    assert all(document["isPartOf"]["@type"] == "NewsArticle" for document in documents)
    assert any(document.get("creator", {}).get("name") == "Margaret Odell" for document in documents)
    status, told = export("--format", "jsonld", "--statement", documents[7]["@id"].rpartition(":")[2])
    assert status == 0
    assert json.loads(told) == documents[7]


def test_what_has_a_day_has_its_file() -> None:
    assert set(days()) >= {"quotes", "articles", "article_versions", "statements"}
    assert {f"{name}.sql" for name in [*days(), QUOTATIONS]} == set(names("exports", ".sql"))
