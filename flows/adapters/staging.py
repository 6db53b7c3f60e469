"""Staged Parquet files: derived rows waiting to be validated and loaded.

    <home>/staging/<run>/<table>/<batch>.parquet

A file is whole or absent: it is written under a hidden temporary name, synced and renamed. Pages carry checksums, so
bits that rotted are found on reading. Writing the same batch again replaces its files.
"""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
import types
import typing
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from schemas.errors import OnrecordError
from schemas.statement import Span
from schemas.tables import TABLES, Row

ROW_GROUP = 25_000  # rows that one thread reads of a staged file while another reads the next
_BATCH_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,179}")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_PARTIAL = ".partial"
_SPAN = pa.struct([pa.field("start", pa.int32(), nullable=False), pa.field("end", pa.int32(), nullable=False)])
_ARROW_TYPES: dict[Any, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    bytes: pa.binary(),
    datetime: pa.timestamp("us", tz="UTC"),
    date: pa.date32(),
    list[str]: pa.list_(pa.string()),
    list[int]: pa.list_(pa.int64()),
    list[Span]: pa.list_(_SPAN),
}
_OFFSETS = frozenset(Span._fields)  # code point offsets: int32, wherever they stand


def arrow_schema(record: type) -> pa.Schema:
    """Return the Arrow schema of a row record of `schemas.tables`: `T | None` is nullable, all else is not.

    int is int64, except offsets into a text (`start`, `end`), which are int32. TypeError for an unmapped annotation.
    """
    hints = typing.get_type_hints(record)
    return pa.schema([_field(column.name, hints[column.name]) for column in dataclasses.fields(record)])


def write_batch(run_dir: Path, batch: str, rows: Mapping[str, Sequence[Row]]) -> list[Path]:
    """Write one Parquet file per table that has rows; return their paths, in the order of TABLES.

    Lone surrogates, which UTF-8 cannot hold, become U+FFFD, one for one, so that offsets still count.
    OnrecordError: unsafe batch name, unknown table, a row that breaks its record's types. OSError: the disk said no.
    """
    _refuse_unknown(run_dir, batch, rows)
    return write_tables(run_dir, batch, {table: _to_arrow(table, batch, some) for table, some in rows.items()})


def write_tables(run_dir: Path, batch: str, tables: Mapping[str, pa.Table]) -> list[Path]:
    """Write Arrow tables as `write_batch` writes rows; their schemas are those of `arrow_schema`.

    Empty tables are not written, and what a former try of the same batch left of them is removed.
    """
    _refuse_unknown(run_dir, batch, tables)
    for table, rows in tables.items():
        if not rows.schema.equals(arrow_schema(TABLES[table])):
            raise OnrecordError(f"batch {batch}: the columns given are not those of {table}")
    written = []
    for table in TABLES:
        path = run_dir / table / f"{batch}.parquet"
        if table in tables and tables[table].num_rows:
            _write_whole(path, tables[table])
            written.append(path)
        else:
            path.unlink(missing_ok=True)
    return written


def staged_tables(run_dir: Path) -> dict[str, list[Path]]:
    """Return the staged files of a run by table, in the order of TABLES and of batch names; {} when there are none.

    What a killed writer left under a temporary name is passed over. OnrecordError names anything else found there.
    """
    if not run_dir.is_dir():
        return {}
    for path in sorted(run_dir.iterdir()):
        if path.name not in TABLES or not path.is_dir():
            raise OnrecordError(f"{path}: not a table's folder; nothing but onrecord may write to the staging area")
    found = {table: _parquet_files(run_dir / table) for table in TABLES}
    return {table: paths for table, paths in found.items() if paths}


def read_table(paths: Sequence[Path], table: str) -> pa.Table:
    """Return the rows of the files, in the order given. OnrecordError names a file that is cut, altered or foreign."""
    schema = arrow_schema(TABLES[table])
    return pa.concat_tables([schema.empty_table(), *(_read_whole(path, schema, table) for path in paths)])


def remove(run_dir: Path) -> None:
    """Remove a run's staged files, temporary ones included; nothing happens when there are none."""
    if run_dir.is_symlink():
        raise OnrecordError(f"{run_dir}: is a symbolic link; refusing to remove what it points to")
    if run_dir.exists():
        shutil.rmtree(run_dir)


def _refuse_unknown(run_dir: Path, batch: str, tables: Iterable[str]) -> None:
    if not _BATCH_NAME.fullmatch(batch):
        raise OnrecordError(f"{batch!r}: not a safe batch name (letters, digits, '.', '_', '-'; at most 180)")
    if unknown := set(tables) - set(TABLES):
        raise OnrecordError(f"{run_dir}: batch {batch}: no such table: {', '.join(sorted(unknown))}")


def _field(name: str, hint: Any) -> pa.Field:
    members = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    kept = [member for member in members if member is not type(None)]
    if len(kept) != 1 or kept[0] not in _ARROW_TYPES:
        raise TypeError(f"column {name}: no Arrow type for {hint}")
    kind = pa.int32() if kept[0] is int and name in _OFFSETS else _ARROW_TYPES[kept[0]]
    return pa.field(name, kind, nullable=len(kept) < len(members))


def _to_arrow(table: str, batch: str, rows: Sequence[Row]) -> pa.Table:
    schema = arrow_schema(TABLES[table])
    columns = []
    for field in schema:
        values = [getattr(row, field.name) for row in rows]
        try:
            column = _column(values, field.type)
        except (pa.ArrowException, ValueError, TypeError, OverflowError) as error:
            raise OnrecordError(f"batch {batch}: {table}.{field.name} is not {field.type}: {error}") from error
        if column.null_count and not field.nullable:
            raise OnrecordError(f"batch {batch}: {table}.{field.name} has {column.null_count} nulls and allows none")
        columns.append(column)
    return pa.Table.from_arrays(columns, schema=schema)


def _column(values: list[Any], kind: pa.DataType) -> pa.Array:
    try:
        return pa.array(values, type=kind)
    except UnicodeEncodeError:
        return pa.array([_without_surrogates(value) for value in values], type=kind)


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_surrogates(item) for item in value]
    return _LONE_SURROGATE.sub("\ufffd", value) if isinstance(value, str) else value


def _write_whole(path: Path, rows: pa.Table) -> None:
    """Write `path` so that after a kill or a power cut it is whole, or what it was before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}{_PARTIAL}")
    try:
        with partial.open("wb") as file:
            pq.write_table(rows, file, row_group_size=ROW_GROUP, compression="zstd", write_page_checksum=True)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)  # a full disk needs the room
        raise
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)  # the rename itself
    finally:
        os.close(folder)


def _parquet_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    paths = [path for path in sorted(folder.iterdir()) if not path.name.endswith(_PARTIAL)]
    for path in paths:
        if path.suffix != ".parquet" or not path.is_file():
            raise OnrecordError(f"{path}: not a staged file; nothing but onrecord may write to the staging area")
    return paths


def _read_whole(path: Path, schema: pa.Schema, table: str) -> pa.Table:
    try:
        rows = pq.ParquetFile(path, page_checksum_verification=True).read()
        rows.validate(full=True)  # bytes that are not UTF-8 would surface later, far from their file
    except (pa.ArrowException, OSError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise OnrecordError(f"{path}: not a whole staged file of {table}: {reason}; stage its run again") from error
    if not rows.schema.equals(schema):
        raise OnrecordError(f"{path}: its columns are not those of {table}; stage its run again with this version")
    return rows
