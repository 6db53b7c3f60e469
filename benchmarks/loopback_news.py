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
# a story draws its sentences and every part of them: what stories have in common is no more than news has
_SENTENCES = (
    "{body} of {town} {did} the {thing} {day}, {why}.",
    "“{claim} the {thing}, and {vow},” {person} said.",
    "{person}, who {role}, told {body} that the {thing} {fact}.",
    "Nobody in {town} expects the {thing} to {change}, according to {person}.",
    "The {thing} {fact}, and {body} lent {count} million for it.",
    "“And {vow},” said {person} of {town}. “{claim} the {thing}.”",
    "{person} denied {day} that {body} {did} the {thing}.",
)
_PARTS = {
    "body": "the harbour board|the town council|the school trust|the water company|the fire brigade|the court of audit"
    "|the dairy union|the tram operator|the hospital's owners|the planning office|the museum|the ministry of works",
    "town": "Arnsted|Belcombe|Calder Bay|Dunmoor|Estervale|Farhaven|Glenrock|Holmstad|Inverlee|Jarrow Point|Kestwick"
    "|Lindholm",
    "did": "voted to close|put off its decision on|agreed to sell|refused to pay for|took back|ordered repairs of"
    "|began to rebuild|promised to open|apologised for|gave up|asked an engineer to look at|moved",
    "thing": "night ferry|old bridge|fish hall|library|north pier|airport road|brickworks|lido|cable car|market square"
    "|observatory|canal lock|sawmill|power line",
    "day": "on Monday|on Tuesday|late on Wednesday|on Thursday|early on Friday|at the weekend|last week|in October",
    "why": "after nine hours of debate|against the advice of its lawyers|though nobody had asked for it|to save money"
    "|because the winter had been hard|as its tenants had hoped|by a single vote|in an empty room|before the election",
    "claim": "We have heard everybody who lives by|Nobody will take from us|There is no money for|I never doubted"
    "|Our children will thank us for|You cannot put a price on|It was a mistake to trust|They have forgotten",
    "vow": "we will not wait for another year|the books will be open to all|it opens in the spring, whatever it costs"
    "|I shall ask them again next month|there will be no more delays|somebody has to answer for this"
    "|the work goes on through the night|we owe that to those who built it",
    "role": "keeps the books of the port|has led the inquiry since June|taught there for thirty years|lost the election"
    "|bought the land in 1998|speaks for the tenants|runs the smallest bakery in town|used to repair its roof",
    "fact": "had cost twice what was planned|stood empty for a decade|needs a new roof|was never insured"
    "|earns less than it costs|may be unsafe|draws visitors from three counties|had been sold long ago",
    "change": "open this year|survive another winter|find a buyer|be missed|pay for itself|come back",
    "first": "Ines|Tomas|Mara|Piet|Lucia|Owen|Hanna|Karim|Ruth|Stefan|Amara|Viggo",
    "last": "Calder|Brandt|Oyelaran|Solheim|Ferrant|Achterberg|Lindqvist|Moreau|Tarrant|Vaszary|Oduya|Keane",
}


def _sentence(draw: random.Random) -> str:
    parts = {name: draw.choice(said.split("|")) for name, said in _PARTS.items()}
    person = f"{parts['first']} {parts['last']}"
    text = draw.choice(_SENTENCES).format(**parts, person=person, count=draw.randrange(2, 999))
    return text[0].upper() + text[1:]


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
    prose = "".join(f"<p>{_sentence(draw)}</p>" for _ in range(16))
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
