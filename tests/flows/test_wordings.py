"""Clusters of nearly the same words: grown load by load, the same in any order, named by what was seen first."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import pytest

from flows.adapters.warehouse import Warehouse
from schemas.data import read_text
from schemas.tables import Row
from tests.flows.newsroom_rows import (
    HARBOUR,
    NOON,
    NOVAPORT,
    QUILL,
    WIRE,
    article,
    ask,
    load,
    minutes,
    statement,
    version,
)
from transforms.statements.clusters import statement_cluster_id

SAYINGS = {  # outlet, minutes after noon, words
    "first": ("wire", 0, "“We will not close the old bridge before the new one is open to lorries,”"),
    "shifted": ("harbour", 20, "they would not close the old bridge before the new one was open to lorries"),
    "cut": ("harbour", 40, "would not close the old bridge before the new one is open"),
    "other": ("harbour", 60, "the tram to the lighthouse is late again and nobody knows why"),
}


@pytest.fixture(scope="module")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "warehouse.duckdb"
    Warehouse.open(path, threads=1).close()
    return path


def rows_of(*names: str) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {"outlets": [HARBOUR, WIRE], "entities": [QUILL, NOVAPORT]}
    for name in names:
        outlet, minute, words = SAYINGS[name]
        text = version(name, f"{words}, Mayor Ada Quill said.", minute=minute)
        said = statement(text, words, cluster_id=statement_cluster_id(words))
        rows.setdefault("articles", []).append(
            article(name, outlet, minute=minute, published_at=NOON + minutes(minute))
        )
        rows.setdefault("article_versions", []).append(text)
        rows.setdefault("statements", []).append(said)
    return rows


def clusters(warehouse: Warehouse) -> list[tuple[str, str]]:
    return ask(warehouse, "select article_id, cluster_id from quotes order by all")


ONE = statement_cluster_id(SAYINGS["first"][2])
TWO = statement_cluster_id(SAYINGS["other"][2])
TOGETHER = [("cut", ONE), ("first", ONE), ("other", TWO), ("shifted", ONE)]


@pytest.mark.parametrize("order", [*itertools.islice(itertools.permutations(SAYINGS), 1, 24, 8)])
def test_any_order_of_loads_makes_the_same_clusters(empty_file: Path, tmp_path: Path, order: tuple[str, ...]) -> None:
    with Warehouse.open(Path(shutil.copy(empty_file, tmp_path / "warehouse.duckdb")), threads=1) as warehouse:
        for name in order:
            load(warehouse, rows_of(name))
        assert clusters(warehouse) == TOGETHER
        assert ask(
            warehouse,
            "select cluster_id, first_outlet_id, statement_count, outlet_count, wording_count, wire_outlet_id "
            "from statement_clusters order by statement_count",
        ) == [(TWO, "harbour", 1, 1, 1, None), (ONE, "wire", 3, 2, 3, "wire")]
        before = ask(warehouse, "select * from wording_keys order by all")
        counts = load(warehouse, rows_of(*order))
        assert (counts["statements"].new, counts["statements"].changed) == (0, 0)
        assert ask(warehouse, "select * from wording_keys order by all") == before


def test_how_the_words_drifted_shows_in_propagation(empty_file: Path, tmp_path: Path) -> None:
    with Warehouse.open(Path(shutil.copy(empty_file, tmp_path / "warehouse.duckdb")), threads=1) as warehouse:
        load(warehouse, rows_of(*SAYINGS))
        query = (
            "select place, outlet, minutes_after_first, is_same_wording, drift > 0, first_outlet, wire_origin "
            "from propagation order by place"
        )
        assert ask(warehouse, query) == [
            (1, "Coast Wire", 0, True, False, "Coast Wire", "Coast Wire"),
            (2, "Harbour Post", 20, False, False, "Coast Wire", "Coast Wire"),
        ]


def test_who_carried_the_words_first_is_told_anew_when_an_article_gets_another_date(
    empty_file: Path, tmp_path: Path
) -> None:
    with Warehouse.open(Path(shutil.copy(empty_file, tmp_path / "warehouse.duckdb")), threads=1) as warehouse:
        load(warehouse, rows_of("first", "shifted"))
        earlier = article("shifted", "harbour", minute=30, published_at=NOON - minutes(10))
        load(warehouse, {"articles": [earlier]})
        query = "select place, outlet, minutes_after_first, first_outlet from propagation order by place"
        assert ask(warehouse, query) == [
            (1, "Harbour Post", 0, "Harbour Post"),
            (2, "Coast Wire", 10, "Harbour Post"),
        ]
        load(warehouse, rows_of("shifted") | {"statements": []})
        assert ask(warehouse, "select * from cluster_carriers") == []


def test_a_file_of_an_earlier_version_is_told_who_carried_what(empty_file: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(empty_file, tmp_path / "warehouse.duckdb"))
    with Warehouse.open(path, threads=1) as warehouse:
        load(warehouse, rows_of(*SAYINGS))
        kept = ask(warehouse, "select * from cluster_carriers order by place")
        assert len(kept) == 2
        ask(warehouse, "drop table cluster_carriers")
        ask(warehouse, read_text("migrations", "0027_cluster_carriers.sql"))
        assert ask(warehouse, "select * from cluster_carriers order by place") == kept


def test_a_cluster_loses_what_is_taken_back(empty_file: Path, tmp_path: Path) -> None:
    with Warehouse.open(Path(shutil.copy(empty_file, tmp_path / "warehouse.duckdb")), threads=1) as warehouse:
        load(warehouse, rows_of(*SAYINGS))
        load(warehouse, rows_of("first") | {"statements": []})
        again = statement_cluster_id(SAYINGS["shifted"][2])
        assert clusters(warehouse) == [("cut", again), ("other", TWO), ("shifted", again)]
        assert ask(warehouse, "select count(*) from statement_clusters") == [(2,)]


def test_words_that_were_taken_back_are_no_match_and_may_come_again(empty_file: Path, tmp_path: Path) -> None:
    with Warehouse.open(Path(shutil.copy(empty_file, tmp_path / "warehouse.duckdb")), threads=1) as warehouse:
        load(warehouse, rows_of("first"))
        keys = ask(warehouse, "select * from wording_keys order by all")
        load(warehouse, rows_of("first") | {"statements": []})
        load(warehouse, rows_of("shifted"))
        assert clusters(warehouse) == [("shifted", statement_cluster_id(SAYINGS["shifted"][2]))]
        load(warehouse, rows_of("first"))
        assert ask(warehouse, f"select * from wording_keys where wording_id = '{keys[0][1]}' order by all") == keys
        load(warehouse, rows_of("cut", "other"))
        assert clusters(warehouse) == TOGETHER


def test_statements_loaded_before_there_were_keys_are_tied(empty_file: Path, tmp_path: Path) -> None:
    with Warehouse.open(Path(shutil.copy(empty_file, tmp_path / "warehouse.duckdb")), threads=1) as warehouse:
        load(warehouse, rows_of(*SAYINGS))
        ask(warehouse, "delete from wording_keys")
        ask(warehouse, "delete from wording_clusters")
        load(warehouse, {})
        assert clusters(warehouse) == TOGETHER
