"""The SQL files: grain on line 1, lower case, every table and column commented, columns those of schemas.tables."""

from __future__ import annotations

import dataclasses
import re
import types
import typing
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from flows.adapters import warehouse_file
from schemas.data import names, read_text
from schemas.statement import Span
from schemas.tables import STAGED_ONLY, TABLES

FOLDERS = (
    "migrations", "merges", "merges/after", "wordings", "links", "rulings", "syndication", "versions", "kept", "views",
    "macros", "invariants", "queries", "imports", "runs", "exports", "copies",
)  # fmt: skip
FILES = [(folder, name) for folder in FOLDERS for name in names(folder, ".sql")]
SQL_TYPES: dict[object, set[str]] = {
    str: {"VARCHAR"},
    int: {"INTEGER", "BIGINT"},
    float: {"DOUBLE"},
    bool: {"BOOLEAN"},
    datetime: {"TIMESTAMP WITH TIME ZONE"},
    date: {"DATE"},
    list[str]: {"VARCHAR[]"},
    list[int]: {"INTEGER[]"},
    list[Span]: {'STRUCT("start" INTEGER, "end" INTEGER)[]', 'STRUCT("start" INTEGER, end INTEGER)[]'},
}


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with warehouse_file.connect(tmp_path_factory.mktemp("work") / "warehouse.duckdb") as opened:
        yield opened


def test_there_is_a_merge_for_every_table() -> None:
    assert {name.removesuffix(".sql") for name in names("merges", ".sql")} == set(TABLES)


def test_migrations_are_numbered_and_no_number_is_taken_twice() -> None:
    numbers = [int(name[:4]) for name in names("migrations", ".sql")]
    assert numbers == sorted(set(numbers))
    assert numbers[0] == 1


@pytest.mark.parametrize(("folder", "name"), FILES)
def test_line_1_gives_the_grain(folder: str, name: str) -> None:
    assert read_text(folder, name).startswith("-- one row ")


@pytest.mark.parametrize(("folder", "name"), FILES)
def test_sql_is_lower_case(folder: str, name: str) -> None:
    code = re.sub(r"--[^\n]*|'[^']*'", "", read_text(folder, name))
    assert code == code.lower()


def test_every_table_view_and_column_has_a_comment(connection: duckdb.DuckDBPyConnection) -> None:
    bare = connection.execute(
        """
        select table_name, column_name from duckdb_columns() where not internal and coalesce(comment, '') = ''
        union all select table_name, null from duckdb_tables() where not internal and coalesce(comment, '') = ''
        union all select view_name, null from duckdb_views() where not internal and coalesce(comment, '') = ''
        union all select function_name, null from duckdb_functions() where not internal and coalesce(comment, '') = ''
        """
    ).fetchall()
    assert bare == []


def test_comments_are_sentences(connection: duckdb.DuckDBPyConnection) -> None:
    comments = connection.execute("select comment from duckdb_columns() where not internal").fetchall()
    assert [comment for (comment,) in comments if not re.search(r"[.…]$", comment)] == []


@pytest.mark.parametrize("table", TABLES)
def test_columns_are_those_of_the_record(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    hints = typing.get_type_hints(TABLES[table])
    rows = connection.execute(
        "select column_name, data_type, is_nullable from duckdb_columns() where table_name = ? order by column_index",
        [table],
    ).fetchall()
    fields = [field for field in dataclasses.fields(TABLES[table]) if field.name not in STAGED_ONLY.get(table, ())]
    own = [row for row in rows if row[0] in hints]  # the others only the warehouse knows
    assert [name for name, _, _ in own] == [field.name for field in fields]
    for name, sql_type, is_nullable in own:
        members = set(typing.get_args(hints[name])) if isinstance(hints[name], types.UnionType) else {hints[name]}
        [python_type] = members - {types.NoneType}
        assert sql_type in SQL_TYPES[python_type], name
        assert is_nullable == (types.NoneType in members), name


def test_substring_counts_code_points(connection: duckdb.DuckDBPyConnection) -> None:
    text = "a👨‍👩‍👧e\u0301🇩🇪 “x”"
    slices = [connection.execute("select substring(?, ?, 1)", [text, i + 1]).fetchall()[0][0] for i in range(len(text))]
    assert slices == list(text)


def test_sql_is_read_from_the_package() -> None:
    here = Path(__file__).resolve().parents[2] / "schemas"
    assert {path.relative_to(here).as_posix() for path in here.rglob("*.sql")} == {f"{f}/{n}" for f, n in FILES}
