"""What a killed run leaves in the archive is loaded by the next, once, and an empty file costs nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.adapters.archive import ArchiveWriter
from flows.nightly import NightlyRequest
from flows.settings import Settings
from schemas.feed import Subscription
from schemas.response import Fetch, FetchPlan
from tests.flows.lines import nightly, rows

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
EMPTY = Subscription((), ())


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "home", jobs=1)


def left_behind(settings: Settings, name: str) -> Path:
    path = settings.archive / "2026/11/21" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def run_twice(settings: Settings) -> None:
    for hours in (0, 1):
        nightly(NightlyRequest(Path("feeds.toml")), EMPTY, settings, NOW + timedelta(hours=hours))


def loads(settings: Settings) -> list[int]:
    """How often each run loaded, in order."""
    query = "select count(*) filter (where step = 'deliver') from runs left join run_steps using (run_id)"
    return [count for (count,) in rows(settings.home, f"{query} group by run_id, started_at order by started_at")]


def test_a_file_without_a_fetch_costs_no_load(settings: Settings) -> None:
    with ArchiveWriter(left_behind(settings, "killed-00001.warc.gz")):
        pass
    run_twice(settings)
    assert loads(settings) == [1, 1]


def test_a_broken_file_is_told_of_once(settings: Settings) -> None:
    path = left_behind(settings, "killed-00002.warc.gz")
    path.write_bytes(b"\x1f\x8b\x08\x00cut")
    run_twice(settings)
    assert loads(settings) == [2, 1]
    assert rows(settings.home, "select reason, warc_file from quarantine") == [
        ("broken-warc", "2026/11/21/killed-00002.warc.gz")
    ]


def test_what_was_fetched_and_never_loaded_is_loaded(settings: Settings) -> None:
    with ArchiveWriter(left_behind(settings, "killed-00003.warc.gz")) as writer:
        plan = FetchPlan("article", "https://gazette.example/a")
        writer.write(Fetch(plan, plan.url, NOW, 3, error_kind="timeout", error="no whole answer in time"))
    run_twice(settings)
    assert loads(settings) == [2, 1]
    assert rows(settings.home, "select count(*) from fetches") == [(1,)]
