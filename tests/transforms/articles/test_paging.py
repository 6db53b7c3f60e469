"""Which page follows in a story, and what the pages say together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transforms.articles.test_articles import PROSE, page, respond
from transforms.articles.extraction import extract_article
from transforms.articles.paging import is_later_page, joined, next_page

STORY = "https://www.paper.example/2026/11/the-dam"


@pytest.mark.parametrize(
    ("url", "link", "expected"),
    [
        (STORY, f'<link rel="next" href="{STORY}?page=2">', f"{STORY}?page=2"),
        (f"{STORY}?id=7", "<a class='n' href='?id=7&amp;page=2' rel='nofollow next'>2</a>", f"{STORY}?id=7&page=2"),
        (f"{STORY}?page=2", '<a href="?page=3" rel=next>', f"{STORY}?page=3"),
        (f"{STORY}/", '<link rel="next" href="/2026/11/the-dam/2/">', f"{STORY}/2/"),
        (f"{STORY}/2", '<link rel="next" href="/2026/11/the-dam/3">', f"{STORY}/3"),
        (f"{STORY}.html", '<link rel="next" href="the-dam-2.html">', f"{STORY}-2.html"),
        (STORY, '<link href="/2026/11/the-dam/seite-2" rel="next">', f"{STORY}/seite-2"),
        (STORY, '<a rel="next" href="https://www.paper.example/2026/11/another-story">next story</a>', None),
        (STORY, '<a rel="next" href="https://www.paper.example/2026/11/another-story/2">', None),
        (STORY, f'<a rel="next" href="{STORY}?page=3">', None),
        (f"{STORY}?page=3", f'<a rel="next" href="{STORY}?page=2">', None),
        (STORY, '<a rel="next" href="https://elsewhere.example/2026/11/the-dam?page=2">', None),
        (STORY, f'<a rel="prev" href="{STORY}?page=2">', None),
        (STORY, '<a rel="next" href="javascript:next()"><a rel="next" href="">', None),
        (STORY, "", None),
    ],
)
def test_the_next_page(url: str, link: str, expected: str | None) -> None:
    assert next_page(f"<html><head>{link}</head></html>", url) == expected


def test_later_pages_of_a_story() -> None:
    assert is_later_page(f"{STORY}?page=2", STORY)
    assert is_later_page(f"{STORY}/3", STORY)
    assert is_later_page(f"{STORY}-2.html", f"{STORY}.html")
    assert not is_later_page(STORY, STORY)
    assert not is_later_page(f"{STORY}/3", f"{STORY}/3")
    assert not is_later_page(f"{STORY}?page=1", STORY)
    assert not is_later_page("https://www.paper.example/2026/11", "https://www.paper.example/2026/11")


def test_pages_are_joined_without_telling_twice() -> None:
    first = extract_article(respond(page(*PROSE[:3]), url=STORY))
    second = extract_article(
        respond(page(PROSE[0], PROSE[3], "The end of the story is told on the last page."), url=f"{STORY}/2")
    )
    whole = joined(first, [second])
    assert whole.text.split("\n\n") == [*PROSE, "The end of the story is told on the last page."]
    assert (whole.headline, whole.canonical_url) == (first.headline, STORY)
    assert joined(first, []) == first


@given(st.text(max_size=300), st.text(max_size=60))
def test_any_page_has_a_next_one_or_none(html: str, tail: str) -> None:
    assert next_page(f'{html}<a rel=next href="{tail}">', STORY) is None or "the-dam" in next_page(
        f'{html}<a rel=next href="{tail}">', STORY
    )
