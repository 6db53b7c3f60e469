"""What we publish opens in the DuckDB that people have: the registries' CLI is older than the library we write with."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb

from flows.catalogue import read_examples

CLI = Path(sys.executable).with_name("duckdb")


def answer(database: Path, query: str) -> str:
    """What the CLI prints for a query, or its error."""
    command = [str(CLI), "-readonly", "-init", "/dev/null", "-csv", str(database), "-c", query]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return ended.stdout if ended.returncode == 0 else f"error: {ended.stderr}"


def test_every_view_table_and_example_is_answered_by_the_older_cli(newsroom_home: Path) -> None:
    published = newsroom_home / "onrecord.duckdb"
    version = subprocess.run([str(CLI), "--version"], capture_output=True, text=True, check=True).stdout
    assert version.startswith("v1."), f"the library is of version {duckdb.__version__}, the CLI no older: {version}"
    with duckdb.connect(str(published), read_only=True) as connection:
        names = (
            "select view_name from duckdb_views() where not internal union all select table_name from duckdb_tables()"
        )
        queries = [f"from {name} limit 1" for (name,) in connection.execute(names).fetchall()]
    queries += [query for some in read_examples().queries.values() for query in some.values()]
    assert len(queries) > 80
    assert {query: said for query in queries if (said := answer(published, query)).startswith("error")} == {}


def test_the_older_cli_says_what_the_library_says(newsroom_home: Path) -> None:
    query = "select count(*), count(speaker), min(quote) from quotes_by('nwosu')"
    with duckdb.connect(str(newsroom_home / "onrecord.duckdb"), read_only=True) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    assert row[0] > 0
    assert answer(newsroom_home / "onrecord.duckdb", query).splitlines()[-1].startswith(f"{row[0]},{row[1]},")
