"""Links by way of a redirector or an AMP cache carry the article's own address."""

from __future__ import annotations

from base64 import urlsafe_b64encode

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


def google_news(address: str, tail: bytes = b"") -> str:
    size = len(address)
    varint = bytes([size]) if size < 0x80 else bytes([size & 0x7F | 0x80, size >> 7])
    identity = urlsafe_b64encode(b"\x08\x13\x22" + varint + address.encode() + tail).decode().rstrip("=")
    return f"https://news.google.com/rss/articles/{identity}?oc=5"


@pytest.mark.parametrize("tail", [b"", b"\xd2\x01\x00", b"https://amp.gazette.example/a"])
@pytest.mark.parametrize("address", [STORY, "https://gazette.example/" + "long-" * 40])
def test_older_ids_of_google_news_hold_the_address(address: str, tail: bytes) -> None:
    assert unwrapped(google_news(address, tail)) == address


def test_newer_ids_of_google_news_hold_none() -> None:
    newer = "https://news.google.com/rss/articles/CBMi" + "QVVfeXFMT" * 12
    assert unwrapped(newer) == newer


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


@given(st.binary(min_size=20, max_size=300))
def test_any_id_of_google_news_gives_text(data: bytes) -> None:
    assert isinstance(unwrapped("https://news.google.com/articles/" + urlsafe_b64encode(data).decode()), str)
