"""Syndication clusters: grown load by load, the same in any order, stable as copies arrive, undone with their texts."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from flows.adapters.warehouse import Warehouse
from schemas.tables import Row
from tests.flows.newsroom_rows import HARBOUR, NOON, WIRE, article, ask, load, minutes, version
from tests.transforms.articles.test_copies import BODY, OTHER_REPORT, STORY

TEXTS = {  # outlet, minutes after noon, text
    "cut": ("harbour", 10, "\n\n".join(STORY[:3])),
    "wired": ("wire", 20, BODY),
    "framed": ("harbour", 30, f"{BODY}\n\nThe dam dates from 1931."),
    "other": ("harbour", 0, OTHER_REPORT),
}


@pytest.fixture(scope="module")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "warehouse.duckdb"
    Warehouse.open(path, threads=1).close()
    return path


@pytest.fixture
def warehouse(empty_file: Path, tmp_path: Path) -> Iterator[Warehouse]:
    with Warehouse.open(Path(shutil.copy(empty_file, tmp_path / "warehouse.duckdb")), threads=1) as opened:
        yield opened


def rows_of(*names: str, text: str | None = None) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {"outlets": [HARBOUR, WIRE]}
    for name in names:
        outlet, minute, own = TEXTS[name]
        rows.setdefault("articles", []).append(
            article(name, outlet, minute=minute, published_at=NOON + minutes(minute))
        )
        rows.setdefault("article_versions", []).append(version(name, text or own, minute=minute))
    return rows


def clusters(warehouse: Warehouse) -> list[tuple[str, str, bool]]:
    return ask(warehouse, "select article_id, syndication_cluster_id, is_original from articles order by all")


TOGETHER = [("cut", "cut", False), ("framed", "cut", False), ("other", "other", True), ("wired", "cut", True)]


@pytest.mark.parametrize("order", [*itertools.islice(itertools.permutations(TEXTS), 0, 24, 5)])
def test_any_order_of_loads_makes_the_same_clusters(warehouse: Warehouse, order: tuple[str, ...]) -> None:
    for name in order:
        load(warehouse, rows_of(name))
    assert clusters(warehouse) == TOGETHER
    counts = load(warehouse, rows_of(*order))
    assert (counts["articles"].new, counts["articles"].changed) == (0, 0)
    assert clusters(warehouse) == TOGETHER


def test_one_load_makes_what_many_make(warehouse: Warehouse) -> None:
    load(warehouse, rows_of(*TEXTS))
    assert clusters(warehouse) == TOGETHER


@pytest.mark.long
def test_copies_that_come_later_rename_nothing(warehouse: Warehouse) -> None:
    load(warehouse, rows_of("wired"))
    assert clusters(warehouse) == [("wired", "wired", True)]
    for number in range(30):  # more than a new copy is compared with
        late = f"late-{number}"
        rows = rows_of("wired") | {
            "articles": [article(late, minute=60 + number, published_at=NOON.replace(hour=0))],  # a day, no time
            "article_versions": [version(late, f"{BODY}\n\nThe editors have had letter {number}.", minute=60 + number)],
        }
        load(warehouse, rows)
    assert ask(warehouse, "select distinct syndication_cluster_id from articles") == [("wired",)]
    assert ask(warehouse, "select article_id from articles where is_original") == [("wired",)]


def test_an_article_changed_later_keeps_its_cluster(warehouse: Warehouse) -> None:
    load(warehouse, rows_of(*TEXTS))
    rows = rows_of("framed")
    rows["articles"] = [replace(rows["articles"][0], headline="Dam", fetched_at=NOON + minutes(90))]
    assert load(warehouse, rows)["articles"].changed == 1
    assert clusters(warehouse) == TOGETHER


def test_a_text_extracted_anew_takes_its_pairs_with_it(warehouse: Warehouse) -> None:
    """The same responses, read by a later extractor that finds another story in one of them."""
    load(warehouse, rows_of(*TEXTS))
    load(warehouse, rows_of("cut", text="\n\n".join([*OTHER_REPORT.split("\n\n")[::-1], "It rained until Friday."])))
    assert clusters(warehouse) == [
        ("cut", "other", False),
        ("framed", "wired", False),
        ("other", "other", True),
        ("wired", "wired", True),
    ]
    assert ask(warehouse, "select count(*) from copy_keys where article_version_id not in "
                          "(select article_version_id from article_versions)") == [(0,)]  # fmt: skip


def test_a_warehouse_without_keys_gets_them_all(warehouse: Warehouse) -> None:
    """One that an earlier version of onrecord filled."""
    load(warehouse, rows_of("cut", "wired", "other"))
    for table in ("copy_keys", "copy_pairs"):
        warehouse._connection.execute(f"delete from {table}")
    warehouse._connection.execute("update articles set syndication_cluster_id = null, is_original = true")
    load(warehouse, rows_of("framed"))
    assert clusters(warehouse) == TOGETHER
