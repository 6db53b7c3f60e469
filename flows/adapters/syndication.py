"""Finds, for the article versions a load brought, the articles that carry the same story, and names the clusters."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import numpy as np
import pyarrow as pa

from flows.adapters import sql_files
from transforms.articles.copies import (
    SKETCH_BYTES,
    Shingles,
    are_likely_copies,
    block_keys,
    is_copy,
    shared,
    shingles,
    signature,
    sketch,
    unpacked,
)
from transforms.statements.clusters import grouped

_SLICE = 50_000  # versions or pairs in memory at once: some 100 MB, whatever the size of the load
_KEYS = pa.schema([("article_version_id", pa.string()), ("copy_keys", pa.list_(pa.uint32())), ("sketch", pa.binary())])
_LIKELY = pa.schema([("candidate_number", pa.int64())])
_PAIRS = pa.schema([("article_version_id", pa.string()), ("other_version_id", pa.string()), ("share", pa.float64())])
_GROUPED = pa.schema([("article_id", pa.string()), ("group_id", pa.string())])


def tie(cursor: duckdb.DuckDBPyConnection) -> None:
    """Compare the new versions with those that share a key with them, and regroup the articles this touches.

    Called in the load's transaction when its versions are merged. Every pair found is kept: a version that a later
    extraction replaces takes its pairs with it, and its cluster falls apart where nothing else holds it.
    """
    for slice_ in _slices(cursor, "new_versions.sql"):
        _store_keys(cursor, _shingles(cursor, "new_texts.sql", slice_))
    with sql_files.registered(cursor, "likely_candidates", _likely_candidates(cursor)):
        slices = _slices(cursor, "likely_copies.sql")
    for slice_ in slices:
        _store_pairs(cursor, slice_)
    sql_files.execute(cursor, "syndication", "touched_articles.sql")
    groups = grouped(sql_files.stream(cursor, "syndication", "paired_articles.sql"), {})
    joined = pa.table([list(groups), list(groups.values())], schema=_GROUPED)
    with sql_files.registered(cursor, "grouped_articles", joined):
        sql_files.execute(cursor, "syndication", "name_clusters.sql")


def _slices(cursor: duckdb.DuckDBPyConnection, name: str) -> list[int]:
    return [number for (number,) in sql_files.execute(cursor, "syndication", name, {"slice_size": _SLICE})]


def _store_keys(cursor: duckdb.DuckDBPyConnection, found: Mapping[str, Shingles]) -> None:
    signatures = [signature(of) for of in found.values()]
    columns = [list(found), list(map(block_keys, signatures)), list(map(sketch, signatures))]
    with sql_files.registered(cursor, "incoming_keys", pa.table(columns, schema=_KEYS)):
        sql_files.execute(cursor, "syndication", "store_keys.sql")


def _likely_candidates(cursor: duckdb.DuckDBPyConnection) -> pa.Table:
    """Find the pairs that share a key, and leave those whose sketches are alike, or of which one has none."""
    sketches = [of for (of,) in sql_files.execute(cursor, "syndication", "candidates.sql")]
    has_none = np.array([of is None for of in sketches], dtype=np.bool_)
    bytes_ = b"".join(of or bytes(SKETCH_BYTES) for of in sketches)
    table = np.frombuffer(bytes_, dtype=np.uint8).reshape(-1, SKETCH_BYTES)
    likely = [np.empty(0, dtype=np.int64)]
    for batch in sql_files.batches(cursor, "syndication", "candidate_numbers.sql"):
        numbers, one, other = (column.to_numpy(zero_copy_only=False) for column in batch.columns)
        likely.append(numbers[has_none[one] | has_none[other] | are_likely_copies(table[one], table[other])])
    return pa.table([np.concatenate(likely)], schema=_LIKELY)


def _store_pairs(cursor: duckdb.DuckDBPyConnection, slice_: int) -> None:
    found = _shingles(cursor, "candidate_texts.sql", slice_)
    pairs = sql_files.execute(cursor, "syndication", "candidate_pairs.sql", {"slice": slice_})
    compared = [(one, other, shared(found[one], found[other])) for one, other in pairs]
    copies = [row for row in compared if is_copy(row[2])]
    table = pa.table([[row[place] for row in copies] for place in range(3)], schema=_PAIRS)
    with sql_files.registered(cursor, "incoming_pairs", table):
        sql_files.execute(cursor, "syndication", "store_pairs.sql")


def _shingles(cursor: duckdb.DuckDBPyConnection, name: str, slice_: int) -> dict[str, Shingles]:
    """Read the texts of a slice some hundred at a time, and keep their shingles only."""
    return {
        version: shingles(text) if data is None else unpacked(data)
        for version, text, data in sql_files.stream(cursor, "syndication", name, {"slice": slice_})
    }
