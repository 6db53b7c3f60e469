"""Puts an analyst's statements to an open snapshot, one after the other, so that Ctrl-C cancels at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from flows.adapters.cancelling import cancellable
from flows.query_results import SHOWN_ROWS, show_table, write_parquet, write_result
from schemas.errors import ConfigurationError, QueryError

_ALL_ROWS = "All: --rows 0, or --format csv --output FILE."


@dataclass(frozen=True, slots=True)
class Form:
    """How answers are given. `rows`: how many of a table, 0 for all; `advice`: how to get the others."""

    name: str = "table"
    output: Path | None = None
    rows: int = SHOWN_ROWS
    advice: str = _ALL_ROWS


def ask(connection: duckdb.DuckDBPyConnection, text: str, form: Form) -> None:
    """Run the statements in the text and print, or write, what each answers.

    QueryError: DuckDB refused one; the message is DuckDB's own, hint included. KeyboardInterrupt: it was cancelled;
    the connection is as before. ConfigurationError: more than one answer for a form that holds one.
    """
    try:
        statements = connection.extract_statements(text)
        answers = [s for s in statements if s.expected_result_type == [duckdb.ExpectedResultType.QUERY_RESULT]]
        if form.name != "table" and len(answers) > 1:
            raise ConfigurationError(f"{form.name} holds one answer, and here are {len(answers)} questions: ask one")
        for statement in statements:
            _ask_one(connection, statement, form, has_answer=statement in answers)
    except duckdb.Error as error:
        raise QueryError(str(error)) from error


def _ask_one(
    connection: duckdb.DuckDBPyConnection, statement: duckdb.Statement, form: Form, *, has_answer: bool
) -> None:
    def work() -> Callable[[], None] | None:
        if form.name == "parquet" and form.output is not None and has_answer:
            write_parquet(connection.sql(statement), form.output)
            return None
        result = connection.execute(statement)
        if not has_answer:
            return None
        if form.name == "table":
            return show_table(result, form.rows, form.advice)
        write_result(result, form.name, form.output)
        return None

    show = cancellable(connection, work)
    if show is not None:
        show()
