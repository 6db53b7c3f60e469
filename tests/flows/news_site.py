"""A news site on loopback that a test edits while it is up: paths under host names, validators, a log of requests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from flows.settings import Settings

PROSE = (
    "The harbour board met for four hours on Tuesday and put off its decision on the night ferry until the spring.",
    "“We have heard the islanders, and we will not close the line before they have been asked,” Ines Calder said.",
    "Tomas Brandt, who keeps the books of the port, told the board that the ferry had cost two million last year.",
)


@dataclass
class NewsSite:
    """What is published now: `(host, path)` → body, or the status or address that is answered instead."""

    pages: dict[tuple[str, str], str | int | tuple[int, str]] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)  # sent with every answer that has a body
    requests: list[tuple[str, int]] = field(default_factory=list)  # host + path, status answered; robots.txt left out
    port: int = 0
    up_since: datetime = field(default_factory=partial(datetime.now, UTC))  # fetches get the real time, runs count on

    def publish(self, url: str, body: str | int | tuple[int, str]) -> None:
        """Publish a body at `url` (host and path), or a status, or a redirect (status, location)."""
        host, _, path = url.partition("/")
        self.pages[host, "/" + path] = body

    def asked(self) -> list[tuple[str, int]]:
        """What was asked since the last call, with the status answered, sorted."""
        asked, self.requests[:] = sorted(self.requests), []
        return asked

    def settings(self, home: Path) -> Settings:
        """Settings that dial the site's hosts on loopback."""
        hosts = {host for host, _ in self.pages}
        return Settings(
            home,
            allow_hosts=frozenset({f"127.0.0.1:{self.port}"}),
            connect_to=dict.fromkeys(hosts, ("127.0.0.1", self.port)),
            jobs=1,
        )


def article(headline: str, *more: str, canonical: str | None = None) -> str:
    """A page that the extraction takes for an article; `more` are further paragraphs."""
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    prose = "".join(f"<p>{text}</p>" for text in (*PROSE, *more))
    return (
        f"<html lang='en'><head><title>{headline}</title>{link}</head>"
        f"<body><article><h1>{headline}</h1>{prose}</article></body></html>"
    )


@contextmanager
def serving(site: NewsSite) -> Iterator[NewsSite]:
    """The site on a free port of 127.0.0.1 for the length of the block."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            host = (self.headers["Host"] or "").partition(":")[0]
            page = site.pages.get((host, self.path), 404)
            body, status, extra = b"", 200, dict(site.headers)
            if isinstance(page, tuple):
                status, extra["Location"] = page
            elif isinstance(page, int):
                status = page
            else:
                body = page.encode()
                extra["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
                if self.headers["If-None-Match"] == extra["ETag"]:
                    body, status = b"", 304
            if self.path != "/robots.txt":
                site.requests.append((host + self.path, status))
            self.send_response(status)
            for name, value in extra.items():
                self.send_header(name, value)
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        site.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


def rss(*items: tuple[str, str, str], more: str = "") -> str:
    """An RSS feed of (guid, link, date) items; `more` goes into the channel."""
    listed = "".join(
        f"<item><guid isPermaLink='false'>{guid}</guid><link>{link}</link><title>Harbour news {guid}</title>"
        f"<pubDate>{date}</pubDate></item>"
        for guid, link, date in items
    )
    return (
        f'<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Harbour</title>{more}{listed}'
        "</channel></rss>"
    )
