"""Runs the package's own SQL files on a connection, one statement after the other, with values bound by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import duckdb

from schemas.data import read_text

Rows = list[tuple[Any, ...]]
_NOTHING: Mapping[str, object] = {}


def execute(
    connection: duckdb.DuckDBPyConnection, folder: str, name: str, values: Mapping[str, object] = _NOTHING
) -> Rows:
    """Run `schemas/<folder>/<name>` and return the rows of its last statement.

    Each `$name` in the file takes `values["name"]`; KeyError when it is missing. duckdb.Error as DuckDB raises it.
    """
    rows: Rows = []
    for statement in connection.extract_statements(read_text(folder, name)):
        bound = {parameter: values[parameter] for parameter in statement.named_parameters}
        rows = connection.execute(statement, bound).fetchall()
    return rows


def stream(
    connection: duckdb.DuckDBPyConnection, folder: str, name: str, values: Mapping[str, object] = _NOTHING
) -> Iterator[Any]:
    """Run the one query of a file and yield its rows, some hundred at a time; read them all before the next query."""
    [statement] = connection.extract_statements(read_text(folder, name))
    connection.execute(statement, {parameter: values[parameter] for parameter in statement.named_parameters})
    while rows := connection.fetchmany(500):
        yield from rows


@contextmanager
def registered(connection: duckdb.DuckDBPyConnection, name: str, rows: object) -> Iterator[None]:
    """Let SQL read an Arrow table or a relation by a name, for as long as the context lasts."""
    connection.register(name, rows)
    try:
        yield
    finally:
        connection.unregister(name)
