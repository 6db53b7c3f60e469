"""Search and the macros analysts call: what they find, in what order, and what they leave alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from math import log
from pathlib import Path
from random import Random

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.adapters.warehouse import Warehouse
from schemas.data import read_text
from schemas.tables import EntityAliasRow, Row, StatementMentionRow
from tests.flows.newsroom_rows import HARBOUR, NOON, NOVAPORT, QUILL, article, ask, load, statement, version

SAYINGS = {
    "bridge": "The bridge will open in May",
    "bridges": "Bridges, bridges: of the three bridges the oldest one closes",
    "cafe": "The café owner’s bridge loan was refused by the bank of Novaport in the spring of last year",
    "train": "No train stops here",
}


@pytest.fixture(scope="module")
def filled_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filled") / "warehouse.duckdb"
    with Warehouse.open(path, threads=1) as warehouse:
        for name, words in SAYINGS.items():  # a load each: the index grows
            text = version(name, f"{words}, Mayor Ada Quill said.")
            said = statement(text, words, type="indirect")
            rows: dict[str, list[Row]] = {
                "outlets": [HARBOUR],
                "entities": [QUILL, NOVAPORT],
                "articles": [article(name)],
                "article_versions": [text],
                "statements": [said],
                "statement_mentions": [StatementMentionRow(said.statement_id, "novaport", 1)] if name == "cafe" else [],
            }
            load(warehouse, rows)
    return path


@pytest.fixture
def warehouse(filled_file: Path, tmp_path: Path) -> Iterator[Warehouse]:
    with Warehouse.open(Path(shutil.copy(filled_file, tmp_path / "warehouse.duckdb")), threads=1) as opened:
        yield opened


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("bridge", ["bridge", "cafe"]),  # the shorter one first
        ("bridge*", ["bridges", "bridge", "cafe"]),
        ("BRIDGE cafe", ["cafe"]),
        ("owner's loan", ["cafe"]),
        ('"bridge loan"', ["cafe"]),
        ("“loan bridge”", []),
        ('"the bridge will"', ["bridge"]),
        ("the train", ["train"]),
        ("the", []),
        ("", []),
        ("'; drop table statements; --", []),
        ("bridge airport", []),
    ],
)
def test_search_ranks_what_has_all_the_words(warehouse: Warehouse, words: str, found: list[str]) -> None:
    query = "select article_id from search_quotes(?) order by rank"
    assert [row[0] for row in warehouse._connection.execute(query, [words]).fetchall()] == found


def test_search_marks_the_words_it_found(warehouse: Warehouse) -> None:
    assert ask(warehouse, "select highlighted from search_quotes('bri* loan')") == [
        (SAYINGS["cafe"].replace("bridge", "**bridge**").replace("loan", "**loan**"),)
    ]


def test_articles_are_searched_by_headline_and_text(warehouse: Warehouse) -> None:
    query = "select article_id, headline, rank from search_articles('bridge mayor train')"
    assert ask(warehouse, query) == [("train", "**Bridge**", 1)]


def test_at_most_cuts_off_the_worse(warehouse: Warehouse) -> None:
    assert ask(warehouse, "select article_id from search_quotes('bridge', at_most := 1)") == [("bridge",)]


def test_what_is_removed_is_found_no_more(warehouse: Warehouse) -> None:
    text = version("train", f"{SAYINGS['train']}, Mayor Ada Quill said.")
    load(warehouse, {"articles": [article("train")], "article_versions": [text]})
    assert ask(warehouse, "select count(*) from search_quotes('train')") == [(0,)]
    query = "select count(*) from statement_terms inner join search_vocabulary using (term_number) where term = 'train'"
    assert ask(warehouse, query) == [(0,)]
    assert ask(warehouse, "select count(*) from search_articles('train')") == [(1,)]


def test_loading_again_indexes_nothing_twice(warehouse: Warehouse) -> None:
    before = ask(warehouse, "select count(*), sum(document_number) from statement_terms")
    text = version("train", f"{SAYINGS['train']}, Mayor Ada Quill said.")
    said = statement(text, SAYINGS["train"], type="indirect", confidence=0.5)
    load(warehouse, {"articles": [article("train")], "article_versions": [text], "statements": [said]})
    assert ask(warehouse, "select confidence from search_quotes('train')") == [(0.5,)]
    assert ask(warehouse, "select count(*), sum(document_number) from statement_terms") == before


def test_quotes_by_and_about_take_a_name_or_an_alias(warehouse: Warehouse) -> None:
    load(warehouse, {"entity_aliases": [EntityAliasRow("quill", "Her Worship", "en", "name")]})
    assert ask(warehouse, "select count(*) from quotes_by('quill')") == [(len(SAYINGS),)]
    assert ask(warehouse, "select count(*) from quotes_by('quill ADA')") == [(len(SAYINGS),)]
    assert ask(warehouse, "select count(*) from quotes_by('qui')") == [(0,)]
    assert ask(warehouse, "select count(*) from quotes_by('')") == [(0,)]
    assert ask(warehouse, "select count(*) from quotes_by('her worship')") == [(len(SAYINGS),)]
    assert ask(warehouse, "select speaker, article_id from quotes_about('novaport')") == [("Ada Quill", "cafe")]


def test_of_quotes_by_and_about_the_newest_are_given_when_asked_for(warehouse: Warehouse) -> None:
    for macro in ("quotes_by('quill'", "quotes_about('novaport'"):
        whole = ask(warehouse, f"from {macro})")
        assert ask(warehouse, f"from {macro}, at_most := null)") == whole
        for number in (0, 1, 2, 100):
            assert ask(warehouse, f"from {macro}, at_most := {number})") == whole[:number]


def test_quotes_as_of_shows_the_text_of_that_time(warehouse: Warehouse) -> None:
    edited = version("train", "No train ever stops here, Mayor Ada Quill said.", minute=60)
    said = statement(edited, "No train ever stops here", type="indirect")
    load(warehouse, {"articles": [article("train", minute=60)], "article_versions": [edited], "statements": [said]})

    def trains(at: str) -> list[tuple[str]]:
        return ask(warehouse, f"select quote from quotes_as_of('{at}') where article_id = 'train'")

    assert trains(str(NOON.replace(hour=11))) == []
    assert trains(str(NOON)) == [("No train stops here",)]
    assert trains(str(NOON.replace(hour=13))) == [("No train ever stops here",)]


def brute_force(said: dict[str, list[str]], words: list[str]) -> dict[str, float]:
    """BM25 as the macro promises it, over statements given as lists of terms; rarity counted by places."""
    average = sum(map(len, said.values())) / len(said)
    places = {word: sum(terms.count(word) for terms in said.values()) for word in words}
    weights = {word: log(1 + (max(len(said) - n, 0) + 0.5) / (n + 0.5)) for word, n in places.items()}
    return {
        name: sum(
            weights[word] * n * 2.2 / (n + 1.2 * (0.25 + 0.75 * len(terms) / average))
            for word in words
            for n in [terms.count(word)]
        )
        for name, terms in said.items()
        if all(word in terms for word in words)
    }


def test_ranks_are_those_of_bm25_reckoned_without_an_index(tmp_path: Path) -> None:
    random, terms = Random(7), ["moor", "fen", "dyke", "sluice", "weir", "lock", "quay", "pier"]
    said = {
        f"a{number:03}": random.choices(terms, k=length)
        for number, length in enumerate(random.choices(range(2, 12), k=120))
    }
    rows: dict[str, list[Row]] = {"outlets": [HARBOUR], "entities": [QUILL, NOVAPORT]}
    for name, chosen in said.items():
        text = version(name, f"{' '.join(chosen)}, Mayor Ada Quill said.")
        rows.setdefault("articles", []).append(article(name))
        rows.setdefault("article_versions", []).append(text)
        rows.setdefault("statements", []).append(statement(text, " ".join(chosen), type="indirect"))
    with Warehouse.open(tmp_path / "warehouse.duckdb", threads=1) as warehouse:
        load(warehouse, rows)
        for words in (["fen"], ["fen", "quay"], ["weir", "lock", "moor"]):
            query = "select article_id, score from search_quotes(?)"
            found = dict(warehouse._connection.execute(query, [" ".join(words)]).fetchall())
            assert found == pytest.approx(brute_force(said, words), abs=0.001)
            assert found


@given(st.lists(st.text("aZé9 ’'\n\t.-—“”\u0301\u00a0\u200b٣猫", max_size=12), min_size=20, max_size=100))
def test_spellings_are_a_letter_or_digit_and_what_may_follow_it(texts: list[str]) -> None:
    with duckdb.connect() as connection:
        connection.execute(read_text("macros", "search_spellings.sql"))
        told = connection.execute(
            """
            select
                search_spellings(body),
                regexp_extract_all(body, '[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}\'\'’]*')
            from (select unnest($texts) as body)
            """,
            {"texts": texts},
        ).fetchall()
    assert [found for found, _ in told] == [expected for _, expected in told]
