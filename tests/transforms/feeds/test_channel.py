"""What a feed says beside its entries: when to read it, and where it goes on."""

from __future__ import annotations

import json

import pytest

from schemas.feed import FeedDocument, FeedRhythm
from transforms.feeds.documents import parse_feed

URL = "https://gazette.example/news/feed?cat=7"
ITEM = "<item><title>One</title><link>/1</link></item>"
SYNDICATION = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'


def read(channel: str, namespaces: str = SYNDICATION, url: str = URL) -> FeedDocument:
    document = f'<rss version="2.0" {namespaces}><channel><title>T</title>{channel}{ITEM}</channel></rss>'
    return parse_feed(document.encode(), url=url, content_type=None)


@pytest.mark.parametrize(
    ("said", "rhythm"),
    [
        ("", FeedRhythm()),
        ("<ttl>30</ttl>", FeedRhythm(ttl_minutes=30)),
        ("<ttl>0</ttl>", FeedRhythm()),
        ("<ttl>half an hour</ttl>", FeedRhythm()),
        ("<ttl>99999999999</ttl>", FeedRhythm(ttl_minutes=525_600)),
        ("<sy:updatePeriod>hourly</sy:updatePeriod>", FeedRhythm(update_minutes=60)),
        (
            "<sy:updatePeriod> Daily </sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>",
            FeedRhythm(update_minutes=360),
        ),
        ("<sy:updatePeriod>sometimes</sy:updatePeriod>", FeedRhythm()),
        ("<sy:updateFrequency>4</sy:updateFrequency>", FeedRhythm()),
        (
            "<skipHours><hour>0</hour><hour>23</hour><hour>24</hour><hour>x</hour></skipHours>",
            FeedRhythm(skip_hours=(0, 23)),
        ),
        (
            "<skipDays><day>sunday</day><day>Saturday</day><day>Yule</day></skipDays>",
            FeedRhythm(skip_days=("Saturday", "Sunday")),
        ),
        ("<skipHours>" + "".join(f"<hour>{n}</hour>" for n in range(24)) + "</skipHours>", FeedRhythm()),
    ],
)  # fmt: skip
def test_rhythm(said: str, rhythm: FeedRhythm) -> None:
    assert read(said).rhythm == rhythm


def test_rhythm_of_rdf() -> None:
    document = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        f" {SYNDICATION}>"
        f"<channel><title>T</title><sy:updatePeriod>weekly</sy:updatePeriod></channel>{ITEM}</rdf:RDF>"
    )
    assert parse_feed(document.encode(), url=URL, content_type=None).rhythm == FeedRhythm(update_minutes=10_080)


def atom(*links: tuple[str, str]) -> tuple[str, ...]:
    listed = "".join(f'<link rel="{rel}" href="{href}"/>' for rel, href in links)
    document = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>{listed}<entry><id>1</id></entry></feed>'
    return parse_feed(document.encode(), url=URL, content_type=None).pages


def test_older_pages_by_rfc_5005() -> None:
    assert atom() == ()
    assert atom(("next", "?page=2")) == ("https://gazette.example/news/feed?page=2",)
    assert atom(("next", "?page=2"), ("prev-archive", "/2026/10#x")) == ("https://gazette.example/2026/10",)
    assert atom(("self", "/a"), ("prev", "/b"), ("last", "/c")) == ()
    assert atom(("next", "javascript:alert(1)")) == ()


def test_a_secret_in_the_address_of_a_page_is_not_kept() -> None:
    assert atom(("next", "/feed?token=canary&page=2")) == ("https://gazette.example/feed?token=***&page=2",)


def test_older_pages_of_rss_with_atom_links() -> None:
    link = '<a:link rel="next" href="https://gazette.example/feed/2"/>'
    assert read(link, 'xmlns:a="http://www.w3.org/2005/Atom"').pages == ("https://gazette.example/feed/2",)


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://gazette.example/feed/", "https://gazette.example/feed/?paged=2"),
        (URL, "https://gazette.example/news/feed?cat=7&paged=2"),
        ("https://gazette.example/feed/?paged=2", "https://gazette.example/feed/?paged=3"),
        ("https://gazette.example/feed/?paged=x", "https://gazette.example/feed/?paged=2"),
    ],
)
def test_older_pages_of_wordpress(url: str, page: str) -> None:
    assert read("<generator>https://wordpress.org/?v=6.8</generator>", url=url).pages == (page,)
    assert read("<generator>Drupal</generator>", url=url).pages == ()


def test_older_pages_of_json_feed() -> None:
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [], "next_url": "/feed.json?page=2"}
    assert parse_feed(json.dumps(feed).encode(), url=URL, content_type=None).pages == (
        "https://gazette.example/feed.json?page=2",
    )
