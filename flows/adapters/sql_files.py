"""Runs the package's own SQL files on a connection, one statement after the other, with values bound by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import duckdb

from schemas.data import read_text

if TYPE_CHECKING:
    import pyarrow as pa

Rows = list[tuple[Any, ...]]
_NOTHING: Mapping[str, object] = {}
_BATCH = 50_000


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


def batches(
    connection: duckdb.DuckDBPyConnection, folder: str, name: str, values: Mapping[str, object] = _NOTHING
) -> Iterator[pa.RecordBatch]:
    """Run the one query of a file and yield its rows as Arrow, some ten thousands at a time, as `stream` does."""
    [statement] = connection.extract_statements(read_text(folder, name))
    bound = {parameter: values[parameter] for parameter in statement.named_parameters}
    yield from connection.sql(statement.query, params=bound).to_arrow_reader(_BATCH)


@contextmanager
def registered(connection: duckdb.DuckDBPyConnection, name: str, rows: object) -> Iterator[None]:
    """Let SQL read an Arrow table or a relation by a name, for as long as the context lasts."""
    connection.register(name, rows)
    try:
        yield
    finally:
        with suppress(duckdb.TransactionException):  # it failed, and its rollback takes the name back
            connection.unregister(name)
