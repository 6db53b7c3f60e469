"""Versions: other words or another headline make one, another spelling does not; edits between them can be read."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flows.adapters.warehouse import Warehouse
from schemas.tables import LiveEntryRow, Row
from tests.flows.newsroom_rows import NOON, TEXT, ask, load, mention, minutes, newsroom, statement, version
from transforms.articles.versions import fingerprint

QUOTE = "The bridge 🌉 will open in {}"


@pytest.fixture(scope="module")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "warehouse.duckdb"
    Warehouse.open(path, threads=1).close()
    return path


@pytest.fixture
def warehouse(empty_file: Path, tmp_path: Path) -> Iterator[Warehouse]:
    with Warehouse.open(Path(shutil.copy(empty_file, tmp_path / "warehouse.duckdb")), threads=1) as opened:
        yield opened


def told(text: str, minute: int, headline: str = "Bridge") -> dict[str, list[Row]]:
    """One response that tells the story: its version, with a mention and a statement."""
    row = replace(version(text=text, minute=minute), headline=headline, fingerprint=fingerprint(headline, text))
    row = replace(row, article_version_id=f"{row.article_version_id}-{headline.lower()}")
    month = "June" if "June" in text else "May"
    return newsroom() | {
        "article_versions": [row],
        "statements": [statement(row, QUOTE.format(month))],
        "mentions": [mention(row, "Ada Quill", "quill")],
        "statement_mentions": [],
        "live_entries": [LiveEntryRow(f"{row.article_version_id}-0", row.article_version_id, 0, 20, NOON, None)],
    }


PLAIN = TEXT.replace("“", '"').replace("”", '"').replace("\n\n", "\n\n12 comments\n\n")
RESPONSES = {
    "first": told(TEXT, 1),
    "plain": told(PLAIN, 5),
    "edited": told(TEXT.replace("in May", "in June"), 10),
    "plain again": told(PLAIN, 20),
}


def state(warehouse: Warehouse) -> dict[str, list[tuple[Any, ...]]]:
    return {
        # in what order statements came decides their numbers, and nothing else
        table: ask(warehouse, f"select columns(lambda name: name <> 'statement_number') from {table} order by all")
        for table in (
            "article_versions",
            "live_entries",
            "statements",
            "mentions",
            "version_edits",
            "edits",
            "edited_quotes",
        )
    }


@pytest.fixture(scope="module")
def in_order(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[Any, ...]]]:
    path = Path(shutil.copy(empty_file, tmp_path_factory.mktemp("order") / "warehouse.duckdb"))
    with Warehouse.open(path, threads=1) as warehouse:
        for rows in RESPONSES.values():
            load(warehouse, rows)
        return state(warehouse)


def test_another_spelling_is_no_version(in_order: dict[str, list[tuple[Any, ...]]], warehouse: Warehouse) -> None:
    load(
        warehouse,
        {table: [*itertools.chain(*(rows[table] for rows in RESPONSES.values()))] for table in RESPONSES["first"]},
    )
    assert ask(
        warehouse,
        "select text, fetched_at, last_fetched_at, is_current from article_versions order by fetched_at",
    ) == [
        (TEXT, NOON + minutes(1), NOON + minutes(20), True),
        (TEXT.replace("in May", "in June"), NOON + minutes(10), NOON + minutes(10), False),
    ]
    assert state(warehouse) == in_order
    assert warehouse.verify() == {name: [] for name in warehouse.verify()}


@pytest.mark.parametrize("order", [*itertools.islice(itertools.permutations(RESPONSES), 1, 24, 5)])
def test_any_order_of_loads_keeps_the_first_spelling(
    in_order: dict[str, list[tuple[Any, ...]]], warehouse: Warehouse, order: tuple[str, ...]
) -> None:
    for name in order:
        load(warehouse, RESPONSES[name])
    assert state(warehouse) == in_order
    counts = load(warehouse, RESPONSES[order[0]])
    assert (counts["article_versions"].new, counts["article_versions"].changed) == (0, 0)
    assert (counts["article_versions"].removed, counts["statements"].removed) == (0, 0)
    assert state(warehouse) == in_order


def test_an_edit_can_be_read(warehouse: Warehouse) -> None:
    for rows in RESPONSES.values():
        load(warehouse, rows)
    assert ask(
        warehouse, "select noticed_at, diff, words_removed, words_added, former_headline, unchanged_until from edits"
    ) == [
        (
            NOON + minutes(10),
            "“The bridge 🌉 will open in [-May,”-] {+June,”+} Mayor Ada Quill said on Tuesday. “Not before.”\n\n…",
            1,
            1,
            None,
            NOON + minutes(20),
        )
    ]


def test_another_headline_is_an_edit(warehouse: Warehouse) -> None:
    load(warehouse, told(TEXT, 1))
    load(warehouse, told(TEXT, 5, "Late"))
    assert ask(warehouse, "select headline, former_headline, diff, words_added from edits") == [
        ("Late", "Bridge", "", 0)
    ]
    assert ask(warehouse, "select headline from quotes") == [("Late",)]
    assert ask(warehouse, "select * from edited_quotes") == []


def test_a_version_found_between_two_parts_their_edit(warehouse: Warehouse) -> None:
    load(warehouse, told(TEXT, 1))
    load(warehouse, told(TEXT.replace("in May", "in June"), 10))
    load(warehouse, told(f"{TEXT}\n\nIt is late.", 5))
    assert ask(warehouse, "select diff from edits order by noticed_at") == [
        ("…\n\n{+It is late.+}",),
        ("“The bridge 🌉 will open in [-May,”-] {+June,”+} Mayor Ada Quill said on Tuesday. “Not before.”\n\n"
         "…\n\n[-It is late.-]",),
    ]  # fmt: skip


def test_a_text_extracted_anew_takes_its_edits_with_it(warehouse: Warehouse) -> None:
    load(warehouse, told(TEXT, 1))
    load(warehouse, told(TEXT.replace("in May", "in June"), 10))
    load(warehouse, told(f"{TEXT}\n\nIt is late.", 10))  # the same response, read by a later extractor
    assert ask(warehouse, "select diff from edits") == [("…\n\n{+It is late.+}",)]
    load(warehouse, told(TEXT, 10))
    assert ask(warehouse, "select diff from edits") == []
