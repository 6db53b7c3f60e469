"""The expectations as data: they read, they name what exists, and they cover what they must."""

from __future__ import annotations

import dataclasses
import re

import pytest

from schemas import data, quality
from schemas.errors import ConfigurationError
from schemas.tables import TABLES
from transforms.quality.computed_columns import READ, Parents, computed_columns

FROM_THE_NEWS = (
    "fetches", "entries", "articles", "article_versions", "blocks", "entities", "mentions", "statements",
    "statement_mentions",
)  # fmt: skip


def _stored(table: str) -> set[str]:
    return {column.name for column in dataclasses.fields(TABLES[table])}


def _computed(table: str) -> set[str]:
    return set(computed_columns(table, {name: [] for name in READ.get(table, ())}, Parents()))


def test_every_table_from_the_news_has_a_file_and_every_file_a_table() -> None:
    assert sorted(data.names("expectations", ".toml")) == sorted(f"{table}.toml" for table in FROM_THE_NEWS)
    assert quality.expectations("outlets") == ()


@pytest.mark.parametrize("table", FROM_THE_NEWS)
def test_expectations_name_columns_that_exist(table: str) -> None:
    expected = quality.expectations(table)
    known = _stored(table) | _computed(table)
    for expectation in expected:
        assert set(expectation.columns) <= known, expectation
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", expectation.reason), expectation
        assert expectation.reason != quality.DEPENDS_ON_REFUSED
    keys = [(expectation.type, expectation.columns) for expectation in expected]
    assert len(keys) == len(set(keys)), "a check must be told from the others by its type and columns"


@pytest.mark.parametrize("table", FROM_THE_NEWS)
def test_every_computed_column_is_expected_something_of(table: str) -> None:
    used = {column for expectation in quality.expectations(table) for column in expectation.columns}
    assert _computed(table) <= used
    assert not _computed(table) & _stored(table)


@pytest.mark.parametrize("table", FROM_THE_NEWS)
def test_every_table_is_unique_at_its_grain_and_has_its_key(table: str) -> None:
    expected = quality.expectations(table)
    [unique] = [expectation for expectation in expected if expectation.is_uniqueness]
    assert unique.columns == quality.GRAIN[table]
    keyed = [e for e in expected if e.type == "expect_column_values_to_not_be_null" and e.severity == "critical"]
    assert quality.GRAIN[table][0] in {expectation.columns[0] for expectation in keyed}


@pytest.mark.parametrize("table", TABLES)
def test_grain_and_references_name_stored_columns_of_earlier_tables(table: str) -> None:
    order = list(TABLES)
    assert set(quality.GRAIN[table]) <= _stored(table)
    for column, parent in quality.REFERENCES.get(table, ()):
        assert column in _stored(table)
        assert order.index(parent) < order.index(table)


def test_vocabularies_come_from_the_records() -> None:
    [types] = [e for e in quality.expectations("statements") if e.columns == ("type",) and "value_set" in e.kwargs]
    assert types.kwargs["value_set"] == ["direct", "indirect", "mixed"]
    used = {
        name
        for table in FROM_THE_NEWS
        for name in re.findall(r'value_set = "(.*?)"', data.read_text("expectations", f"{table}.toml"))
    }
    assert used == set(quality.VOCABULARIES)


@pytest.mark.parametrize(
    "change",
    [{"severity": "fatal"}, {"column": "type"}, {"kwargs": {"value_set": "moods"}}],
)
def test_a_slip_in_a_file_is_named(change: dict[str, object]) -> None:
    item = {"type": "expect_column_values_to_be_in_set", "columns": ["type"], "severity": "critical", "reason": "r"}
    with pytest.raises(ConfigurationError, match=r"expectations/statements\.toml"):
        quality._typed("statements", item | change)
