"""robots.txt, read as RFC 9309 says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.wire.robots import BODY_LIMIT, allows, crawl_delay_s

AGENT = "onrecord/0.1.0 (+https://onrecord.example/about)"
SITE = "https://news.example"


def may(robots: bytes | None, path: str, status: int | None = 200) -> bool:
    return allows(robots, status, SITE + path, AGENT)


def test_longest_match_decides() -> None:
    robots = b"User-agent: *\nDisallow: /archive/\nAllow: /archive/open/\nDisallow: /*.pdf$\n"
    assert may(robots, "/today")
    assert not may(robots, "/archive/2026")
    assert may(robots, "/archive/open/2026")
    assert not may(robots, "/budget.pdf")
    assert may(robots, "/budget.pdf.html")


def test_our_own_group_wins_over_the_star() -> None:
    robots = b"User-agent: *\nDisallow: /\n\nUser-agent: OnRecord\nDisallow: /premium\n"
    assert may(robots, "/today")
    assert not may(robots, "/premium/today")
    assert not allows(robots, 200, f"{SITE}/today", "somebody-else/1.0")


def test_other_agents_groups_are_not_ours() -> None:
    assert may(b"User-agent: record\nDisallow: /\n", "/today")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429, 301])
def test_no_robots_txt_allows_everything(status: int) -> None:
    assert may(b"User-agent: *\nDisallow: /", "/today", status)


@pytest.mark.parametrize("status", [500, 502, 503, 599, None])
def test_broken_or_unreachable_host_is_left_alone(status: int | None) -> None:
    assert not may(b"", "/today", status)
    assert not may(None, "/today", status)


def test_empty_body_allows() -> None:
    assert may(b"", "/today")
    assert may(None, "/today")


def test_byte_order_mark_and_wrong_charset_do_not_hide_rules() -> None:
    assert not may(b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /secret", "/secret")
    assert not may(b"# caf\xe9\nUser-agent: *\rDisallow: /secret\r", "/secret")


def test_body_beyond_the_cap_is_not_read_and_no_rule_is_cut_short() -> None:
    head = b"User-agent: *\nDisallow: /secret\n"
    filler = b"# filler\n" * ((BODY_LIMIT - len(head)) // 9)
    rule = b"Disallow: /" + b"n" * 2 * 9 + b"\n"
    robots = head + filler + rule + b"Disallow: /late\n"
    assert not may(robots, "/secret")
    assert may(robots, "/late")
    assert may(robots, "/nothing")


@given(st.binary(max_size=300), st.text(max_size=60))
def test_any_bytes_give_an_answer(robots: bytes, path: str) -> None:
    assert isinstance(allows(robots, 200, SITE + "/" + path, AGENT), bool)


@given(st.text(max_size=60))
def test_any_url_gives_an_answer(url: str) -> None:
    assert isinstance(allows(b"User-agent: *\nDisallow: /a", 200, url, AGENT), bool)


@pytest.mark.parametrize(
    ("robots", "seconds"),
    [
        (b"User-agent: *\nCrawl-delay: 2.5\n", 2.5),
        (b"User-agent: onrecord\nCrawl-delay: 7\n\nUser-agent: *\nCrawl-delay: 1\n", 7.0),
        (b"User-agent: *\nRequest-rate: 1/5\n", 5.0),
        (b"User-agent: *\nRequest-rate: 2/1m\nCrawl-delay: 3\n", 30.0),
        (b"User-agent: *\nCrawl-delay: soon\n", 0.0),
        (b"User-agent: *\nCrawl-delay: nan\n", 0.0),
        (b"User-agent: *\nCrawl-delay: -5\n", 0.0),
        (b"User-agent: otherbot\nCrawl-delay: 9\n", 0.0),
        (b"", 0.0),
    ],
)
def test_rests_that_are_asked_for(robots: bytes, seconds: float) -> None:
    assert crawl_delay_s(robots, 200, AGENT) == seconds
    assert crawl_delay_s(robots, 404, AGENT) == 0.0


@given(st.binary(max_size=300))
def test_any_bytes_give_a_rest(robots: bytes) -> None:
    assert crawl_delay_s(robots, 200, AGENT) >= 0.0
    assert crawl_delay_s(b"User-agent: *\nCrawl-delay: " + robots, 200, AGENT) >= 0.0
    assert crawl_delay_s(b"User-agent: *\nRequest-rate: " + robots, 200, AGENT) >= 0.0
