"""The record of a human ruling on entities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

RULING_KINDS: tuple[str, ...] = ("merge", "never_merge", "rename", "split")


@dataclass(frozen=True, slots=True)
class Ruling:
    """One row of `entity_decisions`: see its columns' comments. `kind`: one of RULING_KINDS."""

    decision_id: str
    kind: str
    entity_id: str
    decided_at: datetime
    other_entity_id: str | None = None
    new_name: str | None = None
    outlet_ids: tuple[str, ...] | None = None
    article_ids: tuple[str, ...] | None = None
    reason: str | None = None
    decided_by: str | None = None
    revoked_at: datetime | None = None
