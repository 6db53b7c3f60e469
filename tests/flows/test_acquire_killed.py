"""kill -9 of acquire at any moment: nothing lost, nothing asked for twice, the archive readable by others."""

from __future__ import annotations

import pickle
import random
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastwarcIterator
from warcio.archiveiterator import ArchiveIterator as WarcioIterator
from warcio.exceptions import ArchiveLoadFailed

from flows import derive
from flows.acquire import AcquireBatch, acquire_batch
from flows.adapters.archive import read_fetches
from flows.adapters.warc import read_records
from flows.workers import Watch
from schemas.errors import ArchiveError
from schemas.response import FetchPlan
from tests.flows.news_site import NewsSite, article, serving

HOSTS, STORIES = 6, 12
ACQUIRE = (
    "import pickle, sys; from flows.acquire import acquire_batch; from flows.workers import Watch\n"
    "batch = pickle.load(sys.stdin.buffer); print('begins', flush=True); acquire_batch(batch, Watch()); print('done')"
)


def batch_of(site: NewsSite, home: Path) -> AcquireBatch:
    urls = [f"paper-{number % HOSTS}.example/{number // HOSTS}" for number in range(HOSTS * STORIES)]
    for url in urls:
        site.publish(url, article(url))
    plans = tuple(FetchPlan("article", f"http://{url}") for url in urls)
    return AcquireBatch("00001", plans, "2026/11/16/night-00001", site.settings(home))


def ids_by_others(path: Path) -> list[list[str]]:
    """The ids of the records that two other tools read before they end or give up."""
    found: list[list[str]] = [[], []]
    with path.open("rb") as file, suppress(OSError):
        found[0].extend(record.record_id for record in FastwarcIterator(file))
    with path.open("rb") as file, suppress(ArchiveLoadFailed, EOFError):
        found[1].extend(record.rec_headers.get_header("WARC-Record-ID") for record in WarcioIterator(file))
    return found


def whole_ids(path: Path) -> list[str]:
    ids = []
    with suppress(ArchiveError):
        ids.extend(record.id for record in read_records(str(path)))
    return ids


def answered(path: Path) -> list[str]:
    """The addresses of which a whole answer lies in the file."""
    urls = []
    with suppress(ArchiveError):
        urls.extend(archived.fetch.plan.url for archived in read_fetches(path) if archived.fetch.plan.kind == "article")
    return urls


@pytest.mark.long
@pytest.mark.parametrize("seed", range(6))
def test_a_killed_batch_is_finished_without_asking_twice(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    with serving(NewsSite()) as site:
        batch = batch_of(site, tmp_path)
        process = subprocess.Popen(
            [sys.executable, "-c", ACQUIRE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(pickle.dumps(batch))
        process.stdin.close()
        assert process.stdout.readline() == b"begins\n"
        time.sleep(draw.uniform(0.1, 0.9))
        process.kill()
        process.wait()
        process.stdout.close()
        left = tmp_path / "archive" / "2026/11/16/night-00001.warc.gz"
        first = answered(left) if left.exists() else []
        if left.exists():  # what was lost with the machine: some bytes of the end
            left.write_bytes(left.read_bytes()[: -draw.randrange(1, 400)])
            kept = whole_ids(left)
            assert [theirs[: len(kept)] for theirs in ids_by_others(left)] == [kept, kept]
            named = derive.plan_batches(
                ["2026/11/16/night-00001.warc.gz"], label="left", archive_dir=tmp_path / "archive",
                run_dir=tmp_path, knowledge_dir=tmp_path, outlets=(),
            ).refusals  # fmt: skip
            assert [refusal.reason for refusal in named] == ["broken-warc"]
            assert len(first) - 1 <= len(answered(left)) <= len(first)
            first = answered(left)
        site.asked()
        report = acquire_batch(batch, Watch())
        second = ["http://" + url for url, _ in site.asked()]
    wanted = Counter(plan.url for plan in batch.plans)
    assert Counter(first) + Counter(second) == wanted
    assert Counter(url for name in report.outputs for url in answered(tmp_path / "archive" / name)) == wanted
    assert report.counts == {"article_fetched": len(batch.plans)}
