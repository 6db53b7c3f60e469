"""What the warehouse answers: to planning, in its ledger of runs, and in the views analysts read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from flows.adapters.warehouse import Warehouse
from schemas.feed import Feed
from schemas.run import Check, StepReport
from schemas.tables import EntityRow, Row
from tests.flows.newsroom_rows import (
    FEED,
    HARBOUR,
    NOON,
    NOVAPORT,
    QUILL,
    TEXT,
    WIRE,
    article,
    ask,
    fetch,
    load,
    minutes,
    newsroom,
    statement,
    version,
)


@pytest.fixture(scope="module")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "warehouse.duckdb"
    Warehouse.open(path, threads=1).close()
    return path


@pytest.fixture
def warehouse(empty_file: Path, tmp_path: Path) -> Iterator[Warehouse]:
    with Warehouse.open(Path(shutil.copy(empty_file, tmp_path / "warehouse.duckdb")), threads=1) as opened:
        yield opened


def test_edits_tell_what_a_version_added_and_removed(warehouse: Warehouse) -> None:
    edited = version(text=TEXT.replace("in May", "in June"), minute=30)
    rows = newsroom()
    load(warehouse, rows)
    rows = rows | {
        "article_versions": [edited],
        "statements": [statement(edited, "“The bridge 🌉 will open in June,”")],
        "mentions": [],
        "statement_mentions": [],
    }
    load(warehouse, rows)
    assert ask(warehouse, "select change, quote, former_quote from edits order by all") == [
        ("altered", "“The bridge 🌉 will open in June,”", "“The bridge 🌉 will open in May,” “Not before.”"),
    ]


def copied_story() -> dict[str, list[Row]]:
    """The newsroom's story, which the wire had half an hour before."""
    rows = newsroom()
    wired = version("wired", minute=5)
    rows["outlets"] = [HARBOUR, WIRE]
    rows["articles"] = [
        article(syndication_cluster_id="syn-1"),
        article("wired", "wire", minute=5, published_at=NOON - minutes(30), syndication_cluster_id="syn-1"),
    ]
    rows["article_versions"] = [*rows["article_versions"], wired]
    rows["statements"] = [
        *rows["statements"],
        statement(wired, "“The bridge 🌉 will open in May,”", "“Not before.”", speaker_id="novaport"),
    ]
    return rows


def test_the_earliest_of_a_syndication_cluster_is_the_original(warehouse: Warehouse) -> None:
    load(warehouse, newsroom() | {"articles": [article(syndication_cluster_id="syn-1")]})
    assert ask(warehouse, "select article_id, is_original from articles") == [("bridge", True)]
    load(warehouse, copied_story())
    assert ask(warehouse, "select article_id, is_original from articles order by 1") == [
        ("bridge", False),
        ("wired", True),
    ]


def test_clusters_tell_how_words_travelled(warehouse: Warehouse) -> None:
    load(warehouse, copied_story())
    assert ask(
        warehouse,
        "select first_seen_at, first_outlet_id, outlet_ids, statement_count, wording_count, wire_outlet_id "
        "from statement_clusters",
    ) == [(NOON - minutes(30), "wire", ["wire", "harbour"], 2, 1, "wire")]
    assert ask(warehouse, "select place, outlet, minutes_after_first from propagation order by place") == [
        (1, "Coast Wire", 0),
        (2, "Harbour Post", 30),
    ]
    assert ask(warehouse, "select speaker, outlets, speakers from disagreements order by all") == [
        ("Ada Quill", ["Harbour Post"], 2),
        ("Novaport", ["Coast Wire"], 2),
    ]


def test_human_rulings_change_the_views_and_can_be_taken_back(warehouse: Warehouse) -> None:
    load(
        warehouse, newsroom() | {"entities": [QUILL, NOVAPORT, EntityRow("q2", "person", "A. Quill", "Q7", None, "GB")]}
    )
    ask(
        warehouse,
        "insert into entity_decisions (decision_id, kind, entity_id, other_entity_id, new_name, decided_at) values "
        "('1', 'merge', 'quill', 'q2', null, now()), ('2', 'rename', 'q2', null, 'Ada M. Quill', now())",
    )
    assert ask(warehouse, "select speaker, speaker_id from quotes") == [("Ada M. Quill", "q2")]
    assert ask(warehouse, "select speaker, statements from speakers") == [("Ada M. Quill", 1)]
    ask(warehouse, "update entity_decisions set revoked_at = now()")
    assert ask(warehouse, "select speaker, speaker_id from quotes") == [("Ada Quill", "quill")]


def test_poll_state_counts_failures_since_the_last_success(warehouse: Warehouse) -> None:
    feed = Feed("feed-1", "harbour", FEED.url, "city")
    assert warehouse.feed_states([feed])[0].last_fetched_at is None

    def poll(number: int, **changes: Any) -> tuple[int, str | None, datetime | None]:
        row = fetch(f"poll-{number}", kind="feed", minute=number, **changes)
        load(warehouse, {"outlets": [HARBOUR], "feeds": [FEED], "fetches": [row]})
        [state] = warehouse.feed_states([feed])
        assert state.feed is feed
        return state.consecutive_failures, state.etag, state.last_fetched_at

    assert poll(1, etag='"a"') == (0, '"a"', NOON + minutes(1))
    assert poll(2, status=503) == (1, '"a"', NOON + minutes(2))
    assert poll(3, status=None, error_kind="timeout") == (2, '"a"', NOON + minutes(3))
    assert poll(4, status=304) == (0, '"a"', NOON + minutes(4))
    assert poll(5, status=301) == (0, '"a"', NOON + minutes(5))
    assert poll(6, status=404) == (1, '"a"', NOON + minutes(6))
    assert ask(warehouse, "select state, last_status from feed_health") == [("failing", 404)]
    assert poll(7, etag=None, last_modified="Fri") == (0, None, NOON + minutes(7))


@pytest.mark.parametrize(
    ("requests", "expected"),
    [
        ([{"status": 503}], (1, False, False)),
        ([{"status": 301}, {"status": 404}], (1, False, True)),
        ([{"status": None, "error_kind": "robots"}], (1, False, True)),
        ([{"status": 404}, {"status": 503}], (2, False, False)),
        ([{"status": 503}, {"status": 200}], (2, True, False)),
    ],
)
def test_article_states(warehouse: Warehouse, requests: list[dict[str, Any]], expected: tuple[int, bool, bool]) -> None:
    rows: list[Row] = [fetch(f"f-{i}", minute=i, **facts) for i, facts in enumerate(requests)]
    load(warehouse, {"outlets": [HARBOUR], "fetches": rows})
    url = "https://harbour.example/bridge"
    state = warehouse.article_states([url, "https://elsewhere.example/"])
    assert list(state) == [url]
    assert (state[url].tries, state[url].loaded, state[url].refused) == expected
    assert warehouse.loaded_warc_files() == {"2026/11/20/run-00001.warc.gz"}


def test_coverage_tells_a_quiet_day_from_an_outage(warehouse: Warehouse) -> None:
    rows = newsroom()
    day = 24 * 60
    rows["fetches"] += [
        fetch("quiet", kind="feed", minute=day, status=304),
        fetch("down", kind="feed", minute=2 * day, status=503),
        fetch("last", kind="feed", minute=4 * day),
    ]
    load(warehouse, rows)
    assert ask(warehouse, "select state, expected, fetched, extracted from coverage order by day") == [
        ("complete", 1, 1, 1),
        ("quiet", 0, 0, 0),
        ("unreachable", 0, 0, 0),
        ("not polled", 0, 0, 0),
        ("quiet", 0, 0, 0),
    ]


def test_runs_steps_and_checks_are_remembered(warehouse: Warehouse) -> None:
    for number in (1, 2):
        warehouse.start_run(
            f"run-{number}", flow="nightly", parameters={"only": ["harbour"]}, code_version="0.1", pid=number,
            host="desk", started_at=NOON + minutes(number),
        )  # fmt: skip
    warehouse.record_steps("run-1", [StepReport("derive", "b'; drop table runs; --", {"articles": 3}, 12)])
    warehouse.record_checks("run-1", [Check("s", "articles", "not null", None, "warning", False, 3, 1)])
    warehouse.finish_run("run-1", finished_at=NOON + minutes(9), outcome="completed", counts={"articles": 3})
    assert warehouse.mark_crashed_runs(lambda pid, host: False, NOON + minutes(10)) == ["run-2"]
    assert ask(warehouse, "select run_id, outcome, checks_failed, duration_s from recent_runs") == [
        ("run-2", "crashed", 0, 480.0),
        ("run-1", "completed", 1, 480.0),
    ]
    assert ask(warehouse, "select batch, counts->>'articles' from run_steps") == [("b'; drop table runs; --", "3")]


def test_pending_entries_are_those_never_got(warehouse: Warehouse) -> None:
    rows = newsroom()
    load(warehouse, {table: rows[table] for table in ("outlets", "feeds", "entries")})
    assert [row["entry_id"] for row in warehouse.pending_entries()] == ["entry-1"]
    load(warehouse, rows)
    assert warehouse.pending_entries() == []


KEPT = ("outlet_speakers", "speakers", "who_quotes_whom", "outlet_shares", "topics", "disagreements")


def test_what_is_kept_is_what_is_counted_and_only_of_this_state(warehouse: Warehouse) -> None:
    load(warehouse, copied_story())
    counted = {view: ask(warehouse, f"from {view} order by all") for view in KEPT}
    warehouse.keep_answers()
    assert ask(warehouse, "select commit_number from kept_answers") == ask(
        warehouse, "select commit_number from commits"
    )
    assert {view: ask(warehouse, f"from {view} order by all") for view in KEPT} == counted
    assert all(counted.values())
    ask(warehouse, "update kept_topics set topic = 'kept'")
    assert ask(warehouse, "select distinct topic from topics") == [("kept",)]  # it is read, not counted
    load(warehouse, {"articles": [article(minute=50)], "article_versions": [version(minute=50)]})
    assert ask(warehouse, "from topics") == []  # its statements were taken back
    assert ask(warehouse, "select speaker, statements from speakers") == [("Novaport", 1)]
