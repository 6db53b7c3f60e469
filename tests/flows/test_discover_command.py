"""`onrecord feeds discover`, against sites on loopback: what it finds, what it never asks for, what it writes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.cli import main
from flows.subscription import read_subscription
from tests.flows.news_site import NewsSite, article, rss, serving

HOST = "www.gazette.example"
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>Sport</title><entry><id>s1</id><title>Regatta</title>'
    '<link href="/regatta"/><updated>2026-11-20T08:00:00Z</updated></entry></feed>'
)
SITEMAP = (
    '<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>http://www.gazette.example/a</loc>'
    "<news:news><news:publication_date>2026-11-20</news:publication_date></news:news></url></urlset>"
)
STORIES = rss(("1", "/ferry", "Fri, 20 Nov 2026 08:00:00 GMT"), more="<language>en-GB</language>")


@pytest.fixture
def site() -> Iterator[NewsSite]:
    with serving(NewsSite()) as up:
        yield up


def discover(site: NewsSite, url: str, *options: str) -> int:
    dial = ["--connect-to", f"{HOST}=127.0.0.1:{site.port}", "--allow-host", f"127.0.0.1:{site.port}"]
    return main(["feeds", "discover", url, *dial, *options])


def test_declared_and_linked_feeds_and_news_sitemaps(site: NewsSite, capsys: pytest.CaptureFixture[str]) -> None:
    head = '<link rel="alternate" type="application/rss+xml" href="/rss.xml">'
    site.publish(f"{HOST}/", f'<html><head>{head}</head><body><a href="/sport/feed/">RSS</a> <a href="/x.rss">x</a>')
    site.publish(f"{HOST}/rss.xml", STORIES)
    site.publish(f"{HOST}/sport/feed/", ATOM)
    site.publish(f"{HOST}/x.rss", article("No feed at all"))
    site.publish(f"{HOST}/news.xml", SITEMAP)
    site.publish(f"{HOST}/all.xml", "<urlset><url><loc>http://www.gazette.example/about</loc></url></urlset>")
    site.publish(f"{HOST}/robots.txt", f"Sitemap: http://{HOST}/all.xml\nSitemap: http://{HOST}/news.xml\n")
    assert discover(site, f"http://{HOST}/", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert [(feed["url"].removeprefix(f"http://{HOST}"), feed["origin"], feed["format"]) for feed in found] == [
        ("/rss.xml", "link", "rss20"),
        ("/sport/feed/", "anchor", "atom10"),
        ("/news.xml", "robots.txt", "sitemap"),
    ]
    assert f"{HOST}/feed" not in [path for path, _ in site.asked()]  # nothing is guessed where something was named


def test_the_usual_places_when_nothing_is_named(site: NewsSite, tmp_path: Path) -> None:
    site.publish(f"{HOST}/", article("Home"))
    site.publish(f"{HOST}/feed", STORIES)
    site.publish(f"{HOST}/rss.xml", STORIES)  # the same again
    written = tmp_path / "feeds.toml"
    assert discover(site, f"http://{HOST}/", "--output", str(written)) == 0
    subscription = read_subscription(written)
    assert [feed.url for feed in subscription.feeds] == [f"http://{HOST}/feed"]
    [outlet] = subscription.outlets
    assert (outlet.outlet_id, outlet.name, outlet.domain, outlet.language) == (
        "gazette", "Harbour", "gazette.example", "en",
    )  # fmt: skip


def test_a_feed_finds_itself(site: NewsSite, capsys: pytest.CaptureFixture[str]) -> None:
    site.publish(f"{HOST}/old", (301, "/rss.xml"))
    site.publish(f"{HOST}/rss.xml", STORIES)
    assert discover(site, f"http://{HOST}/old") == 0
    assert f"http://{HOST}/rss.xml" in capsys.readouterr().out


def test_a_site_without_feeds_and_one_that_fails(site: NewsSite, capsys: pytest.CaptureFixture[str]) -> None:
    site.publish(f"{HOST}/", article("Home"))
    assert discover(site, f"http://{HOST}/") == 1
    assert "no feed was found" in capsys.readouterr().err
    assert discover(site, f"http://{HOST}/missing") == 1
    assert "answered 404" in capsys.readouterr().err


def test_links_to_what_is_not_global_are_not_followed(site: NewsSite, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(NewsSite()) as inside:
        inside.publish("127.0.0.1/feed", STORIES)
        site.publish(
            f"{HOST}/", f'<link rel="alternate" type="application/rss+xml" href="http://127.0.0.1:{inside.port}/feed">'
        )
        assert discover(site, f"http://{HOST}/") == 1
        assert inside.asked() == []
