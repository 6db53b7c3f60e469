"""News sitemaps and their indexes are read as feeds; what is not dated, titled or well-formed does no harm."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import FeedError
from schemas.feed import FeedDocument
from transforms.feeds.documents import parse_feed
from transforms.feeds.entries import MAX_ENTRIES
from transforms.feeds.sitemaps import MAX_SITEMAPS

URL = "https://gazette.example/news-sitemap.xml"
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><!-- made by hand -->\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">'
)


def read(text: str) -> FeedDocument:
    return parse_feed(text.encode(), url=URL, content_type="text/xml")


def url(loc: str, date: str = "", title: str = "", more: str = "") -> str:
    news = f"<news:publication_date>{date}</news:publication_date>" if date else ""
    named = f"<news:title>{title}</news:title>" if title else ""
    publication = "<news:publication><news:name>Gazette</news:name><news:language>en</news:language></news:publication>"
    return f"<url><loc>{loc}</loc>{more}<news:news>{publication}{news}{named}</news:news></url>"


def test_an_entry_has_what_the_sitemap_says_of_its_article() -> None:
    image = "<image:image><image:loc>/i.jpg</image:loc><image:title>A picture</image:title></image:image>"
    listed = url("https://gazette.example/a?utm_source=x", "2026-11-20T08:30:00+01:00", "Ferry &amp; stays", image)
    document = read(HEAD + listed + "</urlset>")
    [entry] = document.entries
    assert (document.format, document.problems) == ("sitemap", ())
    assert (entry.guid, entry.canonical_url, entry.title, entry.language) == (
        None, "https://gazette.example/a", "Ferry & stays", "en",
    )  # fmt: skip
    assert entry.published_at == datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
    assert entry.updated_at is None


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("2026", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-11", datetime(2026, 11, 1, tzinfo=UTC)),
        ("2026-11-20", datetime(2026, 11, 20, tzinfo=UTC)),
        ("2026-11-20T08:30Z", datetime(2026, 11, 20, 8, 30, tzinfo=UTC)),
        (" 2026-11-20T08:30:15.123-0500 ", datetime(2026, 11, 20, 13, 30, 15, 123_000, tzinfo=UTC)),
        ("20/11/2026", None),
        ("0001-01-01", None),
    ],
)
def test_dates(date: str, moment: datetime | None) -> None:
    [entry] = read(HEAD + url("/a", date) + "</urlset>").entries
    assert entry.published_at == moment


def test_the_latest_are_kept_of_too_many() -> None:
    dated = "".join(url(f"/{n}", f"2026-11-{1 + n % 28:02}") for n in range(MAX_ENTRIES + 5))
    document = read(HEAD + url("/undated") + dated + "</urlset>")
    assert len(document.entries) == MAX_ENTRIES
    assert document.problems == ("too-many-entries: 6 dropped",)
    assert document.entries[0].published_at == datetime(2026, 11, 28, tzinfo=UTC)
    assert "https://gazette.example/undated" not in {entry.canonical_url for entry in document.entries}


def test_an_index_leads_to_its_latest_sitemaps() -> None:
    listed = "".join(
        f"<sitemap><loc>/s{n}.xml?x=1&amp;y={n}</loc><lastmod>2026-{1 + n % 12:02}-01</lastmod></sitemap>"
        for n in range(30)
    )
    document = read(f"<sitemapindex>{listed}<sitemap><loc>ftp://x/</loc></sitemap></sitemapindex>")
    assert (document.format, document.entries) == ("sitemapindex", ())
    assert len(document.pages) == MAX_SITEMAPS
    assert document.pages[0] == "https://gazette.example/s11.xml?x=1&y=11"


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><urlset><url><loc>&e;</loc></url></urlset>',
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><urlset>&b;</urlset>',
        "<urlset>" + "<url>" * 5_000,
    ],
)
def test_hostile_sitemaps_are_refused(text: str) -> None:
    with pytest.raises(FeedError):
        read(text)


def test_a_cut_sitemap_gives_what_is_whole() -> None:
    whole = HEAD + url("/a", "2026-11-20") + url("/b", "2026-11-19")
    document = read(whole + "<url><loc>https://gazette.exam")
    assert [entry.canonical_url for entry in document.entries] == [
        "https://gazette.example/a",
        "https://gazette.example/b",
    ]
    assert document.problems == ("malformed: not well-formed XML, mended", "incomplete-entry: 1 dropped")


@given(st.text())
def test_any_text_is_a_sitemap_or_a_feed_error(inside: str) -> None:
    try:
        document = read(f"<urlset><url><loc>{inside}</loc><lastmod>{inside}</lastmod></url></urlset>")
    except FeedError:
        return
    assert document.format == "sitemap"
