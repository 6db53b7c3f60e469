"""How a host is treated: one thing at a time, with rests, by its robots.txt; and left alone when it fails."""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flows.adapters.limits import HttpLimits
from schemas.errors import FetchError, ParseError
from schemas.response import Fetch, Response
from transforms.wire.decoding import decode_content
from transforms.wire.freshness import retry_after_s
from transforms.wire.robots import BODY_LIMIT, allows, crawl_delay_s

EarlierRobots = Callable[[str], Fetch | None]  # origin → what its robots.txt last came to

_RETRIED = frozenset({"connect", "reset", "timeout"})
_UNREACHABLE = _RETRIED | {"dns"}
_GIVE_UP_AFTER = 3  # failures in a row: a dead host with 100 articles must not cost 100 deadlines
_SERVER_BUSY = (429, 503)
_ROBOTS_KEPT = timedelta(hours=24)  # RFC 9309 §2.4


class Host:
    """What is known of one host while a batch lasts. Times are the event loop's clock."""

    def __init__(self, limits: HttpLimits, rest_s: float) -> None:
        self.turn = asyncio.Semaphore(limits.per_host)
        self._limits = limits
        self._rest_s = rest_s
        self._free_at = 0.0
        self._failures = 0
        self._closed: FetchError | None = None

    def slow_down(self, delay_s: float) -> None:
        """Rest at least so long between two requests, up to the cap."""
        self._rest_s = max(self._rest_s, min(delay_s, self._limits.longest_rest_s))

    def check(self, url: str) -> None:
        """Raise FetchError when the host is to be left alone for the rest of the batch."""
        if self._closed is not None:
            raise FetchError(url, self._closed.kind, f"not tried: {self._closed.reason}")

    async def rest(self) -> None:
        """Wait until the host may be asked again. To be called by who has its turn."""
        wait_s = self._free_at - asyncio.get_running_loop().time()
        if wait_s > 0:
            await asyncio.sleep(wait_s)

    def note(self, outcome: Response | FetchError) -> None:
        """Remember what a request came to in the end: the rest after it, and whether there will be another."""
        self._free_at = asyncio.get_running_loop().time() + self._rest_s
        if isinstance(outcome, FetchError):
            self._failures = self._failures + 1 if outcome.kind in _UNREACHABLE else 0
            if self._failures >= _GIVE_UP_AFTER:
                self._closed = FetchError(outcome.url, "connect", f"{_GIVE_UP_AFTER} failures in a row on its host")
            return
        self._failures = 0
        asked_s = retry_after_s(outcome) if outcome.status in _SERVER_BUSY else None
        if asked_s is not None and asked_s > self._limits.longest_rest_s:
            self._closed = FetchError(outcome.url, "retry-after", f"its host asked for {asked_s} s of rest")
        elif asked_s is not None:
            self._free_at += asked_s

    def wait_s(self, outcome: Response | FetchError, attempt: int) -> float | None:
        """Return how long to wait before the next try of a request; None when there is to be none."""
        if attempt + 1 >= self._limits.tries:
            return None
        backoff_s = self._limits.backoff_s * 2**attempt * random.uniform(0.5, 1.5)  # noqa: S311 - jitter, no secret
        backoff_s = max(backoff_s, self._rest_s)
        if isinstance(outcome, FetchError):
            return backoff_s if outcome.kind in _RETRIED else None
        if outcome.status not in _SERVER_BUSY:
            return None
        asked_s = retry_after_s(outcome)
        if asked_s is None:
            return backoff_s if outcome.status == 503 else None
        return max(asked_s, backoff_s) if asked_s <= self._limits.longest_rest_s else None


@dataclass(frozen=True, slots=True)
class _Rules:
    """What a robots.txt came to; `body` is without its content coding, `failure` why there is no `status`."""

    status: int | None
    body: bytes | None
    delay_s: float
    failure: tuple[str, str | None] | None


class Robots:
    """What the origins' robots.txt say, asked for once a batch, and at most once in 24 hours (RFC 9309 §2.4)."""

    def __init__(self, user_agent: str, earlier: EarlierRobots) -> None:
        self._user_agent = user_agent
        self._earlier = earlier
        self._known: dict[str, _Rules] = {}
        self.locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def knows(self, origin: str) -> bool:
        """Tell whether nothing needs to be asked: it was asked in this batch, or less than 24 hours ago."""
        if origin not in self._known:
            earlier = self._earlier(origin)
            if earlier is None or earlier.started_at < datetime.now(UTC) - _ROBOTS_KEPT:
                return False
            self._known[origin] = self._read(earlier)
        return True

    def learn(self, origin: str, fetch: Fetch) -> None:
        """Keep what was answered; where the host cannot answer, an earlier answer of any age holds (§2.3.1.4)."""
        rules = self._read(fetch)
        if rules.status is None or rules.status >= 500:
            earlier = self._earlier(origin)
            rules = self._read(earlier) if earlier else rules
        self._known[origin] = rules

    def check(self, origin: str, url: str) -> None:
        """Raise FetchError when `url` may not be fetched: "robots", or the host's own trouble by its name."""
        rules = self._known[origin]
        if allows(rules.body, rules.status, url, self._user_agent):
            return
        if rules.failure:
            kind, words = rules.failure
            raise FetchError(url, kind, f"no robots.txt: {words}")
        if rules.status is not None and rules.status >= 500:  # a passing trouble, not the host's last word
            raise FetchError(url, "robots-unavailable", f"robots.txt answered {rules.status}")
        raise FetchError(url, "robots", "it does not allow it")

    def delay_s(self, origin: str) -> float:
        """Return the rest between two requests that the origin asks for, in seconds; 0 when it asks for none."""
        return self._known[origin].delay_s

    def _read(self, fetch: Fetch) -> _Rules:
        status, body = _payload(fetch)
        failure = (fetch.error_kind, fetch.error) if fetch.error_kind else None
        return _Rules(status, body, crawl_delay_s(body, status, self._user_agent), failure)


def _payload(fetch: Fetch) -> tuple[int | None, bytes | None]:
    response = fetch.response
    if response is None:  # RFC 9309 §2.3.1.2: a host that sends us round in circles has no robots.txt
        return (404 if fetch.error_kind in ("too-many-redirects", "redirect-loop") else None), None
    coding = response.header("content-encoding")
    try:
        return response.status, decode_content(response.body, coding, url=response.url, limit=2 * BODY_LIMIT)
    except ParseError:
        return response.status, response.body
