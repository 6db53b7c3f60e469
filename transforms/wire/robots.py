"""robots.txt → may this URL be fetched? The rules of RFC 9309, read by protego."""

from __future__ import annotations

from functools import lru_cache

from protego import Protego

BODY_LIMIT = 500 * 1024  # bytes; RFC 9309 §2.5 asks for at least 500 KiB, and lets the rest be ignored


def allows(robots_body: bytes | None, status: int | None, url: str, user_agent: str) -> bool:
    """Tell whether `user_agent` may fetch `url` from a host whose /robots.txt answered `status` with `robots_body`.

    2xx: the rules decide. 4xx, and redirects that led nowhere: no rules, everything is allowed (RFC 9309
    §2.3.1.3, §2.3.1.2). 5xx, or `status` None because the host was unreachable: nothing is allowed for now
    (§2.3.1.4). `robots_body` is without content coding; bytes that are not UTF-8 are replaced. Never raises.
    """
    if status is None or status >= 500:
        return False
    if not 200 <= status < 300:
        return True
    try:
        return bool(_rules(robots_body or b"").can_fetch(url, user_agent))
    except ValueError:  # a URL that cannot be split is not a URL that rules can speak of
        return True


def crawl_delay_s(robots_body: bytes | None, status: int | None, user_agent: str) -> float:
    """Return the seconds between two requests that a robots.txt asks `user_agent` for; 0 when for none. Never raises.

    Crawl-delay and Request-rate are no part of RFC 9309, and many hosts use them all the same; the longer one counts.
    """
    if status is None or not 200 <= status < 300 or not robots_body:
        return 0.0
    rules = _rules(robots_body)
    rate = rules.request_rate(user_agent)
    return max(rules.crawl_delay(user_agent) or 0.0, rate.seconds / rate.requests if rate and rate.requests else 0.0)


@lru_cache(maxsize=64)
def _rules(body: bytes) -> Protego:
    return Protego.parse(_without_cut_line(body).decode("utf-8-sig", "replace"))


def _without_cut_line(body: bytes) -> bytes:
    """The first 500 KiB, whole lines only: "Disallow: /news-archive" cut short would forbid too much."""
    if len(body) <= BODY_LIMIT:
        return body
    return body[: body.rfind(b"\n", 0, BODY_LIMIT) + 1]
