"""One request on the wire: a response within the limits, or the failure by its name. Connections are reused."""

from __future__ import annotations

import asyncio
import ssl
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.adapters import http1
from flows.adapters.addresses import AddressPolicy
from flows.adapters.dialing import Dialer, Wire
from flows.adapters.limits import HttpLimits
from flows.adapters.request import Headers, Target, request_bytes, sendable
from schemas.errors import FetchError
from schemas.response import Response

if TYPE_CHECKING:
    from flows.adapters.http2 import Http2

_KEEPALIVE_S = 15.0


@dataclass(slots=True)
class _Connection:
    wire: Wire
    http2: Http2 | None  # what is spoken on it when it is not HTTP/1.1
    idle_since: float = 0.0  # the event loop's clock


class Exchange:
    """Connections, each dialled through the address guard; TLS verified; no cookies, no proxies."""

    def __init__(self, policy: AddressPolicy, limits: HttpLimits, tls: ssl.SSLContext | None) -> None:
        self._limits = limits
        self._dialer = Dialer(policy, tls, limits.connect_s)
        self._idle: OrderedDict[str, list[_Connection]] = OrderedDict()  # by origin, least recently used first

    def close(self) -> None:
        """End every connection."""
        while self._idle:
            for connection in self._idle.popitem()[1]:
                connection.wire.close()

    async def attempt(
        self, target: Target, headers: Headers, credentials: str | None, deadline: float
    ) -> Response | FetchError:
        """GET `target` until `deadline` (the event loop's clock). `credentials` are sent and recorded nowhere."""
        sent = headers if credentials is None else (*headers, ("Authorization", f"Basic {credentials}"))
        try:
            async with asyncio.timeout_at(deadline):
                return await self._exchange(target, sent)
        except FetchError as error:
            return FetchError(target.url, error.kind, error.reason)
        except TimeoutError:
            return FetchError(target.url, "timeout", "no whole answer in time")
        except Exception as error:  # whatever a server can provoke in llhttp, h2, ssl: a recorded failure
            return FetchError(target.url, "protocol", f"{type(error).__name__}: {' '.join(str(error).split())[:300]}")

    async def _exchange(self, target: Target, headers: Headers) -> Response:
        connection = self._take(target.origin) or await self._connect(target)
        answer = await self._ask(connection, target, headers)
        if connection.wire.is_open:
            self._keep(target.origin, connection)
        assert answer.fetched_at is not None
        return Response(
            url=target.url,
            status=answer.status,
            reason=sendable(answer.reason.decode("latin-1")),
            http_version=answer.http_version,
            headers=tuple((sendable(k.decode("latin-1")), sendable(v.decode("latin-1"))) for k, v in answer.headers),
            body=answer.body,
            fetched_at=answer.fetched_at,
        )

    async def _ask(self, connection: _Connection, target: Target, headers: Headers) -> http1.Answer:
        if connection.http2 is None:
            return await http1.ask(connection.wire, request_bytes(target, headers), target.url, self._limits)
        raw = [(name.encode("ascii"), value.encode("latin-1")) for name, value in headers]
        return await connection.http2.ask(target, raw, self._limits)

    async def _connect(self, target: Target) -> _Connection:
        wire = await self._dialer.dial(target)
        if not wire.speaks_http2:
            return _Connection(wire, None)
        from flows.adapters.http2 import Http2  # its libraries take as long to import as hundreds of requests

        return _Connection(wire, Http2(wire, target))

    def _take(self, origin: str) -> _Connection | None:
        """Return an idle connection that is still good, if there is one."""
        oldest = asyncio.get_running_loop().time() - _KEEPALIVE_S
        connections = self._idle.get(origin, [])
        while connections:
            connection = connections.pop()
            if connection.wire.is_open and connection.idle_since > oldest:
                return connection
            connection.wire.close()
        return None

    def _keep(self, origin: str, connection: _Connection) -> None:
        """Keep it, and idle ones of no more hosts than twice what can be busy: a night visits thousands of hosts."""
        connection.idle_since = asyncio.get_running_loop().time()
        self._idle.setdefault(origin, []).append(connection)
        self._idle.move_to_end(origin)
        while len(self._idle) > 2 * self._limits.concurrency:
            for idle in self._idle.popitem(last=False)[1]:
                idle.wire.close()
