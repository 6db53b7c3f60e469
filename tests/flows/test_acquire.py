"""Finding news and looking at it again, end to end over HTTP on loopback: what is asked for, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from flows.nightly import NightlyRequest
from schemas.feed import Feed, Outlet, Subscription
from tests.flows.lines import nightly, rows
from tests.flows.news_site import NewsSite, article, rss, serving

GAZETTE = Outlet("gazette", "Coast Gazette", "gazette.example", "GB", "en", "paper")
FEED = Feed("feed-1", "gazette", "http://www.gazette.example/rss.xml")
TODAY = datetime.now(UTC)  # what the entries are dated by
HOUR = timedelta(hours=1)


def date(hours: float = 0) -> str:
    return format_datetime(TODAY - timedelta(hours=24 - hours))


def link(name: str, host: str = "www.gazette.example") -> str:
    return f"http://{host}/{name}"


@pytest.fixture
def site() -> Iterator[NewsSite]:
    with serving(NewsSite()) as up:
        yield up


def run(
    site: NewsSite, home: Path, hours: float = 0, feeds: tuple[Feed, ...] = (FEED,), since: datetime | None = None
) -> None:
    request = NightlyRequest(Path("feeds.toml"), since=since, poll_all=True)
    nightly(request, Subscription((GAZETTE,), feeds), site.settings(home), site.up_since + hours * HOUR)


def test_articles_are_looked_at_again_and_a_changed_one_is_a_new_version(site: NewsSite, tmp_path: Path) -> None:
    for name in ("calm", "storm", "gone"):
        site.publish(f"www.gazette.example/{name}", article(f"The {name}", f"It was about the {name}, in the end."))
    offered = [(name, link(name), date()) for name in ("calm", "storm", "gone")]
    site.publish("www.gazette.example/rss.xml", rss(*offered))
    run(site, tmp_path)
    assert [status for _, status in site.asked()] == [200, 200, 200, 200]

    site.publish("www.gazette.example/storm", article("The storm", "The board has since said that it will close."))
    site.publish("www.gazette.example/gone", 410)
    # the feed offers one under a new guid, and gives everything a new date, as some do at every poll
    site.publish(
        "www.gazette.example/rss.xml",
        rss(("calm-2", link("calm") + "?utm_source=rss", date(5)), *((g, u, date(5)) for g, u, _ in offered[1:])),
    )
    run(site, tmp_path, 0.5)
    assert site.asked() == [("www.gazette.example/rss.xml", 200)]  # nothing is due, and nothing is new

    run(site, tmp_path, 1)
    assert site.asked() == [
        ("www.gazette.example/calm", 304),
        ("www.gazette.example/gone", 410),
        ("www.gazette.example/rss.xml", 304),
        ("www.gazette.example/storm", 200),
    ]
    found = rows(
        tmp_path,
        "select headline, count(*), count(*) filter (where is_current and text like '%has since said%')"
        " from article_versions group by 1 order by 1",
    )
    assert found == [("The calm", 1, 0), ("The gone", 1, 0), ("The storm", 2, 1)]
    assert rows(tmp_path, "select count(*) from articles") == [(3,)]
    assert rows(tmp_path, "select change, speaker from edited_quotes") == [("added", "The board")]

    run(site, tmp_path, 23.9)
    assert site.asked() == [
        ("www.gazette.example/calm", 304),
        ("www.gazette.example/rss.xml", 304),
        ("www.gazette.example/storm", 304),
    ]


def test_a_run_on_which_nothing_is_new_says_so_and_publishes(site: NewsSite, tmp_path: Path) -> None:
    site.publish("www.gazette.example/rss.xml", rss())
    run(site, tmp_path)
    run(site, tmp_path, 1)
    assert site.asked() == [("www.gazette.example/rss.xml", 200), ("www.gazette.example/rss.xml", 304)]
    told = rows(
        tmp_path,
        "select outcome, checks_made > 0, checks_failed, counts.acquired.feed_unchanged::int from recent_runs",
    )
    assert told == [("completed", False, 0, 1), ("completed", True, 0, None)]
    assert rows(tmp_path, "select count(*), count(*) filter (where status = 304) from fetches") == [(3, 1)]
    newest = max((tmp_path / "quality").iterdir())
    assert "Nothing new came, so nothing was checked." in newest.read_text(encoding="utf-8")


def test_a_news_sitemap_and_an_index_are_feeds(site: NewsSite, tmp_path: Path) -> None:
    head = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">'
    story = (
        "<url><loc>{}</loc><n:news><n:publication><n:name>Gazette</n:name><n:language>en</n:language></n:publication>"
        "<n:publication_date>2026-11-20T08:30:00+01:00</n:publication_date><n:title>{}</n:title></n:news></url>"
    )
    for name in ("pier", "quay"):
        site.publish(f"www.gazette.example/{name}", article(f"The {name}", f"It was about the {name}, in the end."))
        site.publish(f"www.gazette.example/{name}.xml", head + story.format(link(name), f"The {name}") + "</urlset>")
    listed = "".join(f"<sitemap><loc>{link(name)}.xml</loc></sitemap>" for name in ("pier", "quay"))
    site.publish("www.gazette.example/news.xml", f"<sitemapindex>{listed}</sitemapindex>")
    sitemap = Feed("feed-2", "gazette", link("news.xml"))
    run(site, tmp_path, feeds=(sitemap,))
    assert [path.partition("/")[2] for path, _ in site.asked()] == ["news.xml", "pier", "pier.xml", "quay", "quay.xml"]
    published = "select headline, published_at at time zone 'UTC', published_from from articles order by 1"
    at = datetime(2026, 11, 20, 7, 30)  # noqa: DTZ001 - DuckDB's answer in UTC has no zone
    assert rows(tmp_path, published) == [("The pier", at, "feed"), ("The quay", at, "feed")]

    # the index does not change, one of its sitemaps does
    both = story.format(link("pier"), "The pier") + story.format(link("dock"), "The dock")
    site.publish("www.gazette.example/pier.xml", head + both + "</urlset>")
    site.publish("www.gazette.example/dock", article("The dock", "It was about the dock, in the end."))
    run(site, tmp_path, 0.1, feeds=(sitemap,))
    assert site.asked() == [
        ("www.gazette.example/dock", 200),
        ("www.gazette.example/news.xml", 304),
        ("www.gazette.example/pier.xml", 200),
        ("www.gazette.example/quay.xml", 304),
    ]


def test_entries_missed_between_two_polls_are_found_on_the_older_pages(site: NewsSite, tmp_path: Path) -> None:
    def page(number: int, newest: int) -> str:
        items = [(f"g{n}", link(f"n{n}"), date(n / 10)) for n in range(newest, newest - 2, -1)]
        return rss(*items, more=f'<atom:link rel="next" href="/rss.xml?page={number + 1}"/>')

    for number in range(1, 9):
        site.publish(f"www.gazette.example/n{number}", article(f"Item {number}", f"The item was number {number}."))
    site.publish("www.gazette.example/rss.xml", page(1, newest=2))
    run(site, tmp_path)
    assert ("www.gazette.example/rss.xml?page=2", 404) not in site.asked()

    site.publish("www.gazette.example/rss.xml", page(1, newest=8))
    site.publish("www.gazette.example/rss.xml?page=2", page(2, newest=6))
    site.publish("www.gazette.example/rss.xml?page=3", page(3, newest=4))
    site.publish("www.gazette.example/rss.xml?page=4", page(4, newest=2))
    run(site, tmp_path, 0.1)
    assert [path for path, _ in site.asked() if "page=" in path] == [
        f"www.gazette.example/rss.xml?page={number}" for number in (2, 3, 4)
    ]
    assert rows(tmp_path, "select count(*) from articles") == [(8,)]
    assert rows(tmp_path, "select consecutive_failures, etag is not null from feeds") == [(0, True)]


def test_wordpress_is_paged_back_to_the_date_asked_for(site: NewsSite, tmp_path: Path) -> None:
    generator = "<generator>https://wordpress.org/?v=6.8</generator>"
    for number in (1, 2, 3):
        site.publish(f"www.gazette.example/n{number}", article(f"Item {number}", f"The item was number {number}."))
    site.publish("www.gazette.example/rss.xml", rss(("3", link("n3"), date(23)), more=generator))
    site.publish("www.gazette.example/rss.xml?paged=2", rss(("2", link("n2"), date(12)), more=generator))
    site.publish("www.gazette.example/rss.xml?paged=3", rss(("1", link("n1"), date(-90)), more=generator))
    run(site, tmp_path, since=TODAY - timedelta(hours=20))
    asked = [path for path, _ in site.asked()]
    assert "www.gazette.example/rss.xml?paged=3" in asked
    assert "www.gazette.example/rss.xml?paged=4" not in asked
    assert rows(tmp_path, "select headline from articles order by 1") == [("Item 2",), ("Item 3",)]


def interstitial(address: str) -> str:
    return f"<title>One moment</title><meta http-equiv='refresh' content='1; url={address}'><p>You are leaving us.</p>"


def test_a_link_through_a_page_that_only_leads_on_is_the_article_it_leads_to(site: NewsSite, tmp_path: Path) -> None:
    site.publish("short.example/a", (301, "http://short.example/b"))
    site.publish("short.example/b", interstitial("http://www.gazette.example/ferry"))
    site.publish("www.gazette.example/ferry", 503)
    site.publish("short.example/round", interstitial("/about"))
    site.publish("short.example/about", interstitial("/round"))
    links = [(name, link(name, "short.example"), date()) for name in ("a", "round")]
    site.publish("www.gazette.example/rss.xml", rss(*links))
    run(site, tmp_path)
    told = "select url, status, error_kind from fetches where kind = 'article' order by url, status nulls first"
    assert rows(tmp_path, told) == [
        ("http://short.example/a", 301, None),
        ("http://short.example/about", 200, None),
        ("http://short.example/b", 200, None),
        ("http://short.example/round", None, "redirect-loop"),
        ("http://short.example/round", 200, None),
        ("http://www.gazette.example/ferry", 503, None),
    ]
    assert rows(tmp_path, "select fetched, extracted from coverage where outlet_id = 'gazette'") == [(0, 0)]
    site.asked()

    site.publish("www.gazette.example/ferry", article("The ferry"))  # which failed, and is asked for again
    run(site, tmp_path, 3)
    assert ("www.gazette.example/ferry", 200) in site.asked()
    assert rows(tmp_path, "select headline, canonical_url from articles") == [("The ferry", link("ferry"))]
    assert rows(tmp_path, "select count(*) from quarantine") == [(0,)]

    run(site, tmp_path, 6)  # it is looked at again, through the same page, and has not changed
    assert [asked for asked in site.asked() if "round" not in asked[0] and "about" not in asked[0]] == [
        ("short.example/a", 301), ("short.example/b", 200), ("www.gazette.example/ferry", 304),
        ("www.gazette.example/rss.xml", 304),
    ]  # fmt: skip
    assert rows(tmp_path, "select count(*) from article_versions") == [(1,)]


def test_one_article_under_many_addresses_is_one_row(site: NewsSite, tmp_path: Path) -> None:
    story = article("The ferry", "It will sail.", canonical=link("ferry"))
    site.publish("www.gazette.example/ferry", story)
    site.publish("m.gazette.example/ferry", story)
    site.publish("amp.gazette.example/ferry/amp", story)
    site.publish("go.aggregator.example/r/1", (302, link("ferry") + "?utm_source=agg"))
    site.publish("www.gazette.example/ferry?utm_source=agg", story)
    site.publish("www.gazette.example/rss.xml", rss(("1", link("ferry", "m.gazette.example"), date())))
    run(site, tmp_path)
    # offered again: under the address the page named, by an aggregator, for print and as AMP
    site.publish(
        "www.gazette.example/rss.xml",
        rss(
            ("2", link("ferry"), date()),
            ("3", "http://go.aggregator.example/r/1", date()),
            ("4", link("ferry?print=1"), date()),
            ("5", "http://amp.gazette.example/ferry/amp", date()),
        ),
    )
    site.asked()
    run(site, tmp_path, 0.1)
    asked = [path for path, _ in site.asked()]
    assert "www.gazette.example/ferry" not in asked  # known, though it was never asked for under this address
    assert "www.gazette.example/ferry?print=1" not in asked
    assert rows(tmp_path, "select canonical_url from articles") == [(link("ferry"),)]
    run(site, tmp_path, 1.1)
    assert len(site.asked()) == 3  # the feed, and the article once: by the aggregator's link or by AMP, and a redirect
