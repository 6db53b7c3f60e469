"""What pages declare about themselves, in all the ways they get it wrong."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import document_fromstring

from transforms.articles.bylines import byline_of
from transforms.articles.headlines import headline_of
from transforms.articles.metadata import (
    PageMetadata,
    declared_zone,
    is_paywalled,
    parse_datetime,
    read_metadata,
    section_of,
    tags_of,
)

EMPTY = document_fromstring("<body></body>")
URL = "https://paper.example/news/dam"


def read(head: str, body: str = "<p>x</p>", lang: str = "") -> PageMetadata:
    return read_metadata(document_fromstring(f"<html lang='{lang}'><head>{head}</head><body>{body}</body></html>"), URL)


def ld(*scripts: str) -> PageMetadata:
    return read("".join(f'<script type="application/ld+json">{script}</script>' for script in scripts))


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "NewsArticle", "headline": "Dam opens"}',
        '[{"@type": "Organization"}, {"@type": ["Thing", "NewsArticle"], "headline": "Dam opens"}]',
        '{"@graph": [{"@type": "WebPage"}, {"@type": "http://schema.org/NewsArticle", "headline": "Dam opens"}]}',
        '{"@type": "WebPage", "mainEntity": {"@type": "Article", "headline": "Dam opens"}}',
        '<!-- {"@type": "Article", "headline": "Dam\n opens"}; -->',
        '//<![CDATA[\n{"@type": "BlogPosting", "headline": "<b>Dam</b> opens"}\n//]]>',
    ],
)
def test_json_ld_is_found(script: str) -> None:
    assert headline_of(ld(script), None) == ("Dam opens", "json-ld")


def test_the_article_that_names_the_page_wins() -> None:
    others = '{"@type": "NewsArticle", "headline": "Other", "url": "https://paper.example/news/other"}'
    ours = (
        '{"@type": "NewsArticle", "headline": "Ours", "mainEntityOfPage": {"@id": "https://paper.example/news/dam/"}}'
    )
    assert ld(others, ours).article["headline"] == "Ours"


@pytest.mark.parametrize(
    "script", ['{"@type": "NewsArticle",', "[" * 100_000, "NaN", '"text"', "null", "[[[1]]]", "1" * 9_999]
)
def test_broken_json_ld_is_as_good_as_none(script: str) -> None:
    assert ld(script, '{"@type": "Article", "headline": "Dam opens"}').article["headline"] == "Dam opens"


def test_meta_tags_canonical_language() -> None:
    page = read(
        '<meta name="Author" content=" Ann  Lee "><meta property="og:title" content=""><meta name="author" content="B">'
        '<link rel="CANONICAL" href=" /dam ">',
        lang="pt-BR",
    )
    assert page.meta == {"author": "Ann Lee"}
    assert (page.canonical, page.language) == ("/dam", "pt")
    assert read("", lang="english").language is None


SITE = "<meta property='og:site_name' content='The Paper'>"


@pytest.mark.parametrize(
    ("head", "body", "entry_title", "expected"),
    [
        (f"<title>Dam opens | The Paper</title>{SITE}", "", None, "Dam opens"),
        (f"<title>The Paper: Dam opens – The Paper News</title>{SITE}", "", None, "The Paper: Dam opens"),
        ("<title>Dam – open or shut?</title>", "", None, "Dam – open or shut?"),
        ("<meta property='og:title' content='Dam opens to the public - Gazette'>", "Dam opens to the public", None,
         "Dam opens to the public"),
        ("<meta property='og:title' content='Dam shut after…'>", "Dam shut after night", None, "Dam shut after night"),
        (f"<title>The Paper</title>{SITE}", "", "From the feed", "From the feed"),
        ("", "One</h1><h1>Two", None, None),
        ("<title>" + "x " * 9_999, "", "From the feed", "From the feed"),
    ],
)  # fmt: skip
def test_headline(head: str, body: str, entry_title: str | None, expected: str | None) -> None:
    assert headline_of(read(head, f"<h1>{body}</h1>"), entry_title)[0] == expected


def test_headline_says_where_it_was_found() -> None:
    declared = '{"@type": "NewsArticle", "headline": "Dam opens"}'
    assert headline_of(ld(declared), "From the feed") == ("Dam opens", "json-ld")
    assert headline_of(read("<meta property='og:title' content='Dam opens'>"), None) == ("Dam opens", "meta")
    assert headline_of(read("", "<h1>Dam opens</h1>"), "From the feed") == ("Dam opens", "h1")
    assert headline_of(read("<title>Dam opens</title>"), None) == ("Dam opens", "title")
    assert headline_of(read(""), "From the feed") == ("From the feed", "feed")
    assert headline_of(read(""), None) == (None, None)


def test_of_several_h1_the_one_that_is_declared_completes_a_headline_that_was_cut() -> None:
    head = "<meta property='og:title' content='Dam opens to the public after…'>"
    body = "<h1>The Paper</h1><h1>Dam opens to the public after long night</h1>"
    assert headline_of(read(head, body), None) == ("Dam opens to the public after long night", "h1")


def test_the_host_is_a_name_of_the_site() -> None:
    head = "<title>Dam opens | Público</title><link rel='canonical' href='https://www.publico.example/dam'>"
    assert headline_of(read(head), None) == ("Dam opens", "title")


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ('"By Ann Lee and Bo Ek"', "Ann Lee, Bo Ek"),
        ('[{"@type": "Person", "name": "Ann Lee"}, {"name": "Ann Lee"}, "Bo Ek"]', "Ann Lee, Bo Ek"),
        ('{"name": ["Ann Lee"]}', None),
        ('"By Staff"', None),
        ('{"@type": "Organization", "name": "The Paper"}', "The Paper"),
        ('[{"@type": "Person", "name": "Ann Lee"}, {"@type": "Organization", "name": "The Paper"}]', "Ann Lee"),
        ('{"@type": "Person", "givenName": "Ann", "familyName": "Lee"}', "Ann Lee"),
        ('"ann-lee"', "Ann Lee"),
        ('"Professor of everything at the university of Vostra"', None),
        ('"https://paper.example/authors/ann"', None),
        ('"Ann Lee (AFP)"', "Ann Lee"),
        ('"Martin Luther King, Jr."', "Martin Luther King, Jr"),
        ("null", None),
        ("17", None),
    ],
)
def test_byline(author: str, expected: str | None) -> None:
    page = ld(f'{{"@type": "Article", "headline": "x", "author": {author}, "publisher": {{"name": "The Paper"}}}}')
    assert byline_of(page, EMPTY, [])[0] == expected


def test_byline_says_where_it_was_found() -> None:
    declared = ld('{"@type": "Article", "author": "Ann Lee", "publisher": {"name": "The Paper"}}')
    newsroom = ld('{"@type": "Article", "author": "The Paper", "publisher": {"name": "The Paper"}}')
    shown = document_fromstring(
        "<body><div class='comment'><span class='author'>Carl Moe</span></div><header><h1>Dam opens</h1>"
        "<p class='story-byline'>By Bo Ek</p></header></body>"
    )
    assert byline_of(declared, shown, []) == ("Ann Lee", "declared")
    assert byline_of(newsroom, shown, []) == ("Bo Ek", "shown")
    assert byline_of(newsroom, shown, ["by Dana van Os and Eli Fry"]) == ("Dana van Os, Eli Fry", "shown")
    assert byline_of(newsroom, EMPTY, ["updated 3 hours ago"]) == ("The Paper", "newsroom")
    assert byline_of(read(""), EMPTY, []) == (None, None)


def test_tags() -> None:
    assert tags_of(ld('{"@type": "Article", "keywords": ["Rivers, Dams", "Rivers", ""]}')) == ("Rivers", "Dams")
    assert tags_of(read('<meta name="news_keywords" content="rivers; dams">')) == ("rivers", "dams")
    assert tags_of(read("")) == ()


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ('{"@type": "Article", "isAccessibleForFree": false}', True),
        ('{"@type": "Article", "isAccessibleForFree": "http://schema.org/False"}', True),
        ('{"@type": "Article", "hasPart": {"@type": "WebPageElement", "isAccessibleForFree": "False"}}', True),
        ('{"@type": "Article", "isAccessibleForFree": true}', False),
        ('{"@type": "Article"}', False),
    ],
)
def test_paywall(script: str, expected: bool) -> None:
    assert is_paywalled(ld(script)) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-02-29T10:00:00+0530", "+05:30"),
        ("2024-02-29T10:00-03:00", "-03:00"),
        ("2024-02-29T10:00:00Z", "+00:00"),
        ("Thu, 29 Feb 2024 10:00:00 +0100", "+01:00"),
        ("2024-02-29T10:00:00", None),
        ("2024-02-29", None),
        (None, None),
    ],
)
def test_declared_zone(value: str | None, expected: str | None) -> None:
    assert declared_zone(value) == expected


def test_section() -> None:
    assert (
        section_of(ld('{"@type": "Article", "articleSection": ["World &amp; Europe", "Rivers"]}')) == "World & Europe"
    )
    assert section_of(read('<meta property="article:section" content="Sport">')) == "Sport"
    assert section_of(read("")) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-02-29T10:00:00Z", (2024, 2, 29, 10, 0)),
        ("2024-02-29T10:00:00.123+0530", (2024, 2, 29, 4, 30)),
        ("2024-02-29 10:00 -03", (2024, 2, 29, 13, 0)),
        ("2024-02-29", (2024, 2, 29, 0, 0)),
        (["2024-02-29T10:00"], (2024, 2, 29, 10, 0)),
        ({"@value": "2024-02-29T10:00:60Z"}, (2024, 2, 29, 10, 0)),
        ("Thu, 29 Feb 2024 10:00:00 +0100", (2024, 2, 29, 9, 0)),
        (1709200800, (2024, 2, 29, 10, 0)),
        ("1709200800000", (2024, 2, 29, 10, 0)),
        ("2023-02-29", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("2024-01-01T00:00:00+99:00", None),
        ("yesterday", None),
        ("", None),
        (None, None),
        ({}, None),
        (True, None),
    ],
)
def test_parse_datetime(value: Any, expected: tuple[int, ...] | None) -> None:
    moment = parse_datetime(value)
    assert (moment and (moment.replace(second=0), moment.tzinfo)) == (
        expected and (datetime(*expected, tzinfo=UTC), UTC)
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(["Article", URL]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["@type", "@graph", "headline", "author", "name", "datePublished", "url", "publisher",
                         "mainEntityOfPage", "mainEntity", "articleSection", "@id", "isAccessibleForFree"]),
        inner, max_size=5),
    max_leaves=12,
)  # fmt: skip


@settings(derandomize=True, deadline=None, max_examples=300)
@given(JSON)
def test_any_json_ld_is_read_or_ignored(value: Any) -> None:
    page = ld(json.dumps(value).replace("<", ""))
    for text in (headline_of(page, None)[0], byline_of(page, EMPTY, [])[0], section_of(page)):
        assert text is None or text.strip()
    moment = parse_datetime(page.article.get("datePublished"))
    assert moment is None or moment.tzinfo is UTC
