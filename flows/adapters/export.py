"""Writes tables and views of the published snapshot to files that other tools read: Parquet, CSV, JSON lines, JSON-LD.

    DIR/quotes/day=2026-11-22/data_0.parquet     what has a day, in Parquet: Hive-style folders
    DIR/outlets.parquet                          what has none
    DIR/quotes.csv  DIR/quotes.jsonl             one file each
    DIR/quotations.jsonl                         JSON-LD

All is written into a hidden folder of DIR and renamed into place at the end: what is there is whole.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial as bound
from pathlib import Path

import duckdb

from flows.adapters import sql_files
from flows.adapters.cancelling import cancellable
from flows.adapters.snapshots import open_snapshot
from flows.console import FORMULA_STARTS
from schemas.data import names, read_text
from schemas.errors import ConfigurationError
from transforms.quotations_jsonld import json_line, quotation

QUOTATIONS = "quotations"
SUFFIXES = {"parquet": ".parquet", "csv": ".csv", "jsonl": ".jsonl", "jsonld": ".jsonl"}
_ROWS = 5_000  # mapped at a time
_FORMULA = "^([" + "".join(map(re.escape, FORMULA_STARTS)) + "])"


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What to write and where. `since` and `until` bound the day, half-open; rows without a day are then left out."""

    what: tuple[str, ...]
    form: str
    output: Path
    since: date | None = None
    until: date | None = None
    replace: bool = False


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: rows in a file, or in the files of a folder. `has_day`: whether since and until applied."""

    what: str
    path: Path
    rows: int
    has_day: bool


def days() -> list[str]:
    """Return the tables and views that have a day, so can be bounded by it."""
    return [name.removesuffix(".sql") for name in names("exports", ".sql") if name != f"{QUOTATIONS}.sql"]


def export(published: Path, request: ExportRequest) -> list[Exported]:
    """Write what is asked for. ConfigurationError: unknown, there already, or not to be written; then nothing was."""
    output = request.output.absolute()
    with _hidden_folder(output) as hidden, open_snapshot(published, writes_to=hidden) as connection:
        what = _known(connection, request.what) if request.form != "jsonld" else [QUOTATIONS]
        targets = {name: output / (name + _suffix(name, request.form)) for name in what}
        if not request.replace and (there := [path for path in targets.values() if path.exists()]):
            raise ConfigurationError(f"{there[0]}: exists already; give --replace, or another directory")
        written = []
        for name, target in targets.items():
            rows = cancellable(connection, bound(_write, connection, name, request, hidden / target.name))
            written.append(Exported(name, target, rows, name in days() or name == QUOTATIONS))
        for done in written:
            _put(hidden / done.path.name, done.path, hidden)
    return written


def quotations(
    connection: duckdb.DuckDBPyConnection,
    *,
    statement_id: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Iterator[str]:
    """Yield one line of JSON-LD per statement, oldest first; statements the text says were not made are left out."""
    values = {"statement_id": statement_id, "since": since, "until": until}
    result = connection.execute(read_text("exports", f"{QUOTATIONS}.sql"), values)
    columns = [column[0] for column in result.description]
    while rows := result.fetchmany(_ROWS):
        for row in rows:
            yield json_line(quotation(dict(zip(columns, row, strict=True))))


def _known(connection: duckdb.DuckDBPyConnection, what: Sequence[str]) -> list[str]:
    known = [name for (name,) in sql_files.execute(connection, "queries", "exportable.sql")]
    if unknown := [name for name in what if name not in known]:
        raise ConfigurationError(f"--what {unknown[0]}: there is no such table or view; there are: {', '.join(known)}")
    return list(dict.fromkeys(what))


def _suffix(name: str, form: str) -> str:
    return "" if form == "parquet" and name in days() else SUFFIXES[form]


def _write(connection: duckdb.DuckDBPyConnection, name: str, request: ExportRequest, path: Path) -> int:
    """Write one table or view and return its rows."""
    if name == QUOTATIONS:
        with path.open("w", encoding="utf-8") as file:
            return sum(
                file.write(line) > 0 for line in quotations(connection, since=request.since, until=request.until)
            )
    has_day = name in days()
    if has_day:
        values = {"since": request.since, "until": request.until}
        relation = connection.sql(read_text("exports", f"{name}.sql"), params=values)
    else:
        relation = connection.sql(read_text("queries", "whole_relation.sql"), params={"name": name})
    form = "parquet_by_day" if has_day and request.form == "parquet" else request.form
    with sql_files.registered(connection, "exported", _inert(relation) if request.form == "csv" else relation):
        [(count,)] = sql_files.execute(connection, "copies", f"{form}.sql", {"path": str(path)})
    if not path.exists():  # nothing in it: DuckDB writes no folder
        path.mkdir()
    return int(count)


def _inert(relation: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """An apostrophe in front of text that a spreadsheet would run; lists and structs as JSON."""
    columns = []
    for name, kind in zip(relation.columns, relation.types, strict=True):
        column = duckdb.ColumnExpression(name)
        if kind.id == "varchar":
            pattern, marked = duckdb.ConstantExpression(_FORMULA), duckdb.ConstantExpression("'\\1")
            column = duckdb.FunctionExpression("regexp_replace", column, pattern, marked).alias(name)
        elif kind.id in ("list", "struct", "map"):
            column = duckdb.FunctionExpression("to_json", column).alias(name)
        columns.append(column)
    return relation.project(*columns)


@contextmanager
def _hidden_folder(output: Path) -> Iterator[Path]:
    try:
        output.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=".partial-", dir=output))
    except OSError as error:
        raise ConfigurationError(f"{output}: cannot be written ({error.strerror})") from error
    try:
        yield partial
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _put(partial: Path, target: Path, hidden: Path) -> None:
    """Bring a file or a folder of files to the disk and into its place; what was there goes."""
    for path in [*partial.rglob("*"), partial] if partial.is_dir() else [partial]:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    if target.is_dir() or (target.exists() and partial.is_dir()):
        target.rename(hidden / f"{target.name}.replaced")  # a folder cannot be renamed over; it goes with `hidden`
    partial.rename(target)
