"""How long a response stays fresh, and how long a server wants to be left alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.response import Response
from transforms.wire.freshness import fresh_for_s, retry_after_s

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def response(**headers: str) -> Response:
    pairs = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Response("https://gazette.example/rss", 200, "OK", "HTTP/1.1", pairs, b"", NOON)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Cache_Control": "public"}, None),
        ({"Cache_Control": "public, max-age=600"}, 600),
        ({"cache_control": 'MAX-AGE="600" , s-maxage=9'}, 600),
        ({"Cache_Control": "max-age=600", "Age": "200"}, 400),
        ({"Cache_Control": "max-age=600", "Age": "900"}, 0),
        ({"Cache_Control": "no-cache, max-age=600"}, 0),
        ({"Cache_Control": "no-store"}, 0),
        ({"Cache_Control": "max-age=99999999999"}, 366 * 24 * 3600),
        ({"Cache_Control": "max-age=x"}, None),
        ({"Expires": "Sun, 22 Nov 2026 12:10:00 GMT"}, 600),
        ({"Expires": "Sun, 22 Nov 2026 12:10:00 GMT", "Date": "Sun, 22 Nov 2026 12:09:00 GMT"}, 60),
        ({"Expires": "0"}, None),
        ({"Expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, 0),
    ],
)
def test_freshness(headers: dict[str, str], seconds: int | None) -> None:
    assert fresh_for_s(response(**headers)) == seconds


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("Sun, 22 Nov 2026 12:02:00 GMT", 120),
        ("Sun, 22 Nov 2026 11:00:00 GMT", 0),
        ("9" * 30, 366 * 24 * 3600),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
def test_retry_after(value: str, seconds: int | None) -> None:
    assert retry_after_s(response(Retry_After=value)) == seconds


@given(st.text(max_size=80), st.text(max_size=40), st.text(max_size=20))
def test_whatever_a_server_says_is_a_span_or_nothing(control: str, expires: str, age: str) -> None:
    found = fresh_for_s(response(Cache_Control=control, Expires=expires, Age=age))
    assert found is None or 0 <= found <= 366 * 24 * 3600
    waits = retry_after_s(response(Retry_After=expires))
    assert waits is None or 0 <= waits <= 366 * 24 * 3600
