"""acquire: planned requests → WARC records, in batches. Every response is archived first. Nothing is interpreted.

But for one thing: a story told on several pages is fetched to its end.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from pathlib import Path

from flows.adapters.addresses import AddressPolicy
from flows.adapters.archive import ArchiveWriter
from flows.adapters.http import Http
from flows.settings import Settings
from flows.workers import Watch
from schemas.errors import ParseError
from schemas.response import Fetch, FetchPlan
from schemas.run import StepReport
from transforms.articles.paging import MAX_PAGES, next_page
from transforms.wire.decoding import decode_content
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
        plans: Sequence[FetchPlan] = batch.plans
        while plans:
            following: list[FetchPlan] = []

            def keep_and_follow(fetch: Fetch, following: list[FetchPlan] = following) -> None:
                keep(fetch)
                following.extend(_next_pages(fetch))

            await http.fetch_all(plans, keep_and_follow)
            plans = following


def _next_pages(fetch: Fetch) -> Iterator[FetchPlan]:
    """Yield the request for the page that follows this one in its story, when there is one."""
    plan, response = fetch.plan, fetch.response
    if plan.kind != "article" or plan.page_number >= MAX_PAGES or response is None or response.status != HTTPStatus.OK:
        return
    try:
        body = decode_content(response.body, response.header("content-encoding"), url=response.url)
    except ParseError:  # derive says what is wrong with it
        return
    if url := next_page(body.decode("latin-1"), response.url) if b"next" in body else None:
        yield replace(
            plan,
            url=url,
            etag=None,
            last_modified=None,
            page_of=plan.page_of or plan.url,
            page_number=plan.page_number + 1,
        )


def _outcome(fetch: Fetch) -> str:
    status = fetch.response.status if fetch.response else 0
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
