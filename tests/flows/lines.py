"""Running the line of data in a test: the sample newsroom or any site on loopback, in this process's workers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from flows.adapters.newsroom import Newsroom, serve
from flows.adapters.snapshots import open_snapshot
from flows.execution import LocalExecution
from flows.ledger import RunSummary
from flows.nightly import NightlyRequest, run_nightly
from flows.settings import Settings
from flows.subscription import read_subscription
from flows.workers import Workers
from schemas.feed import Subscription

NOW = datetime(2026, 11, 16, 2, 15, tzinfo=UTC)
ARE_KEPT = "select kept_answers.commit_number = commits.commit_number from kept_answers, commits"

# what a rerun must bring again, row for row: everything but the clock, the run and the place in the archive
VOLATILE = frozenset(
    [
        "statement_number",
        "run_id",
        "loaded_at",
        "fetched_at",
        "last_fetched_at",
        "first_fetched_at",
        "last_success_at",
        "seen_at",
        "last_seen_at",
        "warc_file",
        "warc_offset",
        "warc_record_id",
        "fetch_id",
        "quarantine_id",
        "duration_ms",
        "consecutive_failures",
    ]
)
STABLE_TABLES = [
    "outlets",
    "feeds",
    "entries",
    "articles",
    "article_versions",
    "entities",
    "entity_aliases",
    "mentions",
    "statements",
    "statement_mentions",
    "statement_clusters",
    "cluster_carriers",
]


def settings_for(home: Path, newsroom: Newsroom, port: int, *, jobs: int = 2) -> Settings:
    """Settings that dial the newsroom's hosts on loopback."""
    return Settings(
        home=home,
        allow_hosts=frozenset({f"127.0.0.1:{port}"}),
        connect_to=dict.fromkeys(newsroom.hosts, ("127.0.0.1", port)),
        jobs=jobs,
    )


def run_edition(home: Path, folder: Path, edition: int, *, now: datetime = NOW, **request: Any) -> RunSummary:
    """Run the nightly flow over one edition of the sample newsroom."""
    newsroom = Newsroom(folder, edition)
    asked = NightlyRequest(folder / "feeds.toml", poll_all=True, **request)
    with serve(newsroom) as port:
        return nightly(asked, read_subscription(asked.feeds), settings_for(home, newsroom, port), now)


def nightly(request: NightlyRequest, subscription: Subscription, settings: Settings, now: datetime = NOW) -> RunSummary:
    with Workers(settings.jobs) as workers:
        return run_nightly(request, subscription, settings, LocalExecution(workers), now)


def rows(home: Path, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query to the published snapshot."""
    with open_snapshot(home / "onrecord.duckdb") as connection:
        return connection.execute(query).fetchall()


def checksums(path: Path) -> dict[str, tuple[int, str]]:
    """Per table the row count and a SHA-256 over its stable columns, in key order."""
    found = {}
    with duckdb.connect(str(path), read_only=True) as connection:
        for table in STABLE_TABLES:
            columns = [row[0] for row in connection.execute(f"describe {table}").fetchall()]
            stable = ", ".join(f'"{column}"' for column in columns if column not in VOLATILE)
            digest = (
                f"select count(*), coalesce(sha256(string_agg(line, '\n' order by line)), '')"
                f" from (select to_json(row({stable}))::varchar as line from {table})"
            )
            found[table] = connection.execute(digest).fetchall()[0]
    return found


__all__ = ["NOW", "checksums", "nightly", "replace", "rows", "run_edition", "settings_for"]
