"""What the warehouse answers: to planning, in its ledger of runs, and in the views analysts read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from flows.adapters import histories
from flows.adapters.warehouse import Warehouse
from schemas.feed import Feed, FeedRhythm, FeedState
from schemas.run import Check, StepReport
from schemas.tables import EntityRow, FeedDocumentRow, QuarantineRow, Row
from tests.flows.newsroom_rows import (
    FEED,
    HARBOUR,
    LATER,
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
    assert ask(warehouse, "select change, quote, former_quote from edited_quotes order by all") == [
        ("altered", "“The bridge 🌉 will open in June,”", "“The bridge 🌉 will open in May,” “Not before.”"),
    ]


def copied_story() -> dict[str, list[Row]]:
    """The newsroom's story, which the wire had half an hour before."""
    rows = newsroom()
    wired = version("wired", minute=5)
    rows["outlets"] = [HARBOUR, WIRE]
    rows["articles"] = [
        article(),
        article("wired", "wire", minute=5, published_at=NOON - minutes(30)),
    ]
    rows["article_versions"] = [*rows["article_versions"], wired]
    rows["statements"] = [
        *rows["statements"],
        statement(wired, "“The bridge 🌉 will open in May,”", "“Not before.”", speaker_id="novaport"),
    ]
    return rows


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
    rulings = warehouse.rulings(now=LATER)
    merge = rulings.merge("quill", "Q7", None)
    rename = rulings.rename("q2", "Ada M. Quill", None)
    assert ask(warehouse, "select speaker, speaker_id from quotes") == [("Ada M. Quill", "q2")]
    assert ask(warehouse, "select speaker, statements from speakers") == [("Ada M. Quill", 1)]
    rulings.undo(merge.decision_id)
    rulings.undo(rename.decision_id)
    assert ask(warehouse, "select speaker, speaker_id from quotes") == [("Ada Quill", "quill")]


def test_poll_state_counts_failures_since_the_last_success(warehouse: Warehouse) -> None:
    feed = Feed("feed-1", "harbour", FEED.url, "city")
    assert histories.feed_states(warehouse.ask, [feed])[0].last_fetched_at is None

    def poll(number: int, **changes: Any) -> tuple[int, str | None, datetime | None]:
        row = fetch(f"poll-{number}", kind="feed", minute=number, **changes)
        load(warehouse, {"outlets": [HARBOUR], "feeds": [FEED], "fetches": [row]})
        [state] = histories.feed_states(warehouse.ask, [feed])
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


def state_after(warehouse: Warehouse, *polls: dict[str, Any], **tables: list[Row]) -> FeedState:
    rows: list[Row] = [
        fetch(f"poll-{number}", **{"kind": "feed", "minute": number} | facts) for number, facts in enumerate(polls)
    ]
    load(warehouse, {"outlets": [HARBOUR], "feeds": [FEED], "fetches": rows} | tables)
    [state] = histories.feed_states(warehouse.ask, [Feed("feed-1", "harbour", FEED.url, "city")])
    return state


def test_an_answer_that_is_no_feed_is_a_failure_and_its_validators_are_not_kept(warehouse: Warehouse) -> None:
    page = fetch("poll-1", kind="feed", minute=1)
    refused = QuarantineRow(
        "q-1", "feed", "html-not-feed", "a web page", page.url, "harbour", page.fetched_at,
        page.warc_file, page.warc_offset, None, None,
    )  # fmt: skip
    state = state_after(warehouse, {"etag": '"feed"'}, {"etag": '"page"'}, quarantine=[refused])
    assert (state.consecutive_failures, state.last_failure, state.etag) == (1, "html-not-feed", '"feed"')
    assert state.last_success_at == NOON
    again: list[Row] = [fetch("poll-2", kind="feed", minute=2, revisits_fetch_id="poll-1")]  # the page is kept once
    load(warehouse, {"fetches": again})
    [state] = histories.feed_states(warehouse.ask, [state.feed])
    assert (state.consecutive_failures, state.last_failure) == (2, "html-not-feed")


def test_why_and_for_how_long_a_feed_failed(warehouse: Warehouse) -> None:
    state = state_after(warehouse, {"fresh_s": 900}, {"status": 429, "retry_after_s": 7200, "fresh_s": 5})
    assert (state.last_failure, state.retry_after_s, state.fresh_s) == ("http-429", 7200, 900)
    state = state_after(warehouse, {}, {"minute": 9, "status": None, "error_kind": "tls"})
    assert (state.last_failure, state.retry_after_s) == ("tls", None)
    state = state_after(warehouse, {}, {"minute": 9}, {"minute": 20, "status": 304})
    assert (state.last_failure, state.consecutive_failures) == (None, 0)


NEW = "https://news.harbour.example/feed"


def hop(minute: float, status: int, to: str = NEW, answer: int = 200) -> list[dict[str, Any]]:
    """A redirect and the answer it led to."""
    at = NOON + minutes(1) * minute
    return [{"status": status, "fetched_at": at}, {"status": answer, "url": to, "fetched_at": at + minutes(1) / 60}]


@pytest.mark.parametrize(
    ("polls", "moved_to"),
    [
        ([*hop(1, 301), *hop(2, 308), *hop(3, 301)], NEW),
        ([*hop(1, 302), *hop(2, 301), *hop(3, 301), *hop(4, 301)], NEW),
        ([*hop(2, 301), *hop(3, 301)], None),
        ([*hop(1, 301), *hop(2, 302), *hop(3, 301)], None),
        ([*hop(1, 301), *hop(2, 301), *hop(3, 301, to="https://elsewhere.example/")], None),
        ([*hop(1, 301), *hop(2, 301), *hop(3, 301, answer=404)], None),
        ([*hop(1, 301), *hop(2, 301), {"minute": 3}], None),
        ([*hop(1, 301), *hop(2, 301), *hop(3, 301, answer=304)], NEW),
        ([*hop(1, 301), *hop(2, 301), *hop(3, 301), {"minute": 4, "url": NEW, "plan_url": NEW}], NEW),
    ],
)
def test_a_feed_moved_when_three_polls_in_a_row_say_so(
    warehouse: Warehouse, polls: list[dict[str, Any]], moved_to: str | None
) -> None:
    assert state_after(warehouse, *polls).moved_to == moved_to


def test_what_a_feed_says_of_its_rhythm_is_remembered(warehouse: Warehouse) -> None:
    said = FeedDocumentRow(
        "d-1", "feed-1", FEED.url, False, "rss20", "Harbour", "en", 30, 60, [1, 2], ["Sunday"], 20, NOON, NOON, 900,
        [], [], "poll-0", NOON,
    )  # fmt: skip
    page = replace(said, document_id="d-2", is_page=True, ttl_minutes=7)
    state = state_after(warehouse, {}, feed_documents=[said, page])
    assert state.rhythm == FeedRhythm(30, 60, (1, 2), ("Sunday",))
    assert (state.entry_count, state.newest_entry_at, state.entry_gap_s) == (20, NOON, 900)
    later = replace(said, ttl_minutes=5, fetched_at=NOON + minutes(9))
    assert state_after(warehouse, {}, feed_documents=[later]).rhythm.ttl_minutes == 5
    assert state_after(warehouse, {}, feed_documents=[said]).rhythm.ttl_minutes == 5  # whatever the order of loads


@pytest.mark.parametrize(
    ("requests", "expected"),
    [
        ([{"status": 503}], (1, False, False)),
        ([{"status": 301}, {"status": 404}], (1, False, True)),
        ([{"status": None, "error_kind": "robots"}], (1, False, True)),
        ([{"status": None, "error_kind": "robots-unavailable"}], (1, False, False)),
        ([{"status": 404}, {"status": 503}], (2, False, False)),
        ([{"status": 503}, {"status": 200, "article_id": "bridge"}], (2, True, False)),
        ([{"status": 200, "article_id": "bridge"}, {"status": 304}], (2, True, False)),
        ([{"status": 404}, {"status": 304}], (2, False, True)),
    ],
)
def test_article_states(warehouse: Warehouse, requests: list[dict[str, Any]], expected: tuple[int, bool, bool]) -> None:
    rows: list[Row] = [fetch(f"f-{i}", minute=i, **facts) for i, facts in enumerate(requests)]
    load(warehouse, {"outlets": [HARBOUR], "fetches": rows})
    url = "https://harbour.example/bridge"
    state = histories.article_states(warehouse.ask, [url, "https://elsewhere.example/"])
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
    [(feed_id, entry)] = histories.pending_entries(warehouse.ask, 6)
    assert (feed_id, entry.guid, entry.canonical_url) == ("feed-1", "guid-1", "https://harbour.example/bridge")
    load(warehouse, rows)
    assert histories.pending_entries(warehouse.ask, 6) == []


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
