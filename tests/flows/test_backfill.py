"""Backfills: what is chosen, that running them again or over the whole archive changes no row."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows.backfill import BackfillRequest, run_backfill
from flows.execution import LocalExecution
from flows.ledger import RunSummary
from flows.settings import Settings
from flows.subscription import read_subscription
from flows.workers import Workers
from tests.flows.lines import checksums, rows, run_edition


@pytest.fixture(scope="module")
def nightly_home(tmp_path_factory: pytest.TempPathFactory, newsroom_folder: Path) -> Path:
    """A home after a night on the sample newsroom."""
    home = tmp_path_factory.mktemp("nightly")
    run_edition(home, newsroom_folder, 1)
    return home


def backfill(home: Path, newsroom_folder: Path, **request: object) -> RunSummary:
    settings = Settings(home=home, jobs=2)
    subscription = read_subscription(newsroom_folder / "feeds.toml")
    with Workers(settings.jobs) as workers:
        asked = BackfillRequest(**request)  # type: ignore[arg-type]
        return run_backfill(asked, subscription, settings, LocalExecution(workers), datetime.now(UTC))


def test_deriving_the_archive_again_changes_no_row(nightly_home: Path, newsroom_folder: Path) -> None:
    before = checksums(nightly_home / "onrecord.duckdb")
    again = backfill(nightly_home, newsroom_folder)
    assert checksums(nightly_home / "onrecord.duckdb") == before
    for table in ("articles", "article_versions", "statements", "mentions", "entities", "entries", "fetches"):
        counts = again.counts["loaded"][table]
        assert (counts["new"], counts["changed"], counts["removed"]) == (0, 0, 0), table


def test_somebody_elses_warc_loads_the_same_articles(nightly_home: Path, newsroom_folder: Path, tmp_path: Path) -> None:
    files = tuple(sorted((nightly_home / "archive").rglob("*.warc.gz")))
    backfill(tmp_path, newsroom_folder, warc_files=files)
    ours, theirs = checksums(nightly_home / "onrecord.duckdb"), checksums(tmp_path / "onrecord.duckdb")
    for table in ("articles", "article_versions", "statements", "mentions", "entities"):
        assert theirs[table] == ours[table], table


def test_only_names_the_outlets(nightly_home: Path, newsroom_folder: Path, tmp_path: Path) -> None:
    files = tuple(sorted((nightly_home / "archive").rglob("*.warc.gz")))
    backfill(tmp_path, newsroom_folder, warc_files=files, only=("meridian-wire",))
    assert rows(tmp_path, "select distinct outlet_id from articles") == [("meridian-wire",)]
    assert rows(tmp_path, "select count(*) from articles") == [(8,)]


def test_since_and_until_are_half_open(nightly_home: Path, newsroom_folder: Path, tmp_path: Path) -> None:
    files = tuple(sorted((nightly_home / "archive").rglob("*.warc.gz")))
    fetched = [moment for (moment,) in rows(nightly_home, "select fetched_at from fetches order by 1")]
    middle = fetched[len(fetched) // 2]
    backfill(tmp_path, newsroom_folder, warc_files=files, until=middle)
    backfill(tmp_path, newsroom_folder, warc_files=files, since=middle, until=fetched[-1])
    loaded = [moment for (moment,) in rows(tmp_path, "select fetched_at from fetches order by 1")]
    assert loaded == fetched[:-1]
    backfill(tmp_path, newsroom_folder, warc_files=files, since=fetched[-1], until=fetched[-1] + timedelta(seconds=1))
    assert len(rows(tmp_path, "from fetches")) == len(fetched)
