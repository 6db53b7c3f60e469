"""HTTP, carried out as planned: every hop becomes a Fetch, every failure too; nothing is raised for the network's sake.

Bounds (HttpLimits) hold in total, not per read: a server that drips a byte a second is cut off at the deadline.
Each host is asked one thing at a time, its robots.txt first, and left alone after three failures in a row.
"""

from __future__ import annotations

import asyncio
import random
import ssl
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import TracebackType

from flows.adapters.addresses import AddressPolicy
from flows.adapters.exchange import Exchange
from flows.adapters.limits import HttpLimits
from flows.adapters.request import (
    Target,
    parse_target,
    redirect_location,
    request_headers,
    retry_after_s,
    without_credentials,
)
from schemas.errors import FetchError, ParseError
from schemas.response import Fetch, FetchPlan, Response
from transforms.wire.decoding import decode_content
from transforms.wire.robots import BODY_LIMIT, allows
from transforms.wire.urls import redact

__all__ = ["Http", "HttpLimits", "OnFetch"]

OnFetch = Callable[[Fetch], None]

_RETRIED = frozenset({"connect", "reset", "timeout"})
_UNREACHABLE = _RETRIED | {"dns"}
_GIVE_UP_AFTER = 3  # failures in a row: a dead host with 100 articles must not cost 100 deadlines
_SERVER_BUSY = (429, 503)


@dataclass(frozen=True, slots=True)
class _Robots:
    """What a host's robots.txt came to."""

    status: int | None
    body: bytes | None
    fetch: Fetch | None


class Http:
    """An HTTP client for the length of one batch. Use as `async with Http(...) as http: await http.fetch(plan)`."""

    def __init__(
        self,
        user_agent: str,
        policy: AddressPolicy | None = None,
        limits: HttpLimits | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._user_agent = user_agent
        self._limits = limits or HttpLimits()
        self._exchange = Exchange(policy or AddressPolicy(), self._limits, tls)
        self._slots = asyncio.Semaphore(self._limits.concurrency)
        self._hosts: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(self._limits.per_host))
        self._failures: Counter[str] = Counter()
        self._robots: dict[str, _Robots] = {}
        self._robots_locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def __aenter__(self) -> Http:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._exchange.close()

    async def fetch(self, plan: FetchPlan) -> list[Fetch]:
        """Carry out one plan and return every hop made, the outcome last.

        Before the first request to a host comes its robots.txt, as Fetches with a plan of kind "robots".
        """
        made: list[Fetch] = []
        await self._carry_out(plan, made.append)
        return made

    async def fetch_all(self, plans: Iterable[FetchPlan], on_fetch: OnFetch) -> None:
        """Carry out all plans within the limits; `on_fetch` gets every Fetch as soon as it is complete.

        Plans of one host run in the order given. An exception of `on_fetch` (a full disk) ends everything.
        """
        queues: defaultdict[str, deque[FetchPlan]] = defaultdict(deque)
        for plan in plans:
            queues[_host_of(plan.url)].append(plan)

        async def work_through(queue: deque[FetchPlan]) -> None:
            while queue:
                await self._carry_out(queue.popleft(), on_fetch)

        try:
            async with asyncio.TaskGroup() as group:
                for queue in queues.values():
                    for _ in range(min(self._limits.per_host, len(queue))):
                        group.create_task(work_through(queue))
        except BaseExceptionGroup as errors:
            raise errors.exceptions[0] from None

    async def _carry_out(self, plan: FetchPlan, on_fetch: OnFetch) -> None:
        async with self._slots:
            await self._follow(plan, on_fetch)

    async def _follow(self, plan: FetchPlan, on_fetch: OnFetch) -> Fetch:
        """Make the request and its redirects; return the outcome. Waiting for other requests costs no deadline."""
        recorded = replace(plan, url=without_credentials(plan.url))
        budget_s = self._limits.deadline_s
        visited: list[str] = []
        url, home = plan.url, ""
        while True:
            try:
                target = parse_target(url)
                home = home or target.origin
                credentials = parse_target(plan.url).credentials if target.origin == home else None
                self._check_chain(target, visited)
                await self._ask_permission(plan, target, on_fetch)
            except FetchError as error:
                fetch = _not_made(recorded, url, error)
            else:
                async with self._hosts[target.host]:
                    fetch = await self._request(recorded, target, credentials, budget_s)
            on_fetch(fetch)
            onward = redirect_location(fetch.response) if fetch.response else None
            if onward is None:
                return fetch
            visited.append(fetch.url)
            budget_s -= fetch.duration_ms / 1000
            url = onward

    def _check_chain(self, target: Target, visited: list[str]) -> None:
        if target.url in visited:
            raise FetchError(target.url, "redirect-loop", "redirected to where the chain has been")
        if len(visited) > self._limits.redirects:
            raise FetchError(target.url, "too-many-redirects", f"more than {self._limits.redirects} redirects")

    async def _ask_permission(self, plan: FetchPlan, target: Target, on_fetch: OnFetch) -> None:
        """Raise FetchError when the host's robots.txt, or its state, says not to ask it for `target`."""
        if self._failures[target.host] >= _GIVE_UP_AFTER:
            raise FetchError(target.url, "connect", f"not tried: {_GIVE_UP_AFTER} failures in a row on {target.host}")
        if plan.kind == "robots":
            return
        async with self._robots_locks[target.origin]:
            if target.origin not in self._robots:
                asked = FetchPlan("robots", f"{target.origin}/robots.txt", outlet_id=plan.outlet_id)
                self._robots[target.origin] = _read_robots(await self._follow(asked, on_fetch))
        robots = self._robots[target.origin]
        if allows(robots.body, robots.status, target.url, self._user_agent):
            return
        if robots.fetch and robots.fetch.error_kind:  # the host is to blame, so name its own trouble
            raise FetchError(target.url, robots.fetch.error_kind, f"no robots.txt: {robots.fetch.error}")
        what = "robots.txt does not allow it" if robots.body is not None else f"robots.txt answered {robots.status}"
        raise FetchError(target.url, "robots", what)

    async def _request(self, plan: FetchPlan, target: Target, credentials: str | None, budget_s: float) -> Fetch:
        """Make one request, again when that may help, and return what it came to in the end."""
        started_at, started = datetime.now(UTC), time.monotonic()
        headers = request_headers(plan, target, self._user_agent)
        deadline = asyncio.get_running_loop().time() + budget_s
        attempt, outcome = 0, await self._exchange.attempt(target, headers, credentials, deadline)
        while (wait_s := self._wait_s(outcome, attempt)) is not None:
            if asyncio.get_running_loop().time() + wait_s >= deadline:
                break
            await asyncio.sleep(wait_s)
            attempt, outcome = attempt + 1, await self._exchange.attempt(target, headers, credentials, deadline)
        response, error = (outcome, None) if isinstance(outcome, Response) else (None, outcome)
        self._failures[target.host] += 1
        if error is None or error.kind not in _UNREACHABLE:
            del self._failures[target.host]
        return Fetch(
            plan=plan,
            url=target.url,
            started_at=started_at,
            duration_ms=round((time.monotonic() - started) * 1000),
            request_headers=headers,
            response=response,
            error_kind=error.kind if error else None,
            error=redact(error.reason) + (f" (tried {attempt + 1} times)" if attempt else "") if error else None,
        )

    def _wait_s(self, outcome: Response | FetchError, attempt: int) -> float | None:
        """Return how long to wait before another try; None when there is to be none."""
        if attempt + 1 >= self._limits.tries:
            return None
        backoff_s = self._limits.backoff_s * 2**attempt * random.uniform(0.5, 1.5)  # noqa: S311 - jitter, no secret
        if isinstance(outcome, FetchError):
            return backoff_s if outcome.kind in _RETRIED else None
        if outcome.status not in _SERVER_BUSY:
            return None
        asked_s = retry_after_s(outcome, datetime.now(UTC))
        if asked_s is None:
            return backoff_s if outcome.status == 503 else None
        return max(asked_s, backoff_s) if asked_s <= self._limits.longest_rest_s else None


def _not_made(plan: FetchPlan, url: str, error: FetchError) -> Fetch:
    """The Fetch of a request that was refused before it was made."""
    reason = redact(error.reason)
    return Fetch(plan, without_credentials(url), datetime.now(UTC), 0, error_kind=error.kind, error=reason)


def _host_of(url: str) -> str:
    try:
        return parse_target(url).host
    except FetchError:
        return ""


def _read_robots(fetch: Fetch) -> _Robots:
    response = fetch.response
    if response is None:  # RFC 9309 §2.3.1.2: a host that sends us round in circles has no robots.txt
        return _Robots(404 if fetch.error_kind in ("too-many-redirects", "redirect-loop") else None, None, fetch)
    coding = response.header("content-encoding")
    try:
        body = decode_content(response.body, coding, url=response.url, limit=2 * BODY_LIMIT)
    except ParseError:
        body = response.body
    return _Robots(response.status, body, fetch)
