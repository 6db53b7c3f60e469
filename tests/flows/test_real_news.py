"""The nightly flow over a loopback site of real feeds and real pages: what is loaded, what is refused."""

from __future__ import annotations

import gzip
import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

import pytest

from flows.adapters.warehouse import Warehouse
from flows.nightly import NightlyRequest
from flows.settings import Settings
from schemas.feed import Feed, Outlet, Subscription
from schemas.ids import stable_id
from tests.flows.lines import nightly, rows
from transforms.wire.urls import registrable_domain

pytestmark = [pytest.mark.long, pytest.mark.corpora, pytest.mark.timeout(900)]

FEEDS_HOST = "feeds.example"
Site = dict[tuple[str, str], tuple[str, bytes]]  # (host, path and query) -> content type, body


def real_pages(corpora: Path) -> Iterator[tuple[str, datetime, bytes]]:
    """The newest page of each outlet: its address, when it was fetched, its bytes."""
    for info in sorted((corpora / "pages" / "fundus").glob("*/meta.info")):
        newest: dict[str, tuple[str, datetime, bytes]] = {}
        for name, about in json.loads(info.read_text(encoding="utf-8")).items():
            fetched_at = datetime.fromisoformat(about["crawl_date"]).replace(tzinfo=UTC)
            outlet = name.split("_", 1)[0]
            if outlet not in newest or newest[outlet][1] < fetched_at:
                page = info.with_name(name)
                if page.is_file():
                    newest[outlet] = (about["url"], fetched_at, gzip.decompress(page.read_bytes()))
        yield from newest.values()


def build_site(corpora: Path) -> tuple[Site, Subscription]:
    """Real pages under their own hosts and paths, offered by a feed per outlet; the captured feeds as they are."""
    site: Site = {}
    outlets: dict[str, Outlet] = {}
    feeds: dict[str, Feed] = {}

    def subscribe(host: str, path: str, content_type: str, body: bytes, outlet_id: str, domain: str) -> None:
        site[host, path] = (content_type, body)
        outlets.setdefault(outlet_id, Outlet(outlet_id, outlet_id, domain))
        url = f"http://{host}{path}"
        feeds[url] = Feed(stable_id("feed", url), outlet_id, url)

    for url, fetched_at, body in real_pages(corpora):
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        site[host, target] = ("text/html", body)
        item = (
            f"<item><title>A story</title><link>http://{host}{escape(target)}</link>"
            f"<pubDate>{format_datetime(fetched_at)}</pubDate></item>"
        )
        feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Real</title>{item}</channel></rss>'.encode()
        domain = registrable_domain(host)
        subscribe(FEEDS_HOST, f"/{stable_id('page', url)}.xml", "application/rss+xml", feed, domain, domain)
    for path in sorted((corpora / "feeds" / "captured").glob("*.gz")):
        body = gzip.decompress(path.read_bytes())
        subscribe(FEEDS_HOST, f"/captured/{path.stem}", "application/xml", body, "captured", FEEDS_HOST)
    return site, Subscription(tuple(outlets.values()), tuple(feeds.values()))


@contextmanager
def serving(site: Site) -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            host = (self.headers.get("Host") or "").partition(":")[0].lower()
            content_type, body = site.get((host, self.path), ("text/plain", b""))
            self.send_response(200 if (host, self.path) in site else 404)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


def test_the_nightly_flow_reads_real_news(corpora: Path, tmp_path: Path) -> None:
    site, subscription = build_site(corpora)
    pages = sum(1 for host, _ in site if host != FEEDS_HOST)
    with serving(site) as port:
        settings = Settings(
            home=tmp_path,
            allow_hosts=frozenset({f"127.0.0.1:{port}"}),
            # every page is there; the links of captured feeds lead nowhere, and must not leave this machine
            connect_to=Everywhere(("127.0.0.1", port)),
            jobs=2,
        )
        summary = nightly(NightlyRequest(Path("feeds.toml")), subscription, settings, datetime.now(UTC))
    assert summary.outcome == "incomplete"
    asked = dict(rows(tmp_path, "select url, status from fetches where kind = 'feed'"))
    assert set(asked) == {feed.url for feed in subscription.feeds}
    read = {url for (url,) in rows(tmp_path, "select distinct url from entries inner join feeds using (feed_id)")}
    refused = {url for (url,) in rows(tmp_path, "select subject from quarantine where stage in ('feed', 'entry')")}
    captured = {url for url in asked if "/captured/" in url}
    silent = captured - read - {url.split("#")[0] for url in refused}
    loaded = rows(
        tmp_path,
        "select count(distinct plan_url) from fetches semi join article_versions using (warc_record_id)"
        " where kind = 'article'",
    )[0][0]
    statements = rows(tmp_path, "select count(*) from statements")[0][0]
    log = logging.getLogger(__name__)  # shown with --log-cli-level=INFO
    log.info("run: %s", json.dumps(summary.counts))
    log.info("captured feeds: %d, read %d, without items %s", len(captured), len(captured & read), sorted(silent))
    log.info("pages: %d, loaded %d; statements %d", pages, loaded, statements)
    assert loaded >= 0.95 * pages
    assert len(silent) <= 2  # well-formed feeds without a single item
    with Warehouse.open(tmp_path / "work" / "warehouse.duckdb") as warehouse:
        assert all(not found for found in warehouse.verify().values())


class Everywhere(dict[str, tuple[str, int]]):
    """Every host name leads to the loopback site."""

    def __init__(self, target: tuple[str, int]) -> None:
        super().__init__()
        self.target = target

    def get(self, key: object, default: object = None) -> tuple[str, int]:  # type: ignore[override]
        return self.target

    def __reduce__(self) -> tuple[type[Everywhere], tuple[tuple[str, int]]]:
        return Everywhere, (self.target,)
