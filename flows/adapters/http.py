"""HTTP, carried out as planned: every hop becomes a Fetch, every failure too; nothing is raised for the network's sake.

Bounds (HttpLimits) hold in total, not per read: a server that drips a byte a second is cut off at the deadline.
Each host is asked one thing at a time, its robots.txt first, with the rests it asks for (`politeness`).
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from types import TracebackType

from flows.adapters.addresses import AddressPolicy
from flows.adapters.exchange import Exchange
from flows.adapters.limits import HttpLimits
from flows.adapters.politeness import EarlierRobots, Host, Robots
from flows.adapters.request import Target, parse_target, request_headers
from schemas.errors import FetchError
from schemas.response import Fetch, FetchPlan, Response
from transforms.wire.redirects import leads_to
from transforms.wire.urls import redact, without_credentials

__all__ = ["Http", "HttpLimits", "OnFetch"]

OnFetch = Callable[[Fetch], None]


class Http:
    """An HTTP client for the length of one batch. Use as `async with Http(...) as http: await http.fetch(plan)`."""

    def __init__(
        self,
        user_agent: str,
        policy: AddressPolicy | None = None,
        limits: HttpLimits | None = None,
        tls: ssl.SSLContext | None = None,
        earlier_robots: EarlierRobots = lambda _: None,
    ) -> None:
        self._user_agent = user_agent
        self._limits = limits or HttpLimits()
        self._policy = policy or AddressPolicy()
        self._exchange = Exchange(self._policy, self._limits, tls)
        self._slots = asyncio.Semaphore(self._limits.concurrency)
        self._hosts: dict[str, Host] = {}
        self._robots = Robots(user_agent, earlier_robots)

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
        await self._follow(plan, made.append)
        return made

    async def fetch_all(self, plans: Iterable[FetchPlan], on_fetch: OnFetch) -> None:
        """Carry out all plans within the limits; `on_fetch` gets every Fetch as soon as it is complete.

        Plans of one host run in the order given. An exception of `on_fetch` (a full disk) ends everything.
        """
        queues: defaultdict[str, deque[FetchPlan]] = defaultdict(deque)
        for plan in plans:
            queues[_host_of(plan.url)].append(plan)

        # no more hosts at once than connections are kept for; some of them rest while others are asked
        admitted = asyncio.Semaphore(2 * self._limits.concurrency)

        async def work_through(queue: deque[FetchPlan]) -> None:
            async with admitted:
                while queue:
                    await self._follow(queue.popleft(), on_fetch)

        try:
            async with asyncio.TaskGroup() as group:
                for queue in queues.values():
                    for _ in range(min(self._limits.per_host, len(queue))):
                        group.create_task(work_through(queue))
        except BaseExceptionGroup as errors:
            raise errors.exceptions[0] from None

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
                fetch = await self._take_turn(recorded, target, credentials, budget_s)
            on_fetch(fetch)
            onward = leads_to(fetch)
            if onward is None:
                return fetch
            visited.append(fetch.url)
            budget_s -= fetch.duration_ms / 1000
            url = onward

    def _check_chain(self, target: Target, visited: list[str]) -> None:
        if target.url in visited:
            raise FetchError(target.url, "redirect-loop", "redirected to where the chain has been")
        if visited and visited[-1].startswith("https:") and target.scheme == "http":
            raise FetchError(target.url, "downgrade", "redirected from https to http")
        if len(visited) > self._limits.redirects:
            raise FetchError(target.url, "too-many-redirects", f"more than {self._limits.redirects} redirects")

    async def _ask_permission(self, plan: FetchPlan, target: Target, on_fetch: OnFetch) -> None:
        """Raise FetchError when the host's robots.txt, or its state, says not to ask it for `target`."""
        host = self._host(target)
        host.check(target.url)
        if plan.kind == "robots":
            return
        async with self._robots.locks[target.origin]:
            if not self._robots.knows(target.origin):
                asked = FetchPlan("robots", f"{target.origin}/robots.txt", outlet_id=plan.outlet_id)
                self._robots.learn(target.origin, await self._follow(asked, on_fetch))
        self._robots.check(target.origin, target.url)
        host.slow_down(self._robots.delay_s(target.origin))

    def _host(self, target: Target) -> Host:
        if target.host not in self._hosts:  # one that was opened by name is the user's own, and needs no rest
            rest_s = 0.0 if self._policy.opens(target.host, target.port) else self._limits.rest_s
            self._hosts[target.host] = Host(self._limits, rest_s)
        return self._hosts[target.host]

    async def _take_turn(self, plan: FetchPlan, target: Target, credentials: str | None, budget_s: float) -> Fetch:
        """Make the request when its host is free and rested; waiting costs neither deadline nor one of the slots."""
        host = self._host(target)
        async with host.turn:
            try:
                host.check(target.url)  # it may have failed since permission was asked
            except FetchError as error:
                return _not_made(plan, target.url, error)
            await host.rest()
            return await self._request(host, plan, target, credentials, budget_s)

    async def _request(
        self, host: Host, plan: FetchPlan, target: Target, credentials: str | None, budget_s: float
    ) -> Fetch:
        """Make one request, again when that may help, and return what it came to in the end."""
        started_at, started = datetime.now(UTC), time.monotonic()
        headers = request_headers(plan, target, self._user_agent)
        attempt, used_s = 0, 0.0
        while True:
            async with self._slots:
                began = time.monotonic()
                deadline = asyncio.get_running_loop().time() + budget_s - used_s
                outcome = await self._exchange.attempt(target, headers, credentials, deadline)
                used_s += time.monotonic() - began
            wait_s = host.wait_s(outcome, attempt)
            if wait_s is None or used_s + wait_s >= budget_s:
                break
            await asyncio.sleep(wait_s)
            attempt, used_s = attempt + 1, used_s + wait_s
        host.note(outcome)
        response, error = (outcome, None) if isinstance(outcome, Response) else (None, outcome)
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


def _not_made(plan: FetchPlan, url: str, error: FetchError) -> Fetch:
    """The Fetch of a request that was refused before it was made."""
    reason = redact(error.reason)
    return Fetch(plan, without_credentials(url), datetime.now(UTC), 0, error_kind=error.kind, error=reason)


def _host_of(url: str) -> str:
    try:
        return parse_target(url).host
    except FetchError:
        return ""
