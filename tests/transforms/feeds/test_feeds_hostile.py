"""Hostile feeds: refused with a reason or read within bounded time; nothing is expanded, nothing fetched."""

from __future__ import annotations

import time

import pytest

from schemas.errors import FeedError
from schemas.feed import Entry, FeedDocument
from transforms.feeds.documents import parse_feed

URL = "https://example.org/news/feed"


def parse(body: bytes | str, content_type: str | None = None) -> FeedDocument:
    return parse_feed(body.encode() if isinstance(body, str) else body, url=URL, content_type=content_type)


def rss(inside: str, prolog: str = "") -> str:
    return f'{prolog}<rss version="2.0"><channel><title>T</title>{inside}</channel></rss>'


def item(title: str = "One", link: str = "https://g.example/1", more: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


def only(body: bytes | str) -> Entry:
    (entry,) = parse(body).entries
    return entry


def reason(body: bytes | str) -> str:
    with pytest.raises(FeedError) as caught:
        parse(body)
    assert caught.value.url == URL
    return caught.value.reason


@pytest.mark.parametrize("body", ["", "  \n", "\ufeff"])
def test_nothing_is_empty(body: str) -> None:
    assert reason(body) == "empty"


def test_a_page_is_refused_with_the_feeds_it_offers() -> None:
    page = (
        "<!DOCTYPE html><html><head><title>News</title>"
        '<link rel="alternate" type="application/rss+xml" href="/rss.xml">'
        '<link rel="alternate" type="application/atom+xml" href="https://u:canary@h.example/atom">'
        '<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">'
        '<link rel="alternate" hreflang="de" href="/de"></head><body><p>Hello<br>there'
    )
    with pytest.raises(FeedError) as caught:
        parse(page, "text/html")
    assert caught.value.reason == "html-not-feed"
    assert caught.value.detail == "the page offers https://example.org/rss.xml, https://h.example/atom"


def test_well_formed_xhtml_is_a_page_too() -> None:
    assert reason('<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>') == "html-not-feed"


@pytest.mark.parametrize(
    "body",
    [
        "plain words",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50,
        b"%PDF-1.7 nothing",
        '{"title": "JSON of another kind"}',
        '{"version": "https://jsonfeed.org/version/1.1", "items": {}}',
        "[1, 2",
        "<opml><body/></opml>",
        "<catalogue><product/></catalogue>",
    ],
)
def test_other_things_are_not_feeds(body: bytes | str) -> None:
    assert reason(body) in {"not-a-feed", "malformed"}


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "subset",
    [
        '<!ENTITY l0 "ha">' + LAUGHS,
        f'<!ENTITY l9 "{"a" * 50_000}">',
        '<!ENTITY l9 SYSTEM "file:///etc/hostname">',
        '<!ENTITY l9 PUBLIC "x" "http://127.0.0.1:9/x">',
        '<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;',
        "<!ENTITY l9 '<item/>'>",
        '<!ENTITY a "b" ' * 10_000,
    ],
    ids=["laughs", "quadratic", "file", "public", "parameter", "markup", "unclosed"],
)
def test_entities_that_could_expand_or_fetch_are_refused(subset: str) -> None:
    body = rss(item("&l9;" * 1_000), prolog=f"<?xml version='1.0'?><!-- <a> --><!DOCTYPE rss [{subset}]>")
    assert reason(body) == "entity-declarations"


def test_harmless_entities_and_an_outside_dtd_are_no_reason_to_refuse() -> None:
    doctype = '<!DOCTYPE rss [<!ENTITY nbsp "&#160;"><!ENTITY me "Ann">]>'
    assert only(rss(item("By&nbsp;&me;"), prolog=doctype)).title == "By Ann"
    assert only(rss(item(), prolog='<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd">')).title == "One"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (rss("<a>" * 50_000 + "</a>" * 50_000), "too-deep"),
        (rss("<a>" * 50_000), "too-deep"),
        ("[" * 500_000, "too-deep"),
        (rss(item("x" * 11_000_000)), "too-large"),
        (" " * 17_000_000, "too-large"),
        ("<rss><channel>" + "&" * 2_000_000, "malformed"),
        ("<!--" * 500_000, "malformed"),
        ("<" * 2_000_000, "malformed"),
        ("<rss>" + "<![CDATA[" * 500_000, "malformed"),
    ],
    ids=["nested", "unclosed", "json", "long-title", "huge", "ampersands", "comments", "angles", "cdata"],
)
def test_what_would_cost_too_much_is_refused_soon(body: str, expected: str) -> None:
    start = time.process_time()
    assert reason(body) == expected
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    "inside",
    [
        "<item " + " ".join(f'a{n}="1"' for n in range(50_000)) + "><link>https://g.example/1</link></item>",
        item(more="<category>x</category>" * 50_000),
        item(more="<link>https://g.example/2</link>" * 50_000),
        "<title>x</title>" * 50_000 + item(),
        item(more="<description>" + "&lt;p " * 300_000 + "</description>"),
        item(more="<description>&lt;p " + " ".join(f"a{n}" for n in range(50_000)) + "</description>"),
        "".join(f"<m{n}:x/>" for n in range(30_000)) + item(),
        item(more="<pubDate>" + "Mon 1-" * 200_000 + "</pubDate>"),
        item(more="<author>" + "a@(" * 300_000 + "</author>"),
    ],
    ids=["attributes", "categories", "links", "titles", "tags", "html-attributes", "prefixes", "date", "author"],
)
def test_excess_costs_little_and_the_entry_is_read(inside: str) -> None:
    body = rss(inside)
    start = time.process_time()
    assert len(parse(body).entries) == 1
    assert time.process_time() - start < 5
