"""Fills a warehouse with made-up nights and times what people do with it: load, query, search, publish.

    python -m benchmarks.warehouse_scale --nights 7 --articles 15000    # about 100k articles, 2M statements

The target is a million articles and twenty million statements: --nights 67. A night is staged by DuckDB from hashes,
so the same arguments make the same warehouse; it is loaded by the same code as the night's run, in a process of its
own, so that its memory can be told.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from flows.adapters.snapshots import open_snapshot, publish
from flows.adapters.staging import ROW_GROUP
from flows.adapters.warehouse import Warehouse
from flows.settings import MEMORY_LIMIT
from schemas.tables import TABLES
from transforms.articles import copies
from transforms.statements import clusters

SCALE = Path(__file__).with_name("scale")
ARTICLES_OF_A_SLICE = 4_000  # that a run stages in one file, after they were validated
FIRST_DAY = datetime(2026, 1, 5, tzinfo=UTC)
QUERIES = json.loads((SCALE / "queries.json").read_text(encoding="utf-8"))


def make_night(night: int, articles: int, folder: Path) -> dict[str, list[Path]]:
    """Stage the rows of a night as Parquet, a file a table."""
    values = {"night": night, "articles": articles, "first_day": FIRST_DAY}
    staged: dict[str, list[Path]] = {}
    with duckdb.connect(config={"memory_limit": "4GB"}) as connection:
        for statement in connection.extract_statements((SCALE / "night.sql").read_text(encoding="utf-8")):
            connection.execute(statement, _bound(statement, values))
        for table in TABLES:
            query = SCALE / "tables" / f"{table}.sql"
            if query.exists() and (night == 0 or table not in ("outlets", "feeds", "entities")):
                path = folder / f"{night:03d}-{table}.parquet"
                [statement] = connection.extract_statements(query.read_text(encoding="utf-8"))
                rows = connection.sql(statement.query, params=_bound(statement, values)).to_arrow_table()
                of_a_slice = len(rows) * ARTICLES_OF_A_SLICE // articles + 1
                pq.write_table(_with_keys(table, rows), path, row_group_size=min(ROW_GROUP, of_a_slice))
                staged[table] = [path]
    return staged


def _with_keys(table: str, rows: pa.Table) -> pa.Table:
    """Add what derive computes of texts and words."""
    if table == "article_versions":
        found = [copies.shingles(text) for text in rows["text"].to_pylist()]
        rows = rows.append_column("shingles", pa.array(map(copies.packed, found), pa.binary()))
        signed = [copies.signature(of) for of in found]
        rows = rows.append_column("copy_keys", pa.array(map(copies.block_keys, signed), pa.list_(pa.int64())))
        return rows.append_column("sketch", pa.array(map(copies.sketch, signed), pa.binary()))
    if table == "statements":
        keys = [sorted(clusters.block_keys(clusters.core(text))) for text in rows["content_text"].to_pylist()]
        return rows.append_column("wording_keys", pa.array(keys, pa.list_(pa.int64())))
    return rows


def add_history(path: Path, nights: int, copies: int) -> None:
    """Copy the nights loaded into the days after them, `copies` times: a long history without loading it."""
    started = time.monotonic()
    with Warehouse.open(path, memory_limit="4GB", threads=2) as warehouse:
        connection = warehouse._connection
        numbers = connection.execute(
            "select (select max(statement_number) from statements) as statements, "
            "(select count(*) from text_documents) as texts, "
            "(select count(*) from version_edits) as version_edits, "
            "(select count(*) from copy_keys) as copy_keys, "
            "(select count(*) from copy_sketches) as copy_sketches, "
            "(select count(*) from wording_keys) as wording_keys, "
            "(select count(*) from wording_clusters) as wording_clusters"
        )
        names = [column for column, *_ in numbers.description]
        values = dict(zip(names, numbers.fetchall()[0], strict=True))
        values |= {"first_day": FIRST_DAY, "days_copied": nights}
        for copy in range(1, copies + 1):
            for statement in connection.extract_statements((SCALE / "history.sql").read_text(encoding="utf-8")):
                connection.execute(statement, _bound(statement, values | {"copy": copy, "days": copy * nights}))
            connection.execute("checkpoint")
            print(f"history {copy:3} {time.monotonic() - started:7.0f} s", flush=True)


def load_night(path: Path, folder: Path, night: int, memory_limit: str) -> dict[str, float]:
    """Load what `make_night` staged; return seconds and the peak memory of this process in MB."""
    staged = {table: [folder / f"{night:03d}-{table}.parquet"] for table in TABLES}
    staged = {table: files for table, files in staged.items() if files[0].exists()}
    started = time.monotonic()
    with Warehouse.open(path, memory_limit=memory_limit, threads=2) as warehouse:
        opened = time.monotonic()
        warehouse.load(staged, f"night-{night}", datetime.now(UTC))
        loaded = time.monotonic()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "open_s": opened - started,
        "load_s": loaded - opened,
        "close_s": time.monotonic() - loaded,
        "peak_mb": peak,
    }


def time_queries(published: Path) -> None:
    """Print the median of three timings of each query, after one that warms the file's cache."""
    for name, query in QUERIES.items():
        timings = []
        for _ in range(4):
            with open_snapshot(published) as connection:
                started = time.monotonic()
                rows = connection.execute(query).fetchall()
                timings.append(time.monotonic() - started)
        print(f"{name:24} {sorted(timings[1:])[1]:8.3f} s {len(rows):8} rows   {query}", flush=True)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nights", type=int, default=2)
    parser.add_argument("--articles", type=int, default=5000, help="articles a night")
    parser.add_argument("--keep", type=Path, help="keep the warehouse in this folder; ask it again with --nights 0")
    parser.add_argument("--memory-limit", default=MEMORY_LIMIT, help="what DuckDB may take while loading")
    parser.add_argument("--copies", type=int, default=0, help="copy the nights loaded so often, as their history")
    parser.add_argument("--load", type=int, help=argparse.SUPPRESS)  # in a process of its own
    chosen = parser.parse_args(arguments)
    folder = chosen.keep or Path(tempfile.mkdtemp(prefix="onrecord-scale-"))
    folder.mkdir(parents=True, exist_ok=True)
    path, published = folder / "work.duckdb", folder / "onrecord.duckdb"
    if chosen.load is not None:
        print(json.dumps(load_night(path, folder, chosen.load, chosen.memory_limit)))
        return 0
    for night in range(chosen.nights):
        staged = make_night(night, chosen.articles, folder)
        command = [sys.executable, "-m", "benchmarks.warehouse_scale", "--keep", str(folder), "--load", str(night)]
        command += ["--memory-limit", chosen.memory_limit]
        told: dict[str, Any] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
        size = path.stat().st_size / 1e6
        print(
            f"night {night:3}",
            *(f"{name} {value:7.1f}" for name, value in told.items()),
            f"file {size:.0f} MB",
            flush=True,
        )
        for files in staged.values():
            files[0].unlink()
    if chosen.copies:
        add_history(path, chosen.nights, chosen.copies)
    with Warehouse.open(path, memory_limit=chosen.memory_limit, threads=2) as warehouse:
        started = time.monotonic()
        warehouse.keep_answers()
        print(f"answers kept in {time.monotonic() - started:.1f} s")
    started = time.monotonic()
    publish(path, published, folder / "snapshots")
    took = time.monotonic() - started
    print(f"publish {took:.1f} s, {took / (published.stat().st_size / 1e9):.1f} s per GB")
    time_queries(published)
    if not chosen.keep:
        shutil.rmtree(folder)
    return 0


def _bound(statement: duckdb.Statement, values: dict[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in statement.named_parameters}


if __name__ == "__main__":
    raise SystemExit(main())
