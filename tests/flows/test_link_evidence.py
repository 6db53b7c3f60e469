"""What tells that entities are one is kept load by load, and is at any time what all the rows together tell."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from flows.adapters import warehouse_file
from flows.adapters.entity_links import relink
from flows.adapters.warehouse import Warehouse
from schemas.tables import EntityRow, Row
from tests.flows.newsroom_rows import (
    HARBOUR,
    NOON,
    NOVAPORT,
    QUILL,
    article,
    ask,
    load,
    mention,
    minutes,
    statement,
    version,
)

SURNAME = EntityRow("quill-bare", "person", "Quill", None, None, None)
OTHER = EntityRow("quill-ann", "person", "Ann Quill", None, None, None)
WORDS = "the old bridge stays open until the new one is ready for lorries"
EVIDENCE = "select * from link_evidence order by all"


def loads() -> list[dict[str, list[Row]]]:
    """Of one article two versions, one with the bare name; and two articles that credit two people with one saying."""
    full = version("edited", f"{WORDS}, Mayor Ada Quill said.")
    bare = version("edited", f"{WORDS}, Quill said again.", minute=30)
    first, second = (version(name, f"{WORDS}, Mayor Ada Quill said: {name}.") for name in ("one", "two"))
    common: dict[str, list[Row]] = {"outlets": [HARBOUR], "entities": [QUILL, SURNAME, OTHER, NOVAPORT]}
    at = {"published_at": NOON - minutes(60)}
    return [
        common | {
            "articles": [article("edited", **at)],
            "article_versions": [full],
            "mentions": [mention(full, "Ada Quill", "quill")],
        },
        common | {
            "articles": [article("edited", minute=30, **at)],
            "article_versions": [bare],
            "mentions": [mention(bare, "Quill", "quill-bare")],
        },
        common | {"articles": [article("one")], "article_versions": [first], "statements": [statement(first, WORDS)]},
        common | {
            "articles": [article("two")],
            "article_versions": [second],
            "statements": [statement(second, WORDS, speaker_id="quill-ann")],
        },
    ]  # fmt: skip


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[::13])
def test_evidence_kept_by_loads_is_that_of_all_rows(tmp_path: Path, order: tuple[int, ...]) -> None:
    path = tmp_path / "warehouse.duckdb"
    with Warehouse.open(path, threads=1) as warehouse:
        for number in order:
            load(warehouse, loads()[number])
            kept = ask(warehouse, EVIDENCE)
            with warehouse_file.writing(warehouse._connection, path):
                relink(warehouse._connection, after="split")  # looks at everything
            assert ask(warehouse, EVIDENCE) == kept
        assert {row[1] for row in kept} == {
            "credited with the same words",
            "named in full in another version or copy of the article",
        }
        gone = loads()[3] | {"statements": []}  # read again, and found to say nothing
        load(warehouse, gone)
        assert {row[1] for row in ask(warehouse, EVIDENCE)} == {
            "named in full in another version or copy of the article"
        }
