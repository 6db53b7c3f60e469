"""The composition: what rows an archived fetch gives, and that the same record gives the same rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.feed import Outlet
from schemas.ids import stable_id, text_sha256
from schemas.response import ArchivedFetch, Fetch, FetchPlan, RecordPointer, Response
from schemas.tables import Row
from transforms.derive import derive, refuse
from transforms.entities.knowledge import load_knowledge

NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
GAZETTE = Outlet("gazette", "Coast Gazette", "coast.example")
OUTLETS = {"coast.example": GAZETTE}
STORY = """<html><head><title>Ferry stays</title></head><body><article><h1>Ferry stays</h1>
<p>The night ferry will keep running through the winter, the port authority has decided after weeks of talks.</p>
<p>“People do not stop living at nine o’clock,” Mayor Ines Calder said on Thursday. It was raining.</p>
<p>Finance officer Tomas Brandt warned that the line lost two million euros last year, and that it would again.</p>
</article></body></html>"""
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Coast</title>
<item><title>Ferry stays</title><link>http://www.coast.example/ferry?utm_source=rss</link><guid>f1</guid>
<pubDate>Thu, 19 Nov 2026 21:00:00 +0100</pubDate></item>
<item><title>No link here</title><guid>f2</guid></item></channel></rss>"""


def archived(
    body: str, *, kind: str = "article", url: str = "http://www.coast.example/ferry", status: int = 200
) -> ArchivedFetch:
    content_type = "application/rss+xml" if kind == "feed" else "text/html; charset=utf-8"
    response = Response(url, status, "", "HTTP/1.1", (("Content-Type", content_type),), body.encode(), NOW)
    plan = FetchPlan(kind, url, outlet_id="gazette", feed_id="feed-1")  # type: ignore[arg-type]
    return ArchivedFetch(RecordPointer("a.warc.gz", 7, "urn:uuid:1"), Fetch(plan, url, NOW, 12, response=response))


def rows_of(fetch: ArchivedFetch, outlets: dict[str, Outlet] = OUTLETS) -> dict[str, list[Row]]:
    return derive(fetch, outlets, load_knowledge()).rows


def test_an_article_gives_its_version_its_statements_and_who_is_named() -> None:
    rows = rows_of(archived(STORY))
    [article], [version] = rows["articles"], rows["article_versions"]
    assert article.outlet_id == "gazette"
    assert version.article_id == article.article_id == stable_id("article", article.canonical_url)
    assert version.text_sha256 == text_sha256(version.text)
    assert (version.warc_file, version.warc_offset) == ("a.warc.gz", 7)
    assert [fetch.article_id for fetch in rows["fetches"]] == [article.article_id]
    said = {(row.speaker_name, row.speech_act) for row in rows["statements"]}
    assert said == {("Ines Calder", "say"), ("Tomas Brandt", "warn")}
    assert [row.ordinal for row in rows["statements"]] == [1, 2]
    entities = {row.entity_id for row in rows["entities"]}
    assert {row.entity_id for row in rows["mentions"] if row.entity_id} <= entities


def test_a_feed_gives_entries_and_what_it_offers_without_a_link_is_refused() -> None:
    rows = rows_of(archived(RSS, kind="feed", url="http://www.coast.example/rss.xml"))
    [entry], [refusal] = rows["entries"], rows["quarantine"]
    assert entry.canonical_url == "http://www.coast.example/ferry"
    assert entry.published_at == datetime(2026, 11, 19, 20, tzinfo=UTC)
    assert (refusal.stage, refusal.reason, refusal.subject) == ("entry", "no-link", "f2")
    [document] = rows["feed_documents"]
    assert (document.feed_id, document.format, document.is_page, document.entry_count) == ("feed-1", "rss20", False, 2)
    assert (document.newest_entry_at, document.entry_gap_s) == (entry.published_at, None)
    assert document.fetch_id == rows["fetches"][0].fetch_id


def test_an_older_page_of_a_feed_gives_entries_and_is_told_apart() -> None:
    [page] = rows_of(archived(RSS, kind="page", url="http://www.coast.example/rss.xml?page=2"))["feed_documents"]
    [other] = rows_of(archived(RSS, kind="page", url="http://www.coast.example/rss.xml?page=3"))["feed_documents"]
    [feed] = rows_of(archived(RSS, kind="feed", url="http://www.coast.example/rss.xml"))["feed_documents"]
    assert (page.is_page, feed.is_page) == (True, False)
    assert len({page.document_id, other.document_id, feed.document_id}) == 3


def test_the_rhythm_of_a_feed_is_the_median_time_between_its_entries() -> None:
    hours = (0, 1, 2, 4, 400)  # one stands there for weeks
    items = "".join(
        f"<item><link>/{n}</link><pubDate>{format_datetime(NOW - timedelta(hours=n))}</pubDate></item>" for n in hours
    )
    [document] = rows_of(archived(f"<rss version='2.0'><channel>{items}</channel></rss>", kind="feed"))[
        "feed_documents"
    ]
    assert document.entry_gap_s == 1.5 * 3600
    assert (document.oldest_entry_at, document.newest_entry_at) == (NOW - timedelta(hours=400), NOW)


@pytest.mark.parametrize("status", [301, 304, 404, 500])
def test_what_is_not_200_is_a_fetch_and_nothing_else(status: int) -> None:
    assert set(rows_of(archived(STORY, status=status))) == {"fetches"}


def test_a_page_that_is_no_article_is_refused_with_its_reason() -> None:
    rows = rows_of(archived("<html><body><p>Too short.</p></body></html>"))
    assert set(rows) == {"fetches", "quarantine"}
    assert rows["quarantine"][0].reason in {"too-short", "no-text"}


def test_an_article_of_an_outlet_nobody_subscribed_to_brings_its_outlet() -> None:
    foreign = archived(STORY, url="http://news.elsewhere.example/ferry")
    foreign = replace(foreign, fetch=replace(foreign.fetch, plan=FetchPlan("article", foreign.fetch.url)))
    rows = rows_of(foreign)
    assert [row.outlet_id for row in rows["outlets"]] == [rows["articles"][0].outlet_id] == ["elsewhere.example"]


def test_a_text_in_another_language_is_loaded_without_statements() -> None:
    german = STORY.replace("<html>", '<html lang="de">')
    for english, other in (
        ("The night ferry will keep running through the winter, the port authority has decided after weeks of talks.",
         "Die Nachtfähre fährt auch im Winter weiter, das hat die Hafenbehörde nach langen Gesprächen beschlossen."),
        ("“People do not stop living at nine o’clock,” Mayor Ines Calder said on Thursday. It was raining.",
         "„Niemand hört um neun Uhr auf zu leben“, sagte Bürgermeisterin Ines Calder am Donnerstag im Rathaus."),
        ("Finance officer Tomas Brandt warned that the line lost two million euros last year, and that it would again.",
         "Der Kämmerer Tomas Brandt warnte, die Linie habe im vergangenen Jahr zwei Millionen Euro Verlust gemacht."),
    ):  # fmt: skip
        assert english in german
        german = german.replace(english, other)
    rows = rows_of(archived(german))
    assert rows["articles"][0].language == "de"
    assert not rows.get("statements")


def test_a_secret_in_a_feeds_address_stays_out_of_the_rows() -> None:
    url = "http://www.coast.example/rss.xml?token=canary-7f3a"
    for fetch in (archived(RSS, kind="feed", url=url), archived("no feed", kind="feed", url=url)):
        assert "canary" not in repr(rows_of(fetch))
        assert "canary" not in repr(refuse(fetch, "cpu-limit", "too slow").rows)


@given(st.text(max_size=400), st.sampled_from(["article", "feed"]))
def test_any_body_gives_rows_the_same_ones_each_time(body: str, kind: str) -> None:
    fetch = archived(body.encode("utf-8", "replace").decode(), kind=kind)
    rows = rows_of(fetch)
    assert len(rows["fetches"]) == 1
    assert rows_of(fetch) == rows
