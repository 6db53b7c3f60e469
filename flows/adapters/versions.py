"""Tells versions from other spellings of one, before a load's rows are merged, and describes edits after it."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from flows.adapters import sql_files
from schemas.data import read_text
from transforms.articles.edits import edit

_EDITS = pa.schema([
    ("article_version_id", pa.string()),
    ("former_version_id", pa.string()),
    ("diff", pa.string()),
    ("words_removed", pa.int32()),
    ("words_added", pa.int32()),
])  # fmt: skip


def fold(cursor: duckdb.DuckDBPyConnection, versions: object, statements: object) -> bool:
    """Find the staged versions that only spell another one otherwise, and tell whether there are any.

    Called in the load's transaction before anything is merged. Of all spellings the one fetched first is kept, whatever
    the order of loads, so that its statements and their offsets are of one text.
    """
    with sql_files.registered(cursor, "staged", versions):
        [(count,)] = sql_files.execute(cursor, "versions", "folded.sql")
    with sql_files.registered(cursor, "staged", statements):
        sql_files.execute(cursor, "versions", "folded_statements.sql")
    return bool(count)


def unfolded(cursor: duckdb.DuckDBPyConnection, relation: object, columns: tuple[str, ...]) -> object:
    """Return the staged rows of a table with these columns, less those of versions that are not kept."""
    kind = next((key for key in ("article_version_id", "statement_id") if key in columns), None)
    if kind is None:
        return relation
    cursor.register("unfolded", relation)
    return cursor.query(
        read_text("versions", f"unfolded_by_{'version' if kind == 'article_version_id' else 'statement'}.sql")
    )


def describe_edits(cursor: duckdb.DuckDBPyConnection) -> None:
    """Describe the edit between each two successive versions that have none, in the articles this load touched."""
    sql_files.execute(cursor, "versions", "edits_to_describe.sql")
    described: list[tuple[str, str, str, int, int]] = []
    for version, former, former_text, text in sql_files.stream(cursor, "versions", "texts_to_compare.sql"):
        found = edit(former_text, text)
        described.append((version, former, found.diff, found.words_removed, found.words_added))
    table = pa.table(list(map(list, zip(*described, strict=True))) or [[]] * 5, schema=_EDITS)
    with sql_files.registered(cursor, "incoming_edits", table):
        sql_files.execute(cursor, "versions", "store_edits.sql")
