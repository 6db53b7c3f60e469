"""Every view of a story is one article, and no two stories are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import UrlError
from tests.transforms.articles.test_articles import PROSE, page, respond
from transforms.articles.extraction import extract_article

STORY = "https://www.paper.example/news/2026/dam-opened"


def address(url: str, head: str = "") -> str:
    return extract_article(respond(page(*PROSE, head=head), url=url)).canonical_url


@pytest.mark.parametrize(
    "url",
    [
        f"{STORY}/amp",
        "https://amp.paper.example/news/2026/dam-opened",
        "https://m.paper.example/news/2026/dam-opened",
        "https://www.paper.example/print/2026/dam-opened",
        f"{STORY}?page=2",
        f"{STORY}/2",
        "https://www-paper-example.cdn.ampproject.org/c/s/www.paper.example/news/2026/dam-opened/amp",
        "https://www.google.com/amp/s/amp.paper.example/news/2026/dam-opened",
    ],
)
@pytest.mark.parametrize(
    "head",
    [
        f'<link rel="canonical" href="{STORY}">',
        f'<link rel="canonical" href="{STORY}?utm_source=amp#top">',
        f'<meta property="og:url" content="{STORY}">',
        f'<link rel="canonical" href="https://www.paper.example/"><meta property="og:url" content="{STORY}">',
        f'<script type="application/ld+json">{{"@type": "Article", "mainEntityOfPage": {{"@id": "{STORY}"}}}}</script>',
    ],
)
def test_views_that_say_what_they_are_views_of(url: str, head: str) -> None:
    assert address(url, head) == STORY


@pytest.mark.parametrize(
    "url",
    [
        f"{STORY}/amp",
        f"{STORY}/amp/",
        f"{STORY}/print",
        f"{STORY}?outputType=amp",
        f"{STORY}?amp=1",
        f"{STORY}?view=print&utm_medium=rss",
        "https://www-paper-example.cdn.ampproject.org/v/s/www.paper.example/news/2026/dam-opened?amp",
        "https://www.google.co.uk/amp/s/www.paper.example/news/2026/dam-opened/amp",
    ],
)
def test_views_that_say_nothing_are_known_by_their_address(url: str) -> None:
    assert address(url).rstrip("/") == STORY


def test_a_suffix_keeps_its_ending() -> None:
    assert address("https://www.paper.example/a/dam.amp.html") == "https://www.paper.example/a/dam.html"
    assert address("https://www.paper.example/a/dam?id=7&print=1") == "https://www.paper.example/a/dam?id=7"
    assert address("https://www.paper.example/a/champ") == "https://www.paper.example/a/champ"


@pytest.mark.parametrize(
    "declared",
    [
        "https://www.paper.example/",
        "https://www.paper.example/index.html",
        "https://www.paper.example/news",
        "https://www.paper.example/news/2026/",
        "https://elsewhere.example/news/2026/dam-opened-again",
        "javascript:void(0)",
        "",
    ],
)
def test_a_section_s_front_or_a_stranger_is_not_believed(declared: str) -> None:
    assert address(STORY, f'<link rel="canonical" href="{declared}">') == STORY


@given(st.text(max_size=80))
def test_any_declaration_gives_an_address(declared: str) -> None:
    head = f'<link rel="canonical" href="{declared.translate({ord(c): None for c in chr(34) + "<>&"})}">'
    try:
        found = address(STORY, head)
    except UrlError:
        pytest.fail("a bad link is the page's fault, not the article's")
    assert found.startswith(("http://", "https://"))
