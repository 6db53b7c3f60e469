"""HTTP/2 on one connection, where a server chooses it while TLS begins. httpcore and h2 read the frames.

A host is asked one thing at a time, so nothing is multiplexed and one connection carries one stream after another.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import aclosing
from datetime import UTC, datetime

import httpcore

from flows.adapters.dialing import Wire
from flows.adapters.http1 import Answer
from flows.adapters.limits import HttpLimits
from flows.adapters.request import Target
from schemas.errors import FetchError

for _name in ("httpcore", "h2", "hpack"):  # their debug lines carry whole requests, credentials and all
    logging.getLogger(_name).setLevel(logging.WARNING)


class Http2:
    """The HTTP/2 that is spoken on one wire."""

    def __init__(self, wire: Wire, target: Target) -> None:
        self._wire = wire
        self._connection = httpcore.AsyncHTTP2Connection(_url(target).origin, _Stream(wire))

    async def ask(self, target: Target, headers: list[tuple[bytes, bytes]], limits: HttpLimits) -> Answer:
        """GET `target` and return the answer; errors as `http1.ask` has them. A failure closes the wire."""
        is_kept = False
        try:
            answer = await self._connection.handle_async_request(httpcore.Request("GET", _url(target), headers=headers))
            said = Answer(answer.status, b"", "HTTP/2", answer.headers, b"", datetime.now(UTC))
            limits.check_headers(said.headers, target.url)
            body = bytearray()
            async with aclosing(answer):
                async for chunk in answer.aiter_stream():
                    body += chunk
                    limits.check_length(len(body), target.url)
            said.body = bytes(body)
            is_kept = self._connection.is_available()
            return said
        except httpcore.ProtocolError as error:
            raise _named(error, target.url) from error
        finally:
            if not is_kept:
                self._wire.close()


class _Stream(httpcore.AsyncNetworkStream):
    """The wire, as httpcore reads and writes it. Deadlines are kept above."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._data: asyncio.Queue[bytes | Exception] = asyncio.Queue()
        wire.receiver = self

    def received(self, data: bytes) -> None:
        self._data.put_nowait(data)

    def ended(self, error: Exception | None) -> None:
        self._data.put_nowait(error or b"")

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = await self._data.get()
        if isinstance(data, Exception):
            raise httpcore.ReadError(str(data))
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._wire.transport.write(buffer)

    async def aclose(self) -> None:
        self._wire.close()


def _url(target: Target) -> httpcore.URL:
    return httpcore.URL(scheme=target.scheme, host=target.host, port=target.port, target=target.target)


# h2 tells what went wrong by its words only.
_SIGNS = (
    ("InvalidBodyLengthError", "truncated"),
    ("Server disconnected", "reset"),
    ("<StreamReset", "reset"),
    ("<ConnectionTerminated", "reset"),
    ("Oversized header block", "headers-too-large"),
)


def _named(error: httpcore.ProtocolError, url: str) -> FetchError:
    words = " ".join(str(error).split())[:300] or type(error).__name__
    return FetchError(url, next((kind for sign, kind in _SIGNS if sign in words), "protocol"), words)
