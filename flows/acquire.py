"""acquire: planned requests → WARC records, in batches. Nothing is interpreted; every response is archived first."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from pathlib import Path

from flows.adapters.addresses import AddressPolicy
from flows.adapters.archive import ArchiveWriter
from flows.adapters.http import Http
from flows.settings import Settings
from flows.workers import Watch
from schemas.response import Fetch, FetchPlan
from schemas.run import StepReport
from transforms.wire.schedule import batches_by_host

BATCH_SIZE = 100  # requests


@dataclass(frozen=True, slots=True)
class AcquireBatch:
    """Requests whose hosts are in no other batch, and the WARC file that will hold what comes of them."""

    name: str
    plans: tuple[FetchPlan, ...]
    warc_stem: str  # relative to the archive, without .warc.gz
    settings: Settings


def plan_batches(
    plans: Sequence[FetchPlan], *, run_id: str, first: int, now: datetime, settings: Settings
) -> list[AcquireBatch]:
    """Cut the plans into batches by host. The WARC files are numbered from `first`, under the day of `now`."""
    return [
        AcquireBatch(f"{number:05d}", tuple(batch), f"{now:%Y/%m/%d}/{run_id}-{number:05d}", settings)
        for number, batch in enumerate(batches_by_host(plans, BATCH_SIZE), start=first)
    ]


def acquire_batch(batch: AcquireBatch, watch: Watch) -> StepReport:
    """Make the requests and archive every hop. A network failure is a record too, never an exception."""
    started = time.monotonic()
    outcomes: Counter[str] = Counter()
    warc_file = _unused(batch.settings.archive, batch.warc_stem)
    with ArchiveWriter(batch.settings.archive / warc_file) as writer:

        def keep(fetch: Fetch) -> None:
            writer.write(fetch)
            outcome = _outcome(fetch)
            if fetch.plan.kind != "robots" and outcome != "redirected":
                outcomes[f"{fetch.plan.kind}_{outcome}"] += 1
                watch.progress()

        asyncio.run(_fetch_all(batch, keep))
    return StepReport(
        step="acquire",
        batch=batch.name,
        counts=dict(outcomes),
        duration_ms=round((time.monotonic() - started) * 1000),
        output=warc_file,
    )


async def _fetch_all(batch: AcquireBatch, keep: Callable[[Fetch], None]) -> None:
    settings = batch.settings
    policy = AddressPolicy(settings.allow_hosts, settings.connect_to)
    async with Http(settings.user_agent, policy) as http:
        await http.fetch_all(batch.plans, keep)


def _outcome(fetch: Fetch) -> str:
    status = fetch.response.status if fetch.response else 0
    if fetch.plan.kind == "page" and status == HTTPStatus.NOT_FOUND:
        return "ended"  # WordPress has no other way to say that there is no older page
    if fetch.error_kind is not None or status >= HTTPStatus.BAD_REQUEST:
        return "failed"
    if status == HTTPStatus.NOT_MODIFIED:
        return "unchanged"
    return "redirected" if status >= HTTPStatus.MULTIPLE_CHOICES else "fetched"


def _unused(archive_dir: Path, stem: str) -> str:
    """A WARC file is written once: a second try of a batch gets a file of its own beside what the first one left."""
    for attempt in itertools.count(1):
        name = f"{stem}.warc.gz" if attempt == 1 else f"{stem}-{attempt}.warc.gz"
        if not (archive_dir / name).exists():
            break
    (archive_dir / name).parent.mkdir(parents=True, exist_ok=True)
    return name
