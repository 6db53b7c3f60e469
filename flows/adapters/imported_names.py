"""History named anew after an import: entities loaded as nobody's count as those the imported base has by that name."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from flows.adapters import sql_files, warehouse_file
from flows.adapters.entity_links import relink
from schemas.entity import Entity
from schemas.errors import WarehouseError
from transforms.entities.knowledge import Knowledge

_NAMES = ("entity_id", "other_id", "type", "name", "wikidata_id", "description", "country")
_COLUMNS = pa.schema([(name, pa.string()) for name in _NAMES])


def name_history(path: Path, knowledge: Knowledge, memory_limit: str, run_id: str, now: datetime) -> int:
    """Link what the warehouse holds to the one entity of `knowledge` that has its whole name; return how many.

    No text is read again: only links change, so a ruling, or a base without the name, takes each back. Of a name that
    several bear, or of another type, nothing is told. WarehouseError: the file needs attention; nothing was changed.
    """
    with closing(warehouse_file.connect(path, memory_limit=memory_limit)) as connection:
        try:
            with warehouse_file.writing(connection, path):
                unknown = sql_files.execute(connection, "links", "unknown_names.sql")
                told = [(key, who) for key, name, kind in unknown if (who := _bearer(knowledge, name, kind, key))]
                rows = [
                    (key, who.entity_id, who.type, who.name, who.wikidata_id, who.description, who.country)
                    for key, who in told
                ]
                columns = [[row[place] for row in rows] for place in range(len(_NAMES))]
                with sql_files.registered(connection, "incoming_evidence", pa.table(columns, schema=_COLUMNS)):
                    sql_files.execute(connection, "links", "import.sql", {"run_id": run_id, "loaded_at": now})
                relink(connection, after="ruling")
                sql_files.execute(connection, "kept", "keep_answers.sql")
            connection.execute("checkpoint")
        except duckdb.Error as error:
            raise WarehouseError(f"{path}: nothing was named anew: {error}") from error
    return len(told)


def _bearer(knowledge: Knowledge, name: str, kind: str, key: str) -> Entity | None:
    """The one entity of that type that bears the name; None when several do, or it is the very one."""
    bearers = {
        sense.entity.entity_id: sense.entity
        for sense in knowledge.senses(name)
        if sense.kind == "name" and sense.entity.type == kind
    }
    return next(iter(bearers.values())) if len(bearers) == 1 and key not in bearers else None
