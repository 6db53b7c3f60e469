"""Where an answer sends on to: redirects, pages that are nothing but a refresh, and pages that are more than that."""

from __future__ import annotations

import gzip
import time
from datetime import UTC, datetime
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.response import Fetch, FetchKind, FetchPlan, Response
from transforms.wire.redirects import leads_to

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
HERE = "https://short.example/a1?b"
STORY = "https://gazette.example/ferry"


def answer(body: str | bytes, *headers: tuple[str, str], status: int = 200, kind: FetchKind = "article") -> Fetch:
    data = body.encode() if isinstance(body, str) else body
    return Fetch(
        FetchPlan(kind, HERE), HERE, NOW, 1, response=Response(HERE, status, "", "HTTP/1.1", headers, data, NOW)
    )


def refreshing(content: str, more: str = "") -> str:
    return f'<html><head><title>One moment</title><meta http-equiv="Refresh" content="{content}"></head>{more}</html>'


@pytest.mark.parametrize(
    ("content", "target"),
    [
        (f"0;url={STORY}", STORY),
        (f"0; URL='{STORY}'", STORY),
        (f"5, url = &quot;{STORY}&quot; and more", STORY),
        (f" 1.5 ;{STORY}", STORY),
        (f"0 {STORY}", STORY),
        ("0;url=/ferry?a=1&amp;b=2", "https://short.example/ferry?a=1&b=2"),
        ("0;url=//gazette.example/x", "https://gazette.example/x"),
        ("0;url=http://[::1", "http://[::1"),  # broken: whoever asks for it says so
        (f"31;url={STORY}", None),  # a page that is meant to be read
        (f"{'9' * 5_000};url={STORY}", None),
        ("300", None),  # loads itself anew
        ("0;url=", None),
        (f"0;url={HERE}", None),
        ("0;url=#top", None),
        (f"url={STORY}", None),  # without seconds it is no refresh
        ("", None),
    ],
)
def test_a_page_that_is_nothing_but_a_refresh_leads_on(content: str, target: str | None) -> None:
    assert leads_to(answer(refreshing(content))) == target


WORDS = " ".join(["word"] * 60)


@pytest.mark.parametrize(
    ("more", "leads"),
    [
        ("<body><p>You are leaving us. If nothing happens, <a href='/x'>click here</a>.</p></body>", True),
        (f"<body><script>{WORDS}</script><style>{WORDS}</style><noscript>{WORDS}</noscript></body>", True),
        (f"<body><p>{WORDS}</p></body>", False),  # a story that goes on by itself is a story
        (f"<body><div>{'<i>word</i> ' * 60}</div></body>", False),
    ],
)
def test_a_page_with_prose_is_where_it_is(more: str, leads: bool) -> None:
    assert (leads_to(answer(refreshing(f"0;url={STORY}", more))) == STORY) is leads


def test_what_is_for_readers_without_javascript_is_not_followed() -> None:
    meta = f'<meta http-equiv="refresh" content="0;url={STORY}">'
    assert leads_to(answer(f"<html><head><noscript>{meta}</noscript></head><body></body></html>")) is None
    assert leads_to(answer(f"<html><!-- {meta} --><body></body></html>")) is None


def test_the_header_says_the_same() -> None:
    assert leads_to(answer("", ("Refresh", f"0;url={STORY}"))) == STORY
    assert leads_to(answer(f"<p>{WORDS}</p>", ("Refresh", f"0;url={STORY}"))) is None


def test_content_codings_and_sizes() -> None:
    page = refreshing(f"0;url={STORY}").encode()
    assert leads_to(answer(gzip.compress(page), ("Content-Encoding", "gzip"))) == STORY
    assert leads_to(answer(gzip.compress(page)[:-9], ("Content-Encoding", "gzip"))) is None
    assert leads_to(answer(gzip.compress(page + b" " * 10**6), ("Content-Encoding", "gzip"))) is None
    assert leads_to(answer(page + b" " * 10**5)) is None


@pytest.mark.parametrize("kind", get_args(FetchKind))
def test_a_redirect_is_one_for_everything_and_a_refresh_for_articles(kind: FetchKind) -> None:
    assert leads_to(answer("", ("location", "/caf\u00c3\u00a9"), status=301, kind=kind)) == "https://short.example/café"
    assert leads_to(answer("", status=302, kind=kind)) is None
    assert leads_to(answer("", ("Location", STORY), status=304, kind=kind)) is None
    assert leads_to(answer(refreshing(f"0;url={STORY}"), status=404, kind=kind)) is None
    assert (leads_to(answer(refreshing(f"0;url={STORY}"), kind=kind)) == STORY) is (kind == "article")


def test_nothing_came() -> None:
    assert leads_to(Fetch(FetchPlan("article", HERE), HERE, NOW, 0, error_kind="timeout", error="late")) is None


@given(st.binary(max_size=300), st.text(max_size=60))
def test_any_bytes_give_an_address_or_none(body: bytes, content: str) -> None:
    for page in (b"refresh" + body, refreshing(content.replace('"', "")).encode("utf-8", "replace") + body):
        found = leads_to(answer(page))
        assert found is None or isinstance(found, str)


@pytest.mark.parametrize("unit", ["1", "1.", " ", "0;url ", "0;url=&quot;"])
def test_no_value_takes_long(unit: str) -> None:
    started = time.process_time()
    leads_to(answer(refreshing(unit * (7_900 // len(unit)))))
    assert time.process_time() - started < 0.3
