"""What a query answered, in the form asked for: a table that fits the terminal, CSV, JSON, JSON lines or Parquet."""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from flows.console import FORMULA_STARTS, plain, print_table, printable_lines, say
from schemas.errors import ConfigurationError

if TYPE_CHECKING:
    import duckdb

SHOWN_ROWS = 100  # of a table, unless told otherwise
_BY_SUFFIX = {".csv": "csv", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}
_QUOTED = re.compile('[",\r\n]')
_FETCHED = 10_000  # rows at a time
_ROW_GROUP = 100_000
_COUNTED = 1_000_000  # rows beyond those shown: about a second


def choose_form(form: str | None, output: Path | None, *, as_json: bool) -> str:
    """Return the form asked for, or the one that the file's name asks for. ConfigurationError: they do not fit."""
    if form is None and output is not None:
        form = _BY_SUFFIX.get(output.suffix.lower())
        if form is None:
            raise ConfigurationError(f"{output}: say what to write with --format csv, json, jsonl or parquet")
    form = form or ("json" if as_json else "table")
    if form == "parquet" and output is None:
        raise ConfigurationError("--format parquet: name the file to write with --output FILE")
    if form == "table" and output is not None:
        raise ConfigurationError("--format table is for the terminal: --output takes csv, json, jsonl or parquet")
    return form


def show_table(result: duckdb.DuckDBPyConnection, limit: int, advice: str) -> Callable[[], None]:
    """Fetch up to `limit` rows of a table (0: all), count the others, and return what prints them.

    Fetching is DuckDB's work and may be cancelled; printing is not. `advice` says how to get the others.
    """
    columns = [column[0] for column in result.description]
    rows = result.fetchmany(limit) if limit else result.fetchall()
    more, ended = 0, not limit or len(rows) < limit
    while not ended and more < _COUNTED:
        fetched = len(result.fetchmany(_FETCHED))
        more, ended = more + fetched, fetched == 0

    def show() -> None:
        if columns == ["explain_key", "explain_value"]:
            sys.stdout.write("\n".join(printable_lines(str(row[1])) for row in rows) + "\n")
            return
        print_table(columns, rows)
        if more:
            sys.stdout.flush()
            count = f"{more:,}" if ended else f"more than {more:,}"
            say(f"{len(rows):,} rows are shown, there {'is' if more == 1 else 'are'} {count} more. {advice}")

    return show


def write_result(result: duckdb.DuckDBPyConnection, form: str, output: Path | None) -> None:
    """Write all rows as CSV, JSON or JSON lines, to the file or to stdout. A file comes whole or not at all."""
    if output is None:
        _write(result, form, sys.stdout)
        return
    with _whole(output) as partial, partial.open("w", encoding="utf-8", newline="") as file:
        _write(result, form, file)


def write_parquet(relation: duckdb.DuckDBPyRelation, output: Path) -> None:
    """Write all rows as Parquet, in row groups, so that memory is bounded. The file comes whole or not at all."""
    import pyarrow.parquet as pq

    reader = relation.to_arrow_reader(_ROW_GROUP)
    with _whole(output) as partial, pq.ParquetWriter(partial, reader.schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch)


@contextmanager
def _whole(output: Path) -> Iterator[Path]:
    partial = output.with_name(f".{output.name}.partial")
    try:
        yield partial
        partial.replace(output)
    except OSError as error:
        raise ConfigurationError(f"{output}: cannot be written ({error.strerror})") from error
    finally:
        partial.unlink(missing_ok=True)


def _write(result: duckdb.DuckDBPyConnection, form: str, file: TextIO) -> None:
    columns = _distinct([column[0] for column in result.description])
    if form == "csv":
        file.write(_csv_line(columns))
        while rows := result.fetchmany(_FETCHED):
            file.writelines(map(_csv_line, rows))
        return
    begin, between, end = ("", "\n", "\n") if form == "jsonl" else ("[", ",\n ", "]\n")
    file.write(begin)
    first = True
    while rows := result.fetchmany(_FETCHED):
        for row in rows:
            file.write(("" if first else between) + _json(dict(zip(columns, row, strict=True))))
            first = False
    file.write("" if first and form == "jsonl" else end)


def _distinct(columns: Sequence[str]) -> list[str]:
    """Name a column that has another's name as DuckDB names it in a table: a, a_1."""
    seen: list[str] = []
    for column in columns:
        name, number = column, 0
        while name in seen:
            number += 1
            name = f"{column}_{number}"
        seen.append(name)
    return seen


def _csv_line(row: Sequence[object]) -> str:
    """One line of RFC 4180; the csv module leaves a lone carriage return unquoted where lines end in a line feed."""
    cells = (str(_cell(value)) for value in row)
    return ",".join('"' + cell.replace('"', '""') + '"' if _QUOTED.search(cell) else cell for cell in cells) + "\n"


def _cell(value: object) -> object:
    match value:
        case None:
            return ""
        case str():
            return "'" + value if value.startswith(FORMULA_STARTS) else value
        case bool():
            return str(value).lower()
        case int() | float() | Decimal():
            return value
        case list() | dict():
            return _json(value)
        case _:
            return plain(value)


def _json(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, default=plain)
    except ValueError:  # JSON has no NaN and no infinity
        return json.dumps(_finite(value), ensure_ascii=False, default=plain)


def _finite(value: Any) -> Any:
    match value:
        case float():
            return value if math.isfinite(value) else None
        case list() | tuple():
            return [_finite(item) for item in value]
        case dict():
            return {str(key): _finite(item) for key, item in value.items()}
    return value
