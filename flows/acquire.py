"""acquire: planned requests → WARC records, in batches. Every response is archived first. Nothing is interpreted.

But for what leads on: a page that is nothing but a refresh counts like a redirect, and a story told on several pages is
fetched to its end. A batch that is run again after its worker died goes on where the archive ends: what was answered is
not asked again.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus
from types import MappingProxyType

from flows.adapters.addresses import AddressPolicy
from flows.adapters.archive_files import ArchiveFiles
from flows.adapters.earlier import Earlier, Pointers, robots_url
from flows.adapters.http import Http
from flows.settings import Settings
from flows.workers import Watch
from schemas.errors import ParseError
from schemas.response import Fetch, FetchPlan
from schemas.run import StepReport
from transforms.articles.paging import MAX_PAGES, next_page
from transforms.wire.decoding import decode_content
from transforms.wire.redirects import leads_to
from transforms.wire.schedule import batches_by_host
from transforms.wire.urls import redact, without_credentials

BATCH_SIZE = 100  # requests, at least
BATCHES_PER_JOB = 4  # so that no worker is idle for long at the end, and each asks many hosts at once


@dataclass(frozen=True, slots=True)
class AcquireBatch:
    """Requests whose hosts are in no other batch, and the WARC file that will hold what comes of them."""

    name: str
    plans: tuple[FetchPlan, ...]
    warc_stem: str  # relative to the archive, without .warc.gz
    settings: Settings
    earlier: Pointers = field(default_factory=dict)


def plan_batches(
    plans: Sequence[FetchPlan],
    *,
    run_id: str,
    first: int,
    now: datetime,
    settings: Settings,
    earlier: Pointers = MappingProxyType({}),
) -> list[AcquireBatch]:
    """Cut the plans into batches by host. The WARC files are numbered from `first`, under the day of `now`."""
    size = max(BATCH_SIZE, len(plans) // (settings.jobs * BATCHES_PER_JOB))
    batches = []
    for number, batch in enumerate(batches_by_host(plans, size), start=first):
        keys: set[tuple[str, str]] = {(plan.kind, redact(without_credentials(plan.url))) for plan in batch}
        keys |= {("robots", robots_url(plan.url)) for plan in batch}
        known = {key: earlier[key] for key in keys if key in earlier}
        stem = f"{now:%Y/%m/%d}/{run_id}-{number:05d}"
        batches.append(AcquireBatch(f"{number:05d}", tuple(batch), stem, settings, known))
    return batches


def acquire_batch(batch: AcquireBatch, watch: Watch) -> StepReport:
    """Make the requests and archive every hop. A network failure is a record too, never an exception."""
    started = time.monotonic()
    outcomes: Counter[str] = Counter()
    earlier = Earlier(batch.settings.archive, batch.earlier)
    with ArchiveFiles(batch.settings.archive, batch.warc_stem) as files:

        def count(fetch: Fetch) -> None:
            outcome = _outcome(fetch)
            if fetch.plan.kind != "robots" and outcome != "redirected":
                outcomes[f"{fetch.plan.kind}_{outcome}"] += 1
                watch.progress()

        def keep(fetch: Fetch) -> None:
            files.write(earlier.marked(fetch))
            count(fetch)

        left = [archived.fetch for archived in files.left()]
        for fetch in left:
            count(fetch)
        done = {fetch.plan for fetch in left if _outcome(fetch) != "redirected"}
        asyncio.run(_fetch_all(replace(batch, plans=_without(batch.plans, done)), earlier, keep))
    return StepReport(
        step="acquire",
        batch=batch.name,
        counts=dict(outcomes),
        duration_ms=round((time.monotonic() - started) * 1000),
        outputs=tuple(files.names),
    )


def _without(plans: Sequence[FetchPlan], done: Collection[FetchPlan]) -> tuple[FetchPlan, ...]:
    """The plans that were not carried out. The archive keeps no credentials, so they are not compared."""
    return tuple(plan for plan in plans if replace(plan, url=without_credentials(plan.url)) not in done)


async def _fetch_all(batch: AcquireBatch, earlier: Earlier, keep: Callable[[Fetch], None]) -> None:
    settings = batch.settings
    policy = AddressPolicy(settings.allow_hosts, settings.connect_to)
    async with Http(settings.user_agent, policy, earlier_robots=earlier.robots) as http:
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
    if fetch.plan.kind == "page" and status == HTTPStatus.NOT_FOUND:
        return "ended"  # WordPress has no other way to say that there is no older page
    if fetch.error_kind is not None or status >= HTTPStatus.BAD_REQUEST:
        return "failed"
    if status == HTTPStatus.NOT_MODIFIED:
        return "unchanged"
    return "redirected" if status >= HTTPStatus.MULTIPLE_CHOICES or leads_to(fetch) else "fetched"
