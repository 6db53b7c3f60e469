"""Makes `entity_links` anew, in a write transaction: which entity counts as which; statements follow by their names."""

from __future__ import annotations

from typing import Literal

import duckdb
import pyarrow as pa

from flows.adapters import sql_files
from transforms.entities.links import Candidate, Evidence, Merge, link_entities

_WANTED = pa.schema([("entity_id", pa.string())])
_LINKS = pa.schema([(name, pa.string()) for name in ("entity_id", "canonical_id", "origin", "reason")])


def relink(cursor: duckdb.DuckDBPyConnection, *, after: Literal["load", "ruling", "split"]) -> None:
    """Follow every ruling that holds and all evidence in the warehouse; no text is read again.

    A load looks for evidence in what it touched, and a split, made or undone, in everything; the rest tells what it
    told before. The outcome depends on the rows alone, not on the order they came in. What stays as it was is not
    written.
    """
    rulings = sql_files.execute(cursor, "links", "rulings.sql")
    merges = [Merge(decision, one, into) for decision, kind, one, into in rulings if kind == "merge"]
    apart = [(one, other) for _, kind, one, other in rulings if kind == "never_merge"]
    if after == "load":
        sql_files.execute(cursor, "links", "touched_by_load.sql")
    else:
        sql_files.execute(cursor, "links", "touched_by_ruling.sql", {"is_split": after == "split"})
    evidence = [Evidence(*row) for row in sql_files.execute(cursor, "links", "evidence.sql")]
    spoken_of = {entity for _, _, *pair in rulings for entity in pair}
    spoken_of |= {entity for found in evidence for entity in (found.entity_id, found.other_id)}
    with sql_files.registered(cursor, "wanted_entities", pa.table([sorted(spoken_of)], schema=_WANTED)):
        candidates = [Candidate(*row) for row in sql_files.execute(cursor, "links", "candidates.sql")]
    links = link_entities({found.entity_id: found for found in candidates}, merges, apart, evidence)
    columns = [[getattr(link, name) for link in links] for name in _LINKS.names]
    with sql_files.registered(cursor, "incoming_links", pa.table(columns, schema=_LINKS)):
        sql_files.execute(cursor, "links", "relink.sql")
    sql_files.execute(cursor, "links", "retell.sql")
