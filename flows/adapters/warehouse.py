"""The DuckDB warehouse: one writer merges staged rows in one transaction, and remembers what planning must know."""

from __future__ import annotations

import glob
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeAlias

import duckdb
import pyarrow as pa

from flows.adapters import entity_links, sql_files, staging, syndication, versions, warehouse_file, wordings
from flows.adapters.rulings import Rulings
from schemas.data import names
from schemas.errors import OnrecordError, WarehouseError
from schemas.response import RecordPointer
from schemas.run import Check, StepReport
from schemas.tables import TABLES

Staged: TypeAlias = "pa.Table | Sequence[Path | str]"


@dataclass(frozen=True, slots=True)
class LoadCounts:
    """What a load did to one table, in rows; `removed` are those a former extraction of the same text had."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0

    def __add__(self, other: LoadCounts) -> LoadCounts:
        return LoadCounts(
            self.new + other.new,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.removed + other.removed,
        )


class Warehouse:
    """The writer's view of the warehouse file. Open it with `Warehouse.open`, as a context manager."""

    def __init__(self, path: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self.path = path
        self._connection = connection

    @classmethod
    def open(cls, path: Path, *, memory_limit: str | None = None, threads: int | None = None) -> Self:
        """Open or create the file and bring its schema up to date; errors as `warehouse_file.connect` says."""
        return cls(path, warehouse_file.connect(path, memory_limit=memory_limit, threads=threads))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write everything into the file itself (CHECKPOINT) and close it; only then may it be published."""
        try:
            self._connection.execute("checkpoint")
        except duckdb.ConnectionException:
            return  # closed before
        except duckdb.Error as error:
            raise WarehouseError(f"{self.path}: the last writes are still in its log: {error}; run again") from error
        finally:
            self._connection.close()

    # loading

    def load(self, tables: Mapping[str, Staged], run_id: str, loaded_at: datetime) -> dict[str, LoadCounts]:
        """Merge staged rows, an Arrow table or Parquet files by table, in one transaction; return what it did.

        A load carries whole responses: what it stages for an article version or a fetch replaces all the statements,
        mentions and refusals these had. The same rows again change nothing. OnrecordError: an invariant is broken or
        DuckDB refused; then nothing was loaded.
        """
        if unknown := set(tables) - set(TABLES):
            raise OnrecordError(f"{self.path}: no such table: {', '.join(sorted(unknown))}")
        values = {"run_id": run_id, "loaded_at": loaded_at}
        try:
            with warehouse_file.tidying(self._connection):
                # a cursor of its own: its temporary tables go when it goes
                with self._connection.cursor() as cursor, warehouse_file.writing(cursor, self.path):
                    counts = _load(cursor, tables, values)
                self._connection.execute("checkpoint")
        except duckdb.Error as error:
            raise OnrecordError(f"{self.path}: run {run_id}: the load was rolled back: {error}") from error
        return counts

    def verify(self) -> dict[str, sql_files.Rows]:
        """Return the rows that break each invariant, over the whole warehouse; all lists empty when all is well."""
        return {
            name.removesuffix(".sql"): self._query("invariants", name, {"run_id": None})
            for name in names("invariants", ".sql")
        }

    def rulings(self, *, now: datetime, decided_by: str | None = None) -> Rulings:
        """Return what rules on this warehouse's entities, each ruling in a transaction of its own."""
        return Rulings(self._connection, self.path, now=now, decided_by=decided_by)

    def keep_answers(self) -> None:
        """Keep the rows of the views that count through everything; the next write makes them count anew.

        Call it as the last write before the warehouse is closed and published.
        """
        try:
            with warehouse_file.writing(self._connection, self.path):
                sql_files.execute(self._connection, "kept", "keep_answers.sql")
        except duckdb.Error as error:
            raise WarehouseError(f"{self.path}: the answers could not be kept: {error}") from error

    # what planning asks

    def ask(self, name: str, values: Mapping[str, object]) -> sql_files.Rows:
        """Return the rows of one of the questions in schemas/queries; `flows.adapters.histories` knows them."""
        return self._query("queries", name, values)

    def earlier_fetches(self, plan_urls: Sequence[str]) -> dict[tuple[str, str], RecordPointer]:
        """Return where the latest answer to each address lies, by kind and address as `fetches.plan_url` has it."""
        rows = self._query("queries", "earlier_fetches.sql", {"plan_urls": list(plan_urls)})
        return {(kind, url): RecordPointer(*place) for kind, url, *place in rows}

    def loaded_warc_files(self) -> set[str]:
        """Return the archive files of which records were loaded, named as `fetches.warc_file` names them."""
        return {warc_file for (warc_file,) in self._query("queries", "loaded_warc_files.sql")}

    def status(self) -> dict[str, int]:
        """Return how many rows there are, by table and a few kinds of row."""
        return dict(self._query("queries", "status.sql"))

    # the ledger of runs

    def start_run(
        self,
        run_id: str,
        *,
        flow: str,
        parameters: Mapping[str, Any],
        code_version: str,
        pid: int,
        host: str,
        started_at: datetime,
    ) -> None:
        """Note that a run began. `parameters`: JSON-serialisable."""
        values = {"run_id": run_id, "flow": flow, "parameters": _json(parameters), "code_version": code_version}
        self._write("start_run.sql", [values | {"pid": pid, "host": host, "started_at": started_at}])

    def finish_run(
        self, run_id: str, *, finished_at: datetime, outcome: str, counts: Mapping[str, Any], error: str | None = None
    ) -> None:
        """Note how a run ended: `outcome` is one of RUN_OUTCOMES."""
        values = {"run_id": run_id, "finished_at": finished_at, "outcome": outcome}
        self._write("finish_run.sql", [values | {"counts": _json(counts), "error": error}])

    def mark_crashed_runs(self, is_alive: Callable[[int, str], bool], now: datetime) -> list[str]:
        """Mark the runs still called running whose process (pid, host) is dead as crashed; return their ids."""
        running = self._query("runs", "running.sql")
        dead = [run_id for run_id, pid, host in running if not is_alive(pid, host)]
        ending = {"finished_at": now, "outcome": "crashed", "counts": None, "error": "its process died"}
        self._write("finish_run.sql", [{"run_id": run_id} | ending for run_id in dead])
        return dead

    def record_steps(self, run_id: str, reports: Iterable[StepReport]) -> None:
        """Note what the steps of a run did to its batches."""
        self._write(
            "record_step.sql",
            [
                {
                    "run_id": run_id,
                    "step": report.step,
                    "batch": report.batch,
                    "counts": _json(report.counts),
                    "duration_ms": report.duration_ms,
                }
                for report in reports
            ],
        )

    def record_checks(self, run_id: str, checks: Iterable[Check]) -> None:
        """Note the expectations evaluated in a run, numbered from 1 in the order given."""
        columns = Check.__slots__
        self._write(
            "record_check.sql",
            [
                {"run_id": run_id, "check_number": number} | {column: getattr(check, column) for column in columns}
                for number, check in enumerate(checks, start=1)
            ],
        )

    def _query(self, folder: str, name: str, values: Mapping[str, object] | None = None) -> sql_files.Rows:
        try:
            return sql_files.execute(self._connection, folder, name, values or {})
        except duckdb.Error as error:
            raise WarehouseError(f"{self.path}: {folder}/{name} failed: {error}") from error

    def _write(self, name: str, rows: Sequence[Mapping[str, object]]) -> None:
        if not rows:
            return
        try:
            with warehouse_file.writing(self._connection, self.path):
                for values in rows:
                    sql_files.execute(self._connection, "runs", name, values)
        except duckdb.Error as error:
            raise WarehouseError(f"{self.path}: runs/{name} failed and was rolled back: {error}") from error


def _load(
    cursor: duckdb.DuckDBPyConnection, tables: Mapping[str, Staged], values: Mapping[str, object]
) -> dict[str, LoadCounts]:
    staged = {table: _relation(cursor, table, tables.get(table, ())) for table in TABLES}
    is_folded = versions.fold(cursor, staged["article_versions"], staged["statements"])
    counts = {}
    for table, rows in staged.items():
        kept = versions.unfolded(cursor, rows, TABLES[table].__slots__) if is_folded else rows
        counts[table] = _merge(cursor, table, kept, values)
    syndication.tie(cursor)
    for name in names("merges/after", ".sql"):
        sql_files.execute(cursor, "merges/after", name, values)
    wordings.tie(cursor)
    versions.describe_edits(cursor)
    entity_links.relink(cursor, after="load")
    _hold_invariants(cursor, str(values["run_id"]))
    return counts


def _merge(cursor: duckdb.DuckDBPyConnection, table: str, staged: object, values: Mapping[str, object]) -> LoadCounts:
    with sql_files.registered(cursor, "staged", staged):
        counts: dict[str, int] = dict(sql_files.execute(cursor, "merges", f"{table}.sql", values))
    incoming, merged = counts.pop("incoming"), LoadCounts(**counts)
    if incoming != merged.new + merged.changed + merged.unchanged:
        # DuckDB 2.0.0 loses rows inserted into a table made empty by `create table as` in the same transaction: the
        # merges avoid that, and nothing like it shall ever pass unseen
        raise OnrecordError(f"{table}: {incoming} rows were staged and DuckDB merged {merged}: nothing was loaded")
    return merged


def _relation(cursor: duckdb.DuckDBPyConnection, table: str, staged: Staged) -> object:
    if isinstance(staged, pa.Table):
        return staged
    if not staged:
        return staging.arrow_schema(TABLES[table]).empty_table()
    return cursor.read_parquet([glob.escape(str(path)) for path in staged])


def _hold_invariants(cursor: duckdb.DuckDBPyConnection, run_id: str) -> None:
    for name in names("invariants", ".sql"):
        if rows := sql_files.execute(cursor, "invariants", name, {"run_id": run_id}):
            first = "; ".join(map(repr, rows[:3]))
            raise OnrecordError(
                f"run {run_id}: invariant {name.removesuffix('.sql')} is broken by {len(rows)} rows, nothing was "
                f"loaded; the first: {first[:2000]}"
            )


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
