"""The whole line on the sample newsroom, over HTTP on loopback: what is loaded, what is refused, what a rerun does."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.adapters.warehouse import Warehouse
from flows.ledger import RunSummary
from tests.flows.lines import NOW, checksums, rows, run_edition

MORNING_ARTICLES = 47  # examples/newsroom/README.md says which
EVENING_ARTICLES = 49


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def editions(home: Path, newsroom_folder: Path) -> tuple[RunSummary, RunSummary]:
    """A morning run, and an evening run after an article was revised, one corrected and two written."""
    return (
        run_edition(home, newsroom_folder, 1),
        run_edition(home, newsroom_folder, 2, now=NOW + timedelta(hours=12)),
    )


def test_the_morning_loads_every_article_and_names_what_it_refused(editions: tuple[RunSummary, RunSummary]) -> None:
    morning, _ = editions
    assert morning.outcome == "incomplete"  # a feed is missing, one is broken, one page is a consent wall
    assert morning.exit_status == 1
    assert morning.counts["loaded"]["articles"]["new"] == MORNING_ARTICLES
    assert morning.counts["acquired"]["feed_failed"] == 1
    assert {"consent-wall", "no-link"} <= set(morning.counts["refused"])


def test_the_evening_loads_what_is_new_and_what_was_changed(editions: tuple[RunSummary, RunSummary]) -> None:
    _, evening = editions
    assert evening.counts["loaded"]["articles"]["new"] == EVENING_ARTICLES - MORNING_ARTICLES
    assert evening.counts["loaded"]["article_versions"]["new"] == 4  # two revised, two written


def test_a_revised_quotation_shows_in_edits(home: Path, editions: tuple[RunSummary, RunSummary]) -> None:
    changed = rows(home, "select content_text from statements where content_text ilike '%slammed%'")
    current = rows(home, "select quote from quotes where quote ilike '%slammed%'")
    assert changed
    assert current == changed
    edited = rows(home, "select change, former_quote, quote from edited_quotes")
    assert [(kind, before.replace("closed", "slammed")) for kind, before, _ in edited] == [("altered", edited[0][2])]
    [(diff,)] = rows(home, "select diff from edits where url like '%envoy-sees-narrow-path%'")
    assert "[-closed" in diff
    assert "{+slammed" in diff


def test_nothing_escapes_quarantine(home: Path, editions: tuple[RunSummary, RunSummary]) -> None:
    refused = dict(rows(home, "select subject, reason from quarantine where stage in ('article', 'feed')"))
    reasons = {re.sub(r"^https?://", "", url): reason for url, reason in refused.items()}
    assert reasons["www.ledger-business.example/companies/profile-the-woman-at-the-gate"] == "consent-wall"
    assert "www.ledger-business.example/feeds/opinion.xml" in reasons
    assert not any("/print/" in url for url in reasons)  # robots.txt forbids it: never asked for


def test_robots_txt_is_obeyed(home: Path, editions: tuple[RunSummary, RunSummary]) -> None:
    asked = rows(home, "select status, error_kind from fetches where url like '%/print/%'")
    assert asked
    assert all(status is None and kind == "robots" for status, kind in asked)


def test_the_same_article_offered_twice_is_one_row(home: Path, editions: tuple[RunSummary, RunSummary]) -> None:
    assert not rows(
        home, "select canonical_url from articles where canonical_url like '%utm_%' or canonical_url like '%fbclid%'"
    )
    assert rows(home, "select max(n) from (select count(*) as n from articles group by canonical_url)") == [(1,)]


def test_legacy_encodings_read_as_they_were_written(home: Path, editions: tuple[RunSummary, RunSummary]) -> None:
    assert not rows(home, "select text from article_versions where text like '%\ufffd%' or text like '%â€%'")
    assert rows(home, "select 1 from articles where canonical_url like '%health-minister-welcomes-trial-results'")


def test_every_invariant_holds(home: Path, editions: tuple[RunSummary, RunSummary]) -> None:
    with Warehouse.open(home / "work" / "warehouse.duckdb") as warehouse:
        assert all(not found for found in warehouse.verify().values())


def test_every_check_is_in_the_ledger(home: Path, editions: tuple[RunSummary, RunSummary]) -> None:
    tables = {table for (table,) in rows(home, "select distinct table_name from checks")}
    assert {"articles", "article_versions", "statements", "mentions", "fetches"} <= tables
    assert rows(home, "select count(*) from checks where evaluated_count > 0")[0][0] > 30


def test_another_run_changes_no_row(home: Path, newsroom_folder: Path, editions: tuple[RunSummary, RunSummary]) -> None:
    before = checksums(home / "onrecord.duckdb")
    again = run_edition(home, newsroom_folder, 2, now=NOW + timedelta(hours=24))
    loaded = again.counts["loaded"]
    assert checksums(home / "onrecord.duckdb") == before
    assert sum(loaded.get(table, {}).get("new", 0) for table in ("articles", "article_versions", "statements")) == 0
    assert again.counts["acquired"]["feed_unchanged"] >= 9


def test_the_statements_of_the_newsroom_are_found(
    home: Path, newsroom_folder: Path, editions: tuple[RunSummary, RunSummary]
) -> None:
    """Against the hand-made truth: a floor for the simple core, to be raised as the extractor gets better."""
    found = {}
    for url, content, speaker in rows(home, "select url, quote, speaker from quotes"):
        found.setdefault(url, []).append((_words(content), speaker))
    hits, total, right = 0, 0, 0
    for line in (newsroom_folder / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        truth: dict[str, Any] = json.loads(line)
        if truth.get("edition") == 1 or truth["url"] not in found:
            continue
        total += 1
        wanted = _words(" ".join(truth["content"]))
        best = max(found[truth["url"]], key=lambda item: _overlap(item[0], wanted))
        if _overlap(best[0], wanted) >= 0.5:
            hits += 1
            right += best[1] == truth["speaker"]
    assert total > 500
    assert hits / total > 0.6
    assert right / hits > 0.5


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def _overlap(a: Counter[str], b: Counter[str]) -> float:
    return 2 * (a & b).total() / ((a.total() + b.total()) or 1)
