"""A real HTTP server on 127.0.0.1 that misbehaves on request: each path is one way in which servers fail."""

from __future__ import annotations

import asyncio
import gzip
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from socket import SO_LINGER, SOL_SOCKET

PAGE = b"<html><body><p>The harbour will reopen on Monday, the mayor said.</p></body></html>"
ROBOTS_PATH = "/robots.txt"


@dataclass
class HostileServer:
    """What the server saw. `requests` holds path and headers (names in lower case), in order of arrival."""

    port: int = 0
    robots: bytes = b""
    robots_status: str = "200 OK"
    elsewhere: str = ""  # where /to-elsewhere leads
    connections: int = 0
    open_connections: int = 0
    at_once: int = 0
    most_at_once: int = 0
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def allowed(self) -> frozenset[str]:
        return frozenset({f"127.0.0.1:{self.port}"})

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    @property
    def address(self) -> tuple[str, int]:
        return ("127.0.0.1", self.port)

    def paths(self) -> list[str]:
        """The paths asked for, robots.txt left out."""
        return [path for path, _ in self.requests if path != ROBOTS_PATH]

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.open_connections += 1
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                path = head[0].split(" ")[1]
                pairs = (line.partition(": ") for line in head[1:] if line)
                self.requests.append((path, {name.lower(): value for name, _, value in pairs}))
                self.at_once += 1
                self.most_at_once = max(self.most_at_once, self.at_once)
                try:
                    await self._route(path, writer)
                    await writer.drain()
                finally:
                    self.at_once -= 1
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass
        finally:
            self.open_connections -= 1
            writer.close()

    async def _route(self, path: str, writer: asyncio.StreamWriter) -> None:
        if path == ROBOTS_PATH:
            writer.write(reply(self.robots, self.robots_status))
        elif path == "/to-elsewhere":
            writer.write(reply(b"", "302 Found", Location=self.elsewhere))
        elif path == "/busy-then-ok":
            is_first = self.paths().count(path) == 1
            writer.write(reply(b"", "503 Busy", **{"Retry-After": "0"}) if is_first else reply(PAGE))
        elif path == "/etag":
            asked = self.requests[-1][1].get("if-none-match")
            writer.write(reply(b"", "304 Not Modified") if asked == '"v1"' else reply(PAGE, ETag='"v1"'))
        elif path in PLAIN:
            writer.write(PLAIN[path])
        elif path in SPECIAL:
            await SPECIAL[path](writer)
        else:
            writer.write(reply(PAGE))


def reply(body: bytes, status: str = "200 OK", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *(f"{k}: {v}" for k, v in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    return reply(b"", status, Location=location)


PLAIN: dict[str, bytes] = {
    "/ok": reply(PAGE, **{"Content-Type": "text/html; charset=utf-8"}),
    "/gzip": reply(gzip.compress(PAGE), **{"Content-Encoding": "gzip"}),
    "/chunked": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n7\r\n second\r\n0\r\n\r\n",
    "/odd-header": b"HTTP/1.1 200 \r\nX-Caf\xe9: no\r\n\r\n",
    "/latin-1-header": reply(PAGE, **{"X-Place": "café\xa0"}),
    "/not-found": reply(b"gone", "404 Not Found"),
    "/not-http": b"220 mail.example ESMTP ready\r\n\r\n",
    "/many-headers": reply(PAGE, **{f"X-Flood-{n}": "x" for n in range(2_000)}),
    "/loop": redirect("/loop-back"),
    "/loop-back": redirect("/loop"),
    **{f"/hop-{n}": redirect(f"/hop-{n + 1}") for n in range(20)},
    "/to-metadata-service": redirect("http://169.254.169.254/latest/meta-data/"),
    "/to-file": redirect("file:///etc/passwd"),
    "/to-nowhere": redirect("http://[bad/"),
    "/to-ok": redirect("/ok", "301 Moved Permanently"),
    "/busy": reply(b"", "503 Service Unavailable", **{"Retry-After": "3600"}),
    "/busy-until-2099": reply(b"", "429 Too Many", **{"Retry-After": "Thu, 01 Jan 2099 00:00:00 GMT"}),
    "/bad-chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nfirst\r\n0\r\n\r\n",
    "/both-lengths": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    "/two-lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabcde",
    "/negative-length": b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nabc",
    "/switching": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    "/interim-flood": b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 3_000,
    "/interim": b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + reply(PAGE),
    "/bare-lf": b"HTTP/1.1 200 OK\nContent-Length: 5\nX-Sloppy: yes\n\nabcde",
    "/too-much": reply(b"abc") + b"and more than was declared",
    "/second-answer": reply(b"abc") + reply(b"poison"),
    "/trailers": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Trailer: 1\r\n\r\n",
    "/one-huge-header": reply(PAGE, **{"X-Huge": "x" * 70_000}),
    "/cookies": reply(PAGE, **{"Set-Cookie": "id=1; Path=/"}),
    "/11-mb": reply(b"x" * 11_000_000),
}


async def _truncated(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this much")
    await writer.drain()
    writer.close()


async def _cut_chunk(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nonly this much")
    await writer.drain()
    writer.close()


async def _to_the_end(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.0 200 OK\r\n\r\nuntil the connection ends")
    await writer.drain()
    writer.close()


async def _cut_head(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Le")
    await writer.drain()
    writer.close()


async def _tiny_chunks(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"1\r\nx\r\n" * 10_000)
        await writer.drain()


async def _reset(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this much")
    await writer.drain()
    await asyncio.sleep(0.05)
    writer.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))  # RST, not FIN
    writer.transport.abort()


async def _drip(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.1)


async def _header_flood(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n" + b"".join(b"Set-Cookie: c%d=%s\r\n" % (n, b"x" * 90) for n in range(3_000)))


async def _endless(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"ffff\r\n" + b"x" * 0xFFFF + b"\r\n")
        await writer.drain()


async def _slow(writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(0.1)
    writer.write(reply(PAGE))


async def _silent(writer: asyncio.StreamWriter) -> None:
    writer.close()


SPECIAL: dict[str, Callable[[asyncio.StreamWriter], Awaitable[None]]] = {
    "/truncated": _truncated,
    "/cut-chunk": _cut_chunk,
    "/reset": _reset,
    "/drip": _drip,
    "/header-flood": _header_flood,
    "/endless": _endless,
    "/silent": _silent,
    "/to-the-end": _to_the_end,
    "/cut-head": _cut_head,
    "/tiny-chunks": _tiny_chunks,
    **{f"/slow-{n}": _slow for n in range(5)},
}


@asynccontextmanager
async def hostile_server(tls: ssl.SSLContext | None = None) -> AsyncIterator[HostileServer]:
    """Serve on a free port of 127.0.0.1 for the length of the block."""
    state = HostileServer()
    server = await asyncio.start_server(state.answer, "127.0.0.1", 0, ssl=tls)
    state.port = server.sockets[0].getsockname()[1]
    try:
        yield state
    finally:
        server.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:  # handlers that still drip
            task.cancel()
        await asyncio.sleep(0)
