"""One request on the wire: a response within the limits, or the failure by its name."""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

import httpcore

from flows.adapters.addresses import AddressPolicy
from flows.adapters.dialing import GuardedBackend, failure
from flows.adapters.request import Target, sendable
from schemas.errors import FetchError
from schemas.response import Response

Headers = tuple[tuple[str, str], ...]
_KEEPALIVE_S = 15.0


@dataclass(frozen=True, slots=True)
class HttpLimits:
    """What one planned request may cost, and how many run at once. Times in seconds, sizes in bytes on the wire."""

    deadline_s: float = 30.0  # for everything: connecting, redirects, retries, the body
    connect_s: float = 10.0
    body_bytes: int = 10_000_000
    header_bytes: int = 64 * 1024
    header_count: int = 1_000
    redirects: int = 5
    tries: int = 3
    backoff_s: float = 0.5  # before the second try; doubled before the third, with jitter
    retry_after_s: float = 5.0  # the longest Retry-After waited for inside a run
    concurrency: int = 32
    per_host: int = 1


class Exchange:
    """Connections, each dialled through the address guard; TLS verified; no cookies, no proxies.

    One small pool per origin, because httpcore looks at every connection of a pool for every request.
    """

    def __init__(self, policy: AddressPolicy, limits: HttpLimits, tls: ssl.SSLContext | None) -> None:
        self._limits = limits
        self._tls = tls or _verifying()
        self._backend = GuardedBackend(policy)
        self._pools: OrderedDict[str, httpcore.AsyncConnectionPool] = OrderedDict()  # least recently used first
        self._in_use: Counter[str] = Counter()
        for name in ("httpcore", "h2", "hpack"):  # their debug lines carry whole requests, credentials and all
            logging.getLogger(name).setLevel(logging.WARNING)

    async def aclose(self) -> None:
        while self._pools:
            _, pool = self._pools.popitem()
            await pool.aclose()

    @asynccontextmanager
    async def _pool(self, origin: str) -> AsyncIterator[httpcore.AsyncConnectionPool]:
        pool = self._pools.get(origin)
        if pool is None:
            pool = self._pools[origin] = httpcore.AsyncConnectionPool(
                ssl_context=self._tls,
                max_connections=self._limits.per_host,
                keepalive_expiry=_KEEPALIVE_S,
                http2=True,
                network_backend=self._backend,
            )
        self._pools.move_to_end(origin)
        self._in_use[origin] += 1
        is_sound = False
        try:
            yield pool
            is_sound = True
        finally:
            self._in_use[origin] -= 1
            if not is_sound and not self._in_use[origin] and self._pools.get(origin) is pool:
                del self._pools[origin]  # an HTTP/2 connection would be kept, and with it what went wrong
                await pool.aclose()
            await self._close_idle()

    async def _close_idle(self) -> None:
        """Keep no more idle connections than twice what can be busy: a night visits thousands of hosts."""
        while len(self._pools) > 2 * self._limits.concurrency:
            idle = next((origin for origin in self._pools if not self._in_use[origin]), None)
            if idle is None:
                return
            await self._pools.pop(idle).aclose()

    async def attempt(
        self, target: Target, headers: Headers, credentials: str | None, deadline: float
    ) -> Response | FetchError:
        """GET `target` until `deadline` (the event loop's clock). `credentials` are sent and recorded nowhere."""
        try:
            async with asyncio.timeout_at(deadline):
                return await self._exchange(target, headers, credentials)
        except Exception as error:  # whatever a server can provoke in httpcore, h11, h2, ssl: a recorded failure
            return failure(target.url, error)

    async def _exchange(self, target: Target, headers: Headers, credentials: str | None) -> Response:
        secret = (("Authorization", f"Basic {credentials}"),) if credentials else ()
        request = httpcore.Request(
            "GET",
            target.for_httpcore,
            headers=[(name.encode("ascii"), value.encode("latin-1")) for name, value in headers + secret],
            extensions={"timeout": {"connect": self._limits.connect_s}},
        )
        async with self._pool(target.origin) as pool:
            answer = await pool.handle_async_request(request)
            fetched_at = datetime.now(UTC)
            async with aclosing(answer):
                self._check_headers(target, answer)
                body = await self._read_body(target, answer)
        version = answer.extensions.get("http_version", b"HTTP/1.1").decode("ascii", "replace")
        return Response(
            url=target.url,
            status=answer.status,
            reason=sendable(answer.extensions.get("reason_phrase", b"").decode("latin-1")),
            http_version=version,
            headers=tuple((sendable(k.decode("latin-1")), sendable(v.decode("latin-1"))) for k, v in answer.headers),
            body=body,
            fetched_at=fetched_at,
        )

    def _check_headers(self, target: Target, answer: httpcore.Response) -> None:
        size = sum(len(name) + len(value) + 4 for name, value in answer.headers)
        if size > self._limits.header_bytes or len(answer.headers) > self._limits.header_count:
            raise FetchError(target.url, "headers-too-large", f"{len(answer.headers)} headers of {size} bytes")

    async def _read_body(self, target: Target, answer: httpcore.Response) -> bytes:
        limit, body = self._limits.body_bytes, bytearray()
        declared = next((value for name, value in answer.headers if name.lower() == b"content-length"), b"0")
        if declared.isdigit() and int(declared[:20]) > limit:
            raise FetchError(target.url, "too-large", f"a body of {declared[:20].decode()} bytes, over {limit}")
        async for chunk in answer.aiter_stream():
            body += chunk
            if len(body) > limit:
                raise FetchError(target.url, "too-large", f"a body of over {limit} bytes")
        return bytes(body)


@cache
def _verifying() -> ssl.SSLContext:
    """Certificates and host names are verified; reading certifi's authorities takes as long as 50 requests."""
    return httpcore.default_ssl_context()
