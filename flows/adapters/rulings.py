"""Human rulings on entities, written to the warehouse and followed at once: merge, never-merge, rename, split, undo.

The rows of `mentions` and `statements` keep what was extracted; `entity_links` tells what counts as what, and every
view goes through it. Only a split moves rows, to an entity that no extraction gives, so that it can be undone exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from flows.adapters import sql_files, warehouse_file
from flows.adapters.entity_links import relink
from schemas.errors import ConfigurationError, WarehouseError
from schemas.ids import stable_id
from schemas.ruling import Ruling

_SHOWN = 5  # of the entities a name can mean


@dataclass(frozen=True, slots=True)
class Named:
    """An entity as a person finds it again. `canonical_id` differs from `entity_id` when it counts as another."""

    entity_id: str
    canonical_id: str
    name: str
    type: str
    wikidata_id: str | None
    description: str | None
    mentions: int


class Rulings:
    """Rulings on the entities of one open warehouse; `now` and `decided_by` are written into each."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, path: Path, *, now: datetime, decided_by: str | None = None
    ) -> None:
        self._connection = connection
        self._path = path
        self._now = now
        self._decided_by = decided_by

    def merge(self, one: str, into: str, reason: str | None) -> Ruling:
        """Rule that one entity is another: both, and all that counts as either, count as `into` from now on."""
        first, second = find_one(self._connection, one), find_one(self._connection, into)
        if first.canonical_id == second.canonical_id:
            raise ConfigurationError(f"{one} and {into} count as one already: {second.name} ({second.canonical_id})")
        return self._decide("merge", first.canonical_id, reason, other_entity_id=second.canonical_id)

    def never_merge(self, one: str, other: str, reason: str | None) -> Ruling:
        """Rule that two entities are two, whatever evidence comes; what evidence alone made one is taken apart."""
        first, second = find_one(self._connection, one), find_one(self._connection, other)
        if first.entity_id == second.entity_id:
            raise ConfigurationError(f"{one} and {other} are one row: {first.entity_id}; to part it: entities split")
        return self._decide("never_merge", first.entity_id, reason, other_entity_id=second.entity_id)

    def rename(self, entity: str, name: str, reason: str | None) -> Ruling:
        """Give an entity, and all that counts as it, another canonical name."""
        return self._decide("rename", find_one(self._connection, entity).canonical_id, reason, new_name=_clean(name))

    def split(self, entity: str, name: str, places: Iterable[str], reason: str | None) -> Ruling:
        """Rule that an entity is another one, called `name`, in some articles and outlets, those of later runs too."""
        found, wanted = find_one(self._connection, entity), list(places)
        if any(ruling.other_entity_id == found.entity_id for ruling in self._holding("split")):
            raise ConfigurationError(f"{entity} was itself made by a split; undo that one, and split anew")
        [(article_ids, outlet_ids, unknown)] = self._query("scope.sql", {"wanted": wanted})
        if unknown or not wanted:
            raise ConfigurationError(
                f"no article or outlet is called {', '.join(unknown) or 'so'}: give ids or addresses"
            )
        return self._decide(
            "split", found.entity_id, reason, new_name=_clean(name), outlet_ids=tuple(outlet_ids),
            article_ids=tuple(article_ids),
        )  # fmt: skip

    def undo(self, decision_id: str | None) -> Ruling:
        """Take back a ruling that holds, the newest when none is named; the rows are again what they were."""
        holding = self._holding()
        found = [ruling for ruling in holding if decision_id in (None, ruling.decision_id)]
        if not found:
            raise ConfigurationError(f"no ruling {decision_id or ''} holds: see onrecord entities decisions")
        ruling = found[0]
        for other in holding:
            speaks_of = (other.entity_id, other.other_entity_id)
            if ruling.kind == "split" and other is not ruling and ruling.other_entity_id in speaks_of:
                raise ConfigurationError(f"another ruling is on what it made; first: entities undo {other.decision_id}")
        with warehouse_file.writing(self._connection, self._path):
            self._query("revoke.sql", {"decision_id": ruling.decision_id, "revoked_at": self._now})
            if ruling.kind == "split":
                self._query("unsplit.sql", asdict(ruling))
            self._follow(ruling)
        return replace(ruling, revoked_at=self._now)

    def remember(self, journal: Iterable[Ruling]) -> int:
        """Follow the rulings of a journal that this warehouse does not know, or has not taken back; return how many.

        So a warehouse made anew from the archive, or put back from a snapshot, is ruled as the lost one was.
        """
        known = {ruling.decision_id: ruling for ruling in read_rulings(self._connection)}
        news = [r for r in journal if r.decision_id not in known or r.revoked_at != known[r.decision_id].revoked_at]
        if not news:
            return 0
        with warehouse_file.writing(self._connection, self._path):
            for ruling in news:
                if ruling.decision_id not in known:
                    self._query("record.sql", asdict(ruling))
                    if ruling.kind == "split" and ruling.revoked_at is None:
                        self._query("split.sql", {"decision_id": ruling.decision_id})
                elif ruling.kind == "split" and ruling.revoked_at is not None:
                    self._query("unsplit.sql", asdict(ruling))
                self._query("revoke.sql", {"decision_id": ruling.decision_id, "revoked_at": ruling.revoked_at})
            self._follow(*news)
        return len(news)

    def all(self) -> list[Ruling]:
        """Return all rulings ever made, the newest first."""
        return read_rulings(self._connection)

    def _decide(self, kind: str, entity_id: str, reason: str | None, **columns: Any) -> Ruling:
        what = [str(value) for value in columns.values()]
        key = stable_id("decision", kind, entity_id, *what, self._now.isoformat())
        if kind == "split":
            columns["other_entity_id"] = stable_id("entity", "split", key)
        ruling = Ruling(key, kind, entity_id, self._now, reason=reason, decided_by=self._decided_by, **columns)
        with warehouse_file.writing(self._connection, self._path):
            self._query("record.sql", asdict(ruling))
            if kind == "split":
                self._query("split.sql", {"decision_id": key})
            self._follow(ruling)
            for apart, merged_by, one, other in self._query("conflicts.sql", {}):
                against = merged_by if kind == "never_merge" else apart
                raise ConfigurationError(
                    f"nothing was ruled: {one} and {other} would be kept apart and be one; first take the other ruling "
                    f"back: onrecord entities undo {against}"
                )
        return ruling

    def _follow(self, *rulings: Ruling) -> None:
        """Make the links anew; only what a split moves may tell something else of who is who."""
        relink(self._connection, after="split" if any(ruling.kind == "split" for ruling in rulings) else "ruling")

    def _holding(self, kind: str | None = None) -> list[Ruling]:
        """The rulings that hold, the newest first."""
        return [r for r in read_rulings(self._connection) if r.revoked_at is None and kind in (None, r.kind)]

    def _query(self, name: str, values: Mapping[str, object]) -> sql_files.Rows:
        try:
            return sql_files.execute(self._connection, "rulings", name, values)
        except duckdb.Error as error:
            raise WarehouseError(f"{self._path}: rulings/{name} failed, nothing was ruled: {error}") from error


def find_one(connection: duckdb.DuckDBPyConnection, wanted: str) -> Named:
    """Return the entity that an id, a Wikidata id or a whole name means. ConfigurationError: none, or several."""
    found = [Named(*row) for row in sql_files.execute(connection, "rulings", "entities_meant.sql", {"wanted": wanted})]
    if not found:
        raise ConfigurationError(f"no entity is called {wanted!r}; look for it: onrecord entities find {wanted!r}")
    if found[0].entity_id == wanted or len({entity.canonical_id for entity in found}) == 1:
        return found[0]
    told = "; ".join(f"{e.entity_id} ({e.type}, {e.wikidata_id or e.description or 'NIL'}, {e.mentions} mentions)"
                     for e in found[:_SHOWN])  # fmt: skip
    raise ConfigurationError(f"{wanted!r} can be {len(found)} entities; give an id: {told}")


def read_rulings(connection: duckdb.DuckDBPyConnection) -> list[Ruling]:
    """Return all rulings ever made, the newest first."""
    return [
        Ruling(
            decision_id=key, kind=kind, entity_id=entity, decided_at=decided_at, other_entity_id=other, new_name=name,
            outlet_ids=tuple(outlets or ()) or None, article_ids=tuple(articles or ()) or None, reason=reason,
            decided_by=by, revoked_at=revoked_at,
        )
        for key, kind, entity, _, other, _, name, outlets, articles, reason, by, decided_at, revoked_at
        in sql_files.execute(connection, "rulings", "all.sql")
    ]  # fmt: skip


def _clean(name: str) -> str:
    cleaned = " ".join(name.split())
    if not cleaned:
        raise ConfigurationError("the new name is empty")
    return cleaned
