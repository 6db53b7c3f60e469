"""Ties wordings of statements that are nearly the same words, for the statements a load brought."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import duckdb
import pyarrow as pa

from flows.adapters import sql_files
from transforms.statements.clusters import block_keys, core, grouped, same_words

_KEYS = pa.schema([("wording_id", pa.string()), ("wording_keys", pa.list_(pa.int64()))])
_WANTED = pa.schema([("wording_id", pa.string())])
_JOINED = pa.schema([("wording_id", pa.string()), ("group_id", pa.string())])


def tie(cursor: duckdb.DuckDBPyConnection) -> None:
    """Find the wordings this load brought, tie each to those alike it, and name the clusters that result.

    Called in the load's transaction when its statements are merged. What is new is compared with the wordings that
    share its keys, and with nothing else.
    """
    candidates = _candidates(cursor, _keys(sql_files.execute(cursor, "wordings", "new_wordings.sql")))
    cores = {wording: core(text) for wording, text in sql_files.stream(cursor, "wordings", "texts.sql")}
    # (a wording of which all statements were taken back still has its keys, and no words)
    pairs = [(one, other) for one, other in candidates if {one, other} <= cores.keys()]
    pairs = [(one, other) for one, other in pairs if same_words(cores[one], cores[other])]
    former = _former(cursor, {wording for pair in pairs for wording in pair})
    _name(cursor, grouped(pairs, former))
    sql_files.execute(cursor, "wordings", "statement_clusters.sql")


def _keys(unkeyed: sql_files.Rows) -> pa.Table:
    """Make the keys of wordings that were staged without, or never."""
    made = [(wording, sorted(block_keys(core(text)))) for wording, text in unkeyed]
    return pa.table([[row[place] for row in made] for place in range(2)], schema=_KEYS)


def _candidates(cursor: duckdb.DuckDBPyConnection, made: pa.Table) -> sql_files.Rows:
    """Store the keys of the new wordings; return the pairs of a new one and one that may be the same words."""
    with sql_files.registered(cursor, "made_keys", made):
        return sql_files.execute(cursor, "wordings", "candidates.sql")


def _former(cursor: duckdb.DuckDBPyConnection, wordings: Iterable[str]) -> dict[str, str]:
    with sql_files.registered(cursor, "wanted_wordings", pa.table([sorted(wordings)], schema=_WANTED)):
        return dict(sql_files.execute(cursor, "wordings", "tied.sql"))


def _name(cursor: duckdb.DuckDBPyConnection, groups: Mapping[str, str]) -> None:
    joined = pa.table([list(groups), list(groups.values())], schema=_JOINED)
    with sql_files.registered(cursor, "joined_wordings", joined):
        sql_files.execute(cursor, "wordings", "name_clusters.sql")
