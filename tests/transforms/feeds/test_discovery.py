"""Where a page says its feeds are, and where they may be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from transforms.feeds.discovery import candidates, linked_feeds, usual_places

URL = "https://www.gazette.example/news/"
PAGE = """<html><head>
<link rel="alternate" type="application/rss+xml" href="/rss.xml" title="All news">
<link rel="ALTERNATE" type="application/atom+xml" href="//www.gazette.example/atom?edition=uk#top">
<link rel="alternate" type="text/html" hreflang="cy" href="/cy/">
<link rel="stylesheet" type="application/rss+xml" href="/style.xml">
<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
</head><body><a href="/feeds/sport">Sport</a> <a href="/about">About</a> <a href="/rss.xml">RSS</a>
<a href="https://elsewhere.example/rss">Theirs</a> <a href="/feedback">Write</a> <a href="local.rss">Local</a>
<a href="http://[">broken</a></body></html>"""
ROBOTS = b"User-agent: *\nDisallow: /x\nSitemap: https://www.gazette.example/sitemap.xml\nsitemap: /news-sitemap.xml\n"


def test_declared_feeds_in_the_order_of_the_page() -> None:
    assert linked_feeds(PAGE, URL) == [
        "https://www.gazette.example/rss.xml",
        "https://www.gazette.example/atom?edition=uk",
    ]


def test_declared_ones_first_then_links_that_look_like_feeds_then_sitemaps_of_news_first() -> None:
    found = [
        (place.origin, place.url.removeprefix("https://www.gazette.example")) for place in candidates(PAGE, URL, ROBOTS)
    ]
    assert found == [
        ("link", "/rss.xml"),
        ("link", "/atom?edition=uk"),
        ("anchor", "/feeds/sport"),
        ("anchor", "/news/local.rss"),
        ("robots.txt", "/news-sitemap.xml"),
        ("robots.txt", "/sitemap.xml"),
    ]


def test_usual_places() -> None:
    assert usual_places(URL, feeds=False, sitemaps=False) == []
    places = usual_places(URL, feeds=True, sitemaps=True)
    assert {place.origin for place in places} == {"guess"}
    assert all(place.url.startswith("https://www.gazette.example/") for place in places)


@given(st.text(), st.binary())
def test_any_page_and_any_robots_txt_give_addresses(text: str, robots: bytes) -> None:
    assert all(place.url.startswith(("http://", "https://")) for place in candidates(text, URL, robots))
