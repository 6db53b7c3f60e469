"""A human ruling from its first line to its last: the lock, the warehouse, the journal, the published file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flows.adapters.lock import Lock
from flows.adapters.ruling_journal import read_journal, write_journal
from flows.adapters.rulings import Rulings
from flows.adapters.snapshots import publish
from flows.adapters.warehouse import Warehouse
from flows.settings import Settings
from schemas.errors import WarehouseError
from schemas.ruling import Ruling


def rule(settings: Settings, make: Callable[[Rulings], Ruling], *, now: datetime, decided_by: str | None) -> Ruling:
    """Make one ruling, publish the warehouse that follows it, and return it.

    LockHeld while a run is under way. ConfigurationError: nobody is meant, or a ruling speaks against it; then nothing
    was changed. WarehouseError: there is no warehouse yet, or it needs attention.
    """
    if not settings.work_file.exists():
        raise WarehouseError(f"{settings.work_file}: nothing is loaded yet; fill the warehouse first: onrecord run")
    with Lock(settings.lock_file, f"ruling-{now:%Y%m%dT%H%M%S}", now):
        with Warehouse.open(settings.work_file, memory_limit=settings.memory_limit, threads=settings.jobs) as warehouse:
            rulings = warehouse.rulings(now=now, decided_by=decided_by)
            rulings.remember(read_journal(settings.journal))
            ruling = make(rulings)
            write_journal(settings.journal, rulings.all())
            warehouse.keep_answers()
        publish(settings.work_file, settings.published_file, settings.snapshots)
    return ruling
