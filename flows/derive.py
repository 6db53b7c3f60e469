"""derive: WARC records → staged rows, in batches that run in killable worker processes. No network, no clock."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from flows.adapters import archive, staging
from flows.adapters.earlier import with_payload
from flows.adapters.knowledge_base import open_knowledge
from flows.workers import Watch
from schemas.errors import ArchiveError
from schemas.feed import Outlet
from schemas.response import ArchivedFetch, Fetch
from schemas.run import Refusal, StepReport
from transforms.wire.urls import registrable_domain

BATCH_SIZE = 40  # articles: some 2 s of work, lost at most when a worker dies
_LIGHT = 0.04  # of an article's work: a 304, a robots.txt, a failure, of which nothing but the request is told

KILLED = {
    "cpu-limit": "extraction used more CPU time than one article may have",
    "time-limit": "extraction took more time than one article may have",
    "memory-limit": "extraction used more memory than one article may have",
    "worker-died": "the worker process extracting it died",
}


@dataclass(frozen=True, slots=True)
class DeriveBatch:
    """Some records of one WARC file, and where their rows go. `warc_file` is named as rows name it.

    The later pages of a story stand behind its first.
    """

    name: str
    archive_dir: Path
    warc_file: str
    offsets: tuple[int, ...]
    run_dir: Path
    knowledge_dir: Path
    outlets: Mapping[str, Outlet]  # by their registrable domains


@dataclass(frozen=True, slots=True)
class _Story:
    """Where the records of a story lie, its later pages behind its first; `work` in articles."""

    offsets: list[int]
    work: float


@dataclass(frozen=True, slots=True)
class WarcPlan:
    """What is to be derived from some WARC files: the batches, and the files whose tail could not be read."""

    batches: tuple[DeriveBatch, ...]
    refusals: tuple[Refusal, ...]


def plan_batches(
    files: Sequence[str],
    *,
    label: str,
    archive_dir: Path,
    run_dir: Path,
    knowledge_dir: Path,
    outlets: Sequence[Outlet],
    wanted: Callable[[archive.ArchiveEntry], bool] = lambda _: True,
) -> WarcPlan:
    """Cut the wanted records of the files into batches of about the same work, named from `label`.

    A broken file gives all its whole records and a refusal.
    """
    by_domain = {registrable_domain(outlet.domain): outlet for outlet in outlets}
    batches: list[DeriveBatch] = []
    refusals: list[Refusal] = []
    for number, name in enumerate(files):
        stories: list[_Story] = []
        first_pages: dict[str, _Story] = {}
        try:
            for entry in archive.scan(archive_dir / name):
                if not wanted(entry):
                    continue
                if entry.page_of in first_pages:
                    first_pages[entry.page_of].offsets.append(entry.pointer.offset)
                    continue
                is_light = entry.status != 200 or entry.kind == "robots"
                stories.append(_Story([entry.pointer.offset], _LIGHT if is_light else 1))
                first_pages[entry.plan_url] = stories[-1]
        except ArchiveError as error:
            refusals.append(
                Refusal("fetch", "broken-warc", str(error), str(name), warc_file=name, warc_offset=error.offset)
            )
        for start, offsets in _cut(stories):
            batches.append(
                DeriveBatch(
                    name=f"{label}-{number:05d}-{start:08d}",
                    archive_dir=archive_dir,
                    warc_file=name,
                    offsets=offsets,
                    run_dir=run_dir,
                    knowledge_dir=knowledge_dir,
                    outlets=by_domain,
                )
            )
    return WarcPlan(tuple(batches), tuple(refusals))


def _cut(stories: Sequence[_Story]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield runs of stories that are a batch's work: the number of the first, and the offsets of all."""
    start, work = 0, 0.0
    for end, story in enumerate(stories, start=1):
        work += story.work
        if work >= BATCH_SIZE or end == len(stories):
            yield start, tuple(chain.from_iterable(story.offsets for story in stories[start:end]))
            start, work = end, 0.0


def derive_batch(batch: DeriveBatch, watch: Watch) -> StepReport:
    """Derive every record of the batch and stage the rows, once, at the end: running it again changes nothing."""
    from transforms.derive import Derived, derive, refuse  # it reads language: only the workers need that

    started = time.monotonic()
    knowledge = open_knowledge(batch.knowledge_dir)
    derived = Derived()
    for item, (archived, *pages) in enumerate(_stories(batch)):
        reason = watch.refused.get(item)
        if reason is None:
            watch.start(item)
            try:
                fetch = _with_payload(archived.fetch, batch.archive_dir)
                derived.extend(derive(replace(archived, fetch=fetch), batch.outlets, knowledge, pages))
                continue
            except MemoryError:
                reason = "memory-limit"
            except ArchiveError as error:
                derived.extend(refuse(archived, "missing-payload", str(error), pages))
                continue
        derived.extend(refuse(archived, reason, KILLED[reason], pages))
    watch.unlimited()
    staging.write_batch(batch.run_dir, batch.name, derived.rows)
    return StepReport(
        step="derive",
        batch=batch.name,
        counts={table: len(new) for table, new in derived.rows.items()},
        duration_ms=round((time.monotonic() - started) * 1000),
    )


def _with_payload(fetch: Fetch, archive_dir: Path) -> Fetch:
    """A feed that was sent unchanged still says what it offers; of an article, the earlier capture said it all."""
    return fetch if fetch.plan.kind == "article" else with_payload(fetch, archive_dir)


def _stories(batch: DeriveBatch) -> Iterator[list[ArchivedFetch]]:
    """Yield the records of the batch, each with the later pages of its story."""
    story: list[ArchivedFetch] = []
    for archived in _records(batch):
        if story and archived.fetch.plan.page_of == story[0].fetch.plan.url:
            story.append(archived)
            continue
        if story:
            yield story
        story = [archived]
    if story:
        yield story


def _records(batch: DeriveBatch) -> Iterator[ArchivedFetch]:
    for offset in batch.offsets:
        archived = archive.read_at(batch.archive_dir / batch.warc_file, offset)
        yield replace(archived, pointer=replace(archived.pointer, warc_file=batch.warc_file))
