"""The journal of rulings beside the warehouse: what people decided outlives a warehouse that is lost or put back.

<home>/entity_decisions.jsonl      one line per ruling ever made, the oldest first; replaced by rename
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from schemas.errors import WarehouseError
from schemas.ruling import Ruling


def write_journal(path: Path, rulings: Iterable[Ruling]) -> None:
    """Write all rulings, whole or not at all."""
    partial = path.with_name(f".{path.name}.partial")
    with partial.open("w", encoding="utf-8") as file:
        for ruling in sorted(rulings, key=lambda r: (r.decided_at, r.decision_id)):
            file.write(json.dumps(asdict(ruling), ensure_ascii=False, default=datetime.isoformat) + "\n")
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def read_journal(path: Path) -> list[Ruling]:
    """Return the rulings, the oldest first; none when there is no journal. WarehouseError: it cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    try:
        return [_ruling(json.loads(line)) for line in lines]
    except (ValueError, KeyError, TypeError) as error:
        raise WarehouseError(f"{path}: unreadable ({error}); set it aside to go on without those rulings") from error


def _ruling(told: dict[str, Any]) -> Ruling:
    for name in ("decided_at", "revoked_at"):
        told[name] = datetime.fromisoformat(told[name]) if told[name] else None
    for name in ("outlet_ids", "article_ids"):
        told[name] = tuple(told[name]) if told[name] else None
    return Ruling(**told)
