"""`onrecord sql`: a question to the published snapshot. Never writes."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.commands.options import Verbs, settings_of
from flows.console import FORMULA_STARTS, plain, print_table
from schemas.errors import ConfigurationError

if TYPE_CHECKING:
    import duckdb

_DESCRIPTION = """\
Ask the published snapshot in DuckDB's SQL. The snapshot is opened read-only; a run may publish meanwhile.

  onrecord sql "from quotes limit 10"
  onrecord sql "describe statements"
  onrecord sql --format csv "select speaker, quote from quotes" > quotes.csv
  onrecord sql --format parquet --output quotes.parquet "from quotes"
  onrecord sql < question.sql

In CSV, text that a spreadsheet would run as a formula gets an apostrophe in front; JSON and Parquet are exact."""

_ROWS = 10_000  # fetched at a time


def add(verbs: Verbs, common: argparse.ArgumentParser) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "sql",
        parents=[common],
        help="ask the warehouse",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("query", nargs="?", help="one SQL statement (default: read from stdin)")
    parser.add_argument("--format", choices=("table", "csv", "json", "jsonl", "parquet"), help="default: table")
    parser.add_argument(
        "--output", metavar="FILE", type=Path, help="write there instead of to stdout (parquet needs it)"
    )
    parser.set_defaults(main=main)


def main(arguments: argparse.Namespace) -> int:
    """Run it."""
    from flows.adapters.snapshots import open_snapshot, query

    form = arguments.format or ("json" if arguments.json else "table")
    if form == "parquet" and arguments.output is None:
        raise ConfigurationError("--format parquet: name the file to write with --output FILE")
    question = arguments.query or sys.stdin.read()
    with open_snapshot(settings_of(arguments).published_file) as connection:
        result = query(connection, question)
        if arguments.output is None:
            _write(result, form, sys.stdout)
        elif form == "parquet":
            _write_parquet(result, arguments.output)
        else:
            with arguments.output.open("w", encoding="utf-8", newline="") as file:
                _write(result, form, file)
    return 0


def _write(result: duckdb.DuckDBPyConnection, form: str, file: Any) -> None:
    columns = [column[0] for column in result.description]
    if form == "table":
        print_table(columns, result.fetchall())
    elif form == "csv":
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        while rows := result.fetchmany(_ROWS):
            writer.writerows([_cell(value) for value in row] for row in rows)
    elif form == "jsonl":
        while rows := result.fetchmany(_ROWS):
            for row in rows:
                file.write(json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False, default=plain) + "\n")
    else:
        records = [dict(zip(columns, row, strict=True)) for row in result.fetchall()]
        file.write(json.dumps(records, ensure_ascii=False, default=plain) + "\n")


def _write_parquet(result: duckdb.DuckDBPyConnection, path: Path) -> None:
    import pyarrow.parquet as pq

    pq.write_table(result.to_arrow_table(), path, compression="zstd")


def _cell(value: object) -> object:
    if isinstance(value, str):
        return "'" + value if value.startswith(FORMULA_STARTS) else value
    if value is None or isinstance(value, int | float):
        return value
    return plain(value) if not isinstance(value, list | dict) else json.dumps(value, ensure_ascii=False, default=plain)
