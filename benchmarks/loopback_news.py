"""A loopback internet for the benchmarks: any number of newsrooms behind one port, in a process of its own.

`/feed/F` is a feed of 40 entries, `/quiet/F` one of none; both answer a conditional request with 304. `/article/F/N` is
a page of made-up words, `/large/F/N` one of 400 KB, `/zip/F/N` the page with gzip on. `/news/F` is a feed of prose,
`/story/F/N`. There is no robots.txt: 404. The server counts what it is asked, and answers the counts at `/counts`.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import multiprocessing
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from multiprocessing.connection import Connection
from typing import ClassVar

ENTRIES = 40
PAGE_BYTES, LARGE_BYTES = 40_000, 400_000
_WORDS = [
    "".join(random.Random(number).choices("aeioubcdfglmnprst", k=2 + number % 9)) for number in range(4_000)
]  # fmt: skip
_PROSE = (
    "The {place} board met for {count} hours on Tuesday and put off its decision on the {thing} until the spring.",
    "“We have heard the islanders, and we will not close the {thing} before they have been asked,” {person} said.",
    "{person}, who keeps the books of the {place}, told the board that the {thing} had cost {count} million last year.",
    "Nobody in the town expects the {thing} to be ready this year, according to {person}.",
)
_PLACES, _THINGS = ("harbour", "market", "college", "airport"), ("night ferry", "old bridge", "fish hall", "library")
_PEOPLE = ("Ines Calder", "Tomas Brandt", "Mara Oyelaran", "Piet Solheim", "Lucia Ferrant", "Owen Achterberg")


class _News(asyncio.Protocol):
    """One connection: requests without bodies in, whole answers out."""

    asked: ClassVar[Counter[str]] = Counter()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._left = b""

    def data_received(self, data: bytes) -> None:
        *requests, self._left = (self._left + data).split(b"\r\n\r\n")
        for request in requests:
            path = request.split(b" ", 2)[1].decode()
            self.asked[path.split("/")[1]] += 1
            self._transport.write(_answer(path, b"\nif-none-match:" in request.lower()))


def _answer(path: str, is_conditional: bool) -> bytes:
    match path.split("/")[1:]:
        case ["feed" | "quiet" | "news" as kind, number]:
            if is_conditional:
                return _reply("304 Not Modified", b"")
            return _feed(number, 0 if kind == "quiet" else ENTRIES, "story" if kind == "news" else "article")
        case ["story", feed, number]:
            return _story(f"{feed}-{number}")
        case ["article" | "large" | "zip" as kind, feed, number]:
            return _page(kind, int(feed) % 7, int(number) % 7)
        case ["counts"]:
            return _reply("200 OK", json.dumps(_News.asked).encode())
    return _reply("404 Not Found", b"")


def _reply(status: str, body: bytes, *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", 'ETag: "1"', f"Content-Length: {len(body)}", "Server: news", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


@cache
def _feed(number: str, entries: int, kind: str) -> bytes:
    items = "".join(
        f"<item><title>Story {n} of {number}</title><link>/{kind}/{number}/{n}</link>"
        f"<guid isPermaLink='false'>{number}-{n}</guid><pubDate>Sun, 15 Nov 2026 06:{n:02}:00 GMT</pubDate></item>"
        for n in range(entries)
    )
    feed = f"<?xml version='1.0'?><rss version='2.0'><channel><title>News {number}</title>{items}</channel></rss>"
    return _reply("200 OK", feed.encode(), "Content-Type: application/rss+xml")


@cache
def _page(kind: str, feed: int, number: int) -> bytes:
    draw = random.Random(f"{kind} {feed} {number}")
    size = LARGE_BYTES if kind == "large" else PAGE_BYTES
    page = "<!doctype html><title>Story</title><article>"
    while len(page) < size:
        page += f"<p class='p{draw.randrange(9)}'>{' '.join(draw.choices(_WORDS, k=60))}.</p>\n"
    body, headers = page.encode(), ["Content-Type: text/html; charset=utf-8"]
    if kind == "zip":
        body, headers = gzip.compress(body), [*headers, "Content-Encoding: gzip"]
    return _reply("200 OK", body, *headers)


def _story(name: str) -> bytes:
    draw = random.Random(name)
    prose = "".join(
        f"<p>{draw.choice(_PROSE)}</p>".format(
            place=draw.choice(_PLACES),
            thing=draw.choice(_THINGS),
            person=draw.choice(_PEOPLE),
            count=draw.randrange(2, 99),
        )
        for _ in range(16)
    )
    page = f"<!doctype html><html lang='en'><title>{name}</title><body><article><h1>Day {name}</h1>{prose}</article>"
    return _reply("200 OK", page.encode(), "Content-Type: text/html; charset=utf-8")


@contextmanager
def news() -> Iterator[int]:
    """Serve on a free port of 127.0.0.1, in another process, for the length of the block; yields the port."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    theirs.close()  # so that a server that cannot start is not waited for
    try:
        yield ours.recv()
    finally:
        process.terminate()
        process.join()


def _serve(line: Connection) -> None:
    async def forever() -> None:
        server = await asyncio.get_running_loop().create_server(_News, "127.0.0.1", 0, backlog=1_000)
        line.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(forever())
