"""What the published file tells of entities: who is meant, what is known of one, which may be one and the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb

from flows.adapters import sql_files
from flows.adapters.rulings import find_one
from transforms.entities.duplicates import Appearance, Pair, in_company, ranked, similar_names

_LOOKED_AT = 200_000  # entities, those named in the most articles: bounds the time
_WEIGHED = 2_000  # pairs seen in their context


def find(connection: duckdb.DuckDBPyConnection, words: str, limit: int) -> list[dict[str, Any]]:
    """Return the canonical entities that have all the words in their name or an alias, the most named first."""
    return _records(connection, "find.sql", {"words": words, "row_limit": limit})


def describe(connection: duckdb.DuckDBPyConnection, wanted: str) -> dict[str, Any]:
    """Return what the warehouse knows of one entity: the row, its aliases, what counts as it, rulings, latest quotes.

    ConfigurationError: nobody is meant, or several.
    """
    entity = find_one(connection, wanted).canonical_id
    values = {"entity_id": entity, "row_limit": 5}
    [row] = _records(connection, "show_entity.sql", values)
    return row | {
        "aliases": _records(connection, "show_aliases.sql", values),
        "counts_as_it": _records(connection, "show_links.sql", values),
        "rulings": [r for r in _records(connection, "all.sql", {}) if entity in (r["entity_id"], r["other_entity_id"])],
        "latest_quotes": _records(connection, "show_quotes.sql", values),
    }


def rulings(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Return all rulings, the newest first."""
    return _records(connection, "all.sql", {})


def duplicates(connection: duckdb.DuckDBPyConnection, limit: int) -> list[Pair]:
    """Return the likeliest duplicates, best first; none that a ruling keeps apart."""
    rows = sql_files.execute(connection, "rulings", "most_named.sql", {"row_limit": _LOOKED_AT})
    pairs = similar_names([Appearance(*row) for row in rows])[:_WEIGHED]
    by_ids = {(pair.one.entity_id, pair.other.entity_id): pair for pair in pairs}
    asked = [{"one": one, "other": other} for one, other in by_ids]
    company = sql_files.execute(connection, "rulings", "company.sql", {"pairs": asked})
    return ranked(in_company(by_ids[one, other], *weighed) for one, other, *weighed in company)[:limit]


def _records(connection: duckdb.DuckDBPyConnection, name: str, values: Mapping[str, object]) -> list[dict[str, Any]]:
    rows = sql_files.execute(connection, "rulings", name, values)
    columns = [column[0] for column in connection.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in rows]
