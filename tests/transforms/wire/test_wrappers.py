"""Links by way of a redirector or an AMP cache carry the article's own address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.wire.wrappers import unwrapped

STORY = "https://gazette.example/a?id=7"


@pytest.mark.parametrize(
    "wrapped",
    [
        "https://www.google.com/url?rct=j&sa=t&url=https%3A%2F%2Fgazette.example%2Fa%3Fid%3D7&ct=ga&cd=CAIy",
        "https://www.google.co.uk/url?q=https://gazette.example/a?id%3D7&sa=U",
        "http://news.google.com/news/url?sa=t&fd=R&url=https://gazette.example/a?id%3D7",
        "http://www.bing.com/news/apiclick.aspx?ref=FexRss&aid=&tid=1&url=https%3a%2f%2fgazette.example%2fa%3fid%3d7&c=1",
        "https://duckduckgo.com/l/?uddg=https%3A%2F%2Fgazette.example%2Fa%3Fid%3D7&rut=x",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fgazette.example%2Fa%3Fid%3D7&h=x",
        "https://gazette-example.cdn.ampproject.org/c/s/gazette.example/a?id=7",
        "https://gazette-example.cdn.ampproject.org/v/s/gazette.example/a?id=7",
        "https://www.google.com/amp/s/gazette.example/a?id=7",
    ],
)
def test_the_address_is_taken_out(wrapped: str) -> None:
    assert unwrapped(wrapped) == STORY


def test_a_cache_of_a_plain_http_page() -> None:
    assert unwrapped("https://gazette-example.cdn.ampproject.org/c/gazette.example/a") == "http://gazette.example/a"


@pytest.mark.parametrize(
    "url",
    [
        STORY,
        "https://gazette.example/url?q=https://elsewhere.example/",
        "https://www.google.com/url?q=javascript:alert(1)",
        "https://www.google.com/search?q=https://gazette.example/a",
        "https://google.com.gazette.example/url?q=https://elsewhere.example/",
        "https://www.google.com/amp/",
        "https://cdn.ampproject.org/c/s/",
        "http://[",
    ],
)
def test_everything_else_stays(url: str) -> None:
    assert unwrapped(url) == url


@given(st.text())
def test_any_text_gives_text(text: str) -> None:
    assert isinstance(unwrapped(text), str)
    assert isinstance(unwrapped("https://www.google.com/url?q=" + text), str)
