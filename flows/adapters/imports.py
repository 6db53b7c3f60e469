"""The staging of imported knowledge: what sources told, in a DuckDB file, and how far each was read.

<home>/knowledge/imports.duckdb     what was told, batch by batch: a killed import goes on from its last batch
<home>/knowledge/imported.okb       what runs look names up in: made of complete readings, replaced by rename
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from datetime import datetime
from itertools import groupby
from pathlib import Path

import duckdb
import pyarrow as pa

from flows.adapters import sql_files
from flows.adapters.knowledge_base import IMPORTED
from flows.adapters.warehouse_file import LOCK_REFUSED, LOCKED_DOWN
from schemas.entity import Alias
from schemas.errors import LockHeld, WarehouseError
from transforms.entities.base_building import Builder
from transforms.entities.sources.found import FoundEntity, joined

STAGING = "imports.duckdb"
_COLUMNS = pa.schema(
    [("reading_id", pa.string()), ("ordinal", pa.int64()), ("identity", pa.string()), ("told", pa.string())]
)


class Imports:
    """The staging file, open; get it with `open_imports`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
        self._connection = connection
        self._folder = folder

    def reading(self, reading_id: str) -> tuple[int, int, bool]:
        """Return how many items of it were read, the names left out, and whether that was all."""
        rows = sql_files.execute(self._connection, "imports", "reading.sql", {"reading_id": reading_id})
        return rows[0] if rows else (0, 0, False)

    def begin(self, reading_id: str, *, source: str, path: str, form: str, started_at: datetime) -> None:
        """Note that a reading begins, or goes on."""
        values = {"reading_id": reading_id, "source": source, "path": path, "format": form, "started_at": started_at}
        with self._transaction():
            sql_files.execute(self._connection, "imports", "begin.sql", values)

    def add(self, reading_id: str, batch: Sequence[tuple[int, FoundEntity]], *, items_read: int, left_out: int) -> None:
        """Keep a batch of entities, each with its place in the source, and how far the reading got: both or neither."""
        columns = [
            [reading_id] * len(batch),
            [ordinal for ordinal, _ in batch],
            [found.identity for _, found in batch],
            [json.dumps(asdict(found), ensure_ascii=False) for _, found in batch],
        ]
        values = {"reading_id": reading_id, "items_read": items_read, "left_out": left_out}
        incoming = pa.table(columns, schema=_COLUMNS)
        with sql_files.registered(self._connection, "incoming_entities", incoming), self._transaction():
            sql_files.execute(self._connection, "imports", "add.sql", values)

    def complete(self, reading_id: str, source: str) -> None:
        """Note that all of it was read: from now on it is used, in the place of the source's former reading."""
        with self._transaction():
            sql_files.execute(self._connection, "imports", "complete.sql", {"reading_id": reading_id, "source": source})

    def forget(self, reading_id: str) -> None:
        """Throw away what a broken source told."""
        with self._transaction():
            sql_files.execute(self._connection, "imports", "forget.sql", {"reading_id": reading_id})

    def write_base(self) -> tuple[int, int]:
        """Make the knowledge base of all complete readings, whole or not at all; return its entities and bytes."""
        builder, count = Builder(), 0
        for found in self._told():
            builder.add(found.entity(), found.gender)
            count += 1
        path = self._folder / IMPORTED
        partial = path.with_name(f".{IMPORTED}.partial")
        try:
            with partial.open("wb") as file:
                for part in builder.parts():
                    file.write(part)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
        return count, path.stat().st_size

    def _told(self) -> Iterator[FoundEntity]:
        rows = sql_files.stream(self._connection, "imports", "told.sql")
        for _, same in groupby(rows, key=lambda row: row[0]):
            told = [_found(json.loads(text)) for _, text in same]
            entity = told[0]
            for other in told[1:]:
                entity = joined(entity, other)
            yield entity

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("begin transaction")
        try:
            yield
            self._connection.execute("commit")
        except BaseException:
            with suppress(duckdb.Error):
                self._connection.execute("rollback")
            raise


@contextmanager
def open_imports(folder: Path, memory_limit: str) -> Iterator[Imports]:
    """Open or create the staging of imports. LockHeld: another import is under way. WarehouseError: it is broken."""
    path = folder / STAGING
    folder.mkdir(parents=True, exist_ok=True)
    try:
        connection = duckdb.connect(str(path), config={**LOCKED_DOWN, "memory_limit": memory_limit})
    except duckdb.Error as error:
        if LOCK_REFUSED in str(error):
            raise LockHeld(f"{path}: another import is under way") from error
        raise WarehouseError(f"{path}: cannot be opened ({error}); remove it, and import again") from error
    with connection:
        connection.execute("set timezone = 'UTC'")
        sql_files.execute(connection, "imports", "schema.sql")
        yield Imports(connection, folder)


def _found(told: dict[str, object]) -> FoundEntity:
    aliases = tuple(Alias(**alias) for alias in told.pop("aliases"))  # type: ignore[attr-defined]
    return FoundEntity(**told, aliases=aliases)  # type: ignore[arg-type]
