"""Human rulings: followed at once and by later loads, refused where they contradict, taken back to the former rows."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from flows.adapters import entity_reading
from flows.adapters.ruling_journal import read_journal, write_journal
from flows.adapters.rulings import Rulings
from flows.adapters.warehouse import Warehouse
from flows.cli import main
from schemas.errors import ConfigurationError, WarehouseError
from schemas.tables import EntityRow, Row
from tests.flows.newsroom_rows import (
    HARBOUR,
    LATER,
    NOVAPORT,
    QUILL,
    TEXT,
    WIRE,
    article,
    ask,
    load,
    mention,
    newsroom,
    statement,
    version,
)

TABLES = (
    "entities", "entity_aliases", "mentions", "statements", "statement_mentions", "entity_links", "quotes", "speakers",
    "topics", "canonical_entities",
)  # fmt: skip
SHORT = EntityRow("short", "person", "Quill", None, None, None)
SPELLED = EntityRow("spelled", "person", "Ada Quil", None, None, None)


@pytest.fixture(scope="module")
def filled_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filled") / "warehouse.duckdb"
    with Warehouse.open(path, threads=1) as warehouse:
        load(warehouse, two_outlets())
    return path


@pytest.fixture
def warehouse(filled_file: Path, tmp_path: Path) -> Iterator[Warehouse]:
    with Warehouse.open(Path(shutil.copy(filled_file, tmp_path / "warehouse.duckdb")), threads=1) as opened:
        yield opened


def two_outlets() -> dict[str, list[Row]]:
    """The harbour's story, and the wire's own in which another Ada Quill, so far one with the mayor, speaks."""
    rows = newsroom()
    wired = version("wired", TEXT.replace("bridge", "tunnel"))
    said = statement(wired, "“The tunnel 🌉 will open in May,”", cluster_id="cluster-2")
    return rows | {
        "outlets": [HARBOUR, WIRE],
        "articles": [*rows["articles"], article("wired", "wire")],
        "article_versions": [*rows["article_versions"], wired],
        "entities": [QUILL, NOVAPORT, SHORT, SPELLED],
        "mentions": [*rows["mentions"], mention(wired, "Ada Quill", "quill")],
        "statements": [*rows["statements"], said],
    }


def everything(warehouse: Warehouse) -> dict[str, list[tuple[object, ...]]]:
    return {table: ask(warehouse, f"select * from {table} order by all") for table in TABLES}


def rulings(warehouse: Warehouse, minute: int = 0) -> Rulings:
    return warehouse.rulings(now=LATER + timedelta(minutes=minute), decided_by="desk")


def test_a_merge_is_followed_by_every_view_and_by_later_loads(warehouse: Warehouse) -> None:
    before = everything(warehouse)
    merge = rulings(warehouse).merge("quill", "spelled", "one mayor")
    assert ask(warehouse, "select distinct speaker, speaker_id from quotes") == [("Ada Quil", "spelled")]
    assert ask(warehouse, "select speaker_id from statements") == [("quill",), ("quill",)]
    counts = load(warehouse, two_outlets(), "run-2")
    assert {(c.new, c.changed, c.removed) for c in counts.values()} == {(0, 0, 0)}
    assert ask(warehouse, "select distinct speaker_id from quotes") == [("spelled",)]
    taken_back = rulings(warehouse).undo(merge.decision_id)
    assert taken_back.revoked_at == LATER
    assert everything(warehouse) == before


def test_merges_join_and_part_in_any_order(warehouse: Warehouse) -> None:
    first = rulings(warehouse).merge("short", "spelled", None)
    second = rulings(warehouse, 1).merge("short", "quill", None)
    links = "select entity_id, canonical_id from entity_links order by all"
    assert ask(warehouse, links) == [("short", "quill"), ("spelled", "quill")]
    rulings(warehouse, 2).undo(first.decision_id)
    assert ask(warehouse, links) == [("spelled", "quill")]  # "short" counted as it when the second was made
    rulings(warehouse, 3).undo(second.decision_id)
    assert ask(warehouse, links) == []


def test_a_split_moves_what_an_outlet_says_also_what_it_says_later(warehouse: Warehouse) -> None:
    before = everything(warehouse)
    split = rulings(warehouse).split("quill", "Ada Quill (engineer)", ["Coast Wire"], None)
    by_outlet = "select outlet, speaker from quotes order by all"
    assert ask(warehouse, by_outlet) == [("Coast Wire", "Ada Quill (engineer)"), ("Harbour Post", "Ada Quill")]
    after = everything(warehouse)
    assert {(c.new, c.changed, c.removed) for c in load(warehouse, two_outlets(), "run-2").values()} == {(0, 0, 0)}
    assert everything(warehouse) == after
    rows = two_outlets()
    told = version("told", TEXT.replace("bridge", "ferry"))
    later: dict[str, list[Row]] = rows | {
        "articles": [article("told", "wire")],
        "article_versions": [told],
        "mentions": [mention(told, "Ada Quill", "quill")],
        "statements": [],
        "statement_mentions": [],
    }
    load(warehouse, later, "run-3")
    moved = "select entity_id = 'quill' from mentions where article_version_id like 'told%'"
    assert ask(warehouse, moved) == [(False,)]
    rulings(warehouse, 1).undo(split.decision_id)
    assert ask(warehouse, moved) == [(True,)]
    remaining = {table: rows for table, rows in everything(warehouse).items() if table in ("statements", "entities")}
    assert remaining == {table: before[table] for table in remaining}


def test_rulings_outlive_the_warehouse(warehouse: Warehouse, tmp_path: Path) -> None:
    journal = tmp_path / "entity_decisions.jsonl"
    taken_back = rulings(warehouse).split("quill", "Ada Quill (pilot)", ["Harbour Post"], None)
    write_journal(journal, rulings(warehouse).all())
    with Warehouse.open(tmp_path / "other" / "warehouse.duckdb", threads=1) as older:
        load(older, two_outlets())
        assert rulings(older).remember(read_journal(journal)) == 1
        rulings(warehouse, 1).undo(taken_back.decision_id)
        rulings(warehouse, 2).split("quill", "Ada Quill (engineer)", ["Coast Wire"], "another")
        rulings(warehouse, 3).merge("short", "spelled", None)
        write_journal(journal, rulings(warehouse).all())
        assert rulings(older).remember(read_journal(journal)) == 3
        assert rulings(older).remember(read_journal(journal)) == 0
        assert everything(older) == everything(warehouse)
        assert read_journal(journal) == sorted(rulings(older).all(), key=lambda ruling: ruling.decided_at)
    with Warehouse.open(tmp_path / "anew" / "warehouse.duckdb", threads=1) as anew:
        rulings(anew).remember(read_journal(journal))
        load(anew, two_outlets())
        by_outlet = "select outlet, speaker from quotes order by all"
        assert ask(anew, by_outlet) == ask(warehouse, by_outlet)
        assert ask(anew, "from entity_links") == ask(warehouse, "from entity_links")
    journal.write_text("{}\n", encoding="utf-8")
    with pytest.raises(WarehouseError, match="unreadable"):
        read_journal(journal)


def test_rulings_that_contradict_are_refused_and_change_nothing(warehouse: Warehouse) -> None:
    apart = rulings(warehouse).never_merge("quill", "spelled", None)
    before = everything(warehouse)
    with pytest.raises(ConfigurationError, match=f"undo {apart.decision_id}"):
        rulings(warehouse, 1).merge("quill", "spelled", None)
    rulings(warehouse, 2).merge("short", "quill", None)
    with pytest.raises(ConfigurationError, match=f"undo {apart.decision_id}"):
        rulings(warehouse, 3).merge("spelled", "short", None)
    rulings(warehouse, 4).undo(None)
    assert everything(warehouse) == before
    rulings(warehouse, 5).undo(apart.decision_id)
    merge = rulings(warehouse, 6).merge("spelled", "quill", None)
    with pytest.raises(ConfigurationError, match=f"undo {merge.decision_id}"):
        rulings(warehouse, 7).never_merge("quill", "spelled", None)


@pytest.mark.parametrize(
    ("wanted", "message"),
    [("Nobody At All", "no entity is called"), ("'; drop table entities; --", "no entity"), ("", "no entity")],
)
def test_nobody_meant_is_said(warehouse: Warehouse, wanted: str, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        rulings(warehouse).rename(wanted, "New", None)
    with pytest.raises(ConfigurationError, match="no article or outlet is called nowhere"):
        rulings(warehouse).split("quill", "Other", ["nowhere"], None)
    with pytest.raises(ConfigurationError, match="empty"):
        rulings(warehouse).rename("quill", " \n ", None)
    with pytest.raises(ConfigurationError, match="no ruling"):
        rulings(warehouse).undo(None)


def test_the_same_words_credited_to_names_alike_make_one_entity_unless_ruled_two(warehouse: Warehouse) -> None:
    rows = two_outlets()
    copied = version("copied")
    said = statement(copied, "“The bridge 🌉 will open in May,”", "“Not before.”", speaker_id="spelled")
    more: dict[str, list[Row]] = rows | {
        "articles": [article("copied", "wire")],
        "article_versions": [copied],
        "mentions": [],
        "statements": [said],
        "statement_mentions": [],
    }
    load(warehouse, more, "run-2")
    link = "select entity_id, canonical_id, origin, reason from entity_links"
    assert ask(warehouse, link) == [("spelled", "quill", "evidence", "credited with the same words")]
    rulings(warehouse).never_merge("spelled", "quill", None)
    assert ask(warehouse, link) == []
    load(warehouse, more, "run-3")
    assert ask(warehouse, link) == []


def test_likely_duplicates_are_listed_until_they_are_ruled_on(warehouse: Warehouse) -> None:
    rows = two_outlets()
    other = version("other", TEXT.replace("Ada Quill", "Ada Quil"))
    more: dict[str, list[Row]] = rows | {
        "articles": [article("other", "wire")],
        "article_versions": [other],
        "mentions": [mention(other, "Ada Quil", "spelled"), mention(other, "Novaport", "novaport")],
        "statements": [],
        "statement_mentions": [],
    }
    load(warehouse, more, "run-2")
    connection = warehouse._connection
    [pair] = entity_reading.duplicates(connection, 10)
    assert (pair.one.name, pair.other.name) == ("Ada Quill", "Ada Quil")
    assert 0.5 < pair.likelihood < 1
    rulings(warehouse).never_merge("spelled", "quill", None)
    assert entity_reading.duplicates(connection, 10) == []


def test_the_commands_rule_and_tell(small_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = tmp_path / "home"
    shutil.copytree(small_home, home)
    at = ["--home", str(home), "--json"]

    def answer(*words: str) -> object:
        assert main(["entities", *words, *at]) == 0
        return json.loads(capsys.readouterr().out)

    assert [row["entity_id"] for row in answer("find", "quill")] == ["quill"]  # type: ignore[union-attr]
    ruling = answer("rename", "Ada Quill", "Ada M. Quill", "--reason", "her own spelling", "--by", "desk")
    assert ruling["new_name"] == "Ada M. Quill"  # type: ignore[index]
    shown = answer("show", "quill")
    assert shown["name"] == "Ada M. Quill"  # type: ignore[index]
    assert [row["reason"] for row in shown["rulings"]] == ["her own spelling"]  # type: ignore[index]
    answer("undo")
    assert answer("show", "quill")["name"] == "Ada Quill"  # type: ignore[index]
    assert [row["revoked_at"] is None for row in answer("decisions")] == [False]  # type: ignore[union-attr]
    assert answer("duplicates") == []
    assert main(["entities", "merge", "quill", "nobody", *at]) == 2
    assert "no entity is called 'nobody'" in capsys.readouterr().err
    assert main(["entities", "merge", "a", "b", "--home", str(tmp_path / "none")]) == 4
