"""Addresses that lead inside: as feed, entry link, redirect target, argument of a command. Nobody inside is called."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

from flows.cli import main
from flows.nightly import NightlyRequest
from flows.settings import Settings
from schemas.feed import Feed, Outlet, Subscription
from tests.flows.lines import nightly, rows
from tests.flows.news_site import NewsSite, serving

HOST = "paper.example"
INSIDE = [
    "http://127.0.0.1:{port}/", "http://127.1:{port}/", "http://2130706433:{port}/", "http://0x7f000001:{port}/",
    "http://0177.0.0.1:{port}/", "http://0.0.0.0:{port}/", "http://localhost:{port}/", "http://localhost.:{port}/",
    "http://[::1]:{port}/", "http://[::ffff:127.0.0.1]:{port}/", "http://[64:ff9b::7f00:1]:{port}/",
    "http://10.0.0.1/", "http://172.16.0.1/", "http://192.168.0.1/", "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/", "http://224.0.0.1/", "http://[fe80::1]/", "http://[fc00::1]/", "https://127.0.0.1:{port}/",
    "http://news.example@127.0.0.1:{port}/", "http://93.184.215.14:22/", "file:///etc/passwd",
    "ftp://127.0.0.1:{port}/", "gopher://127.0.0.1:{port}/", "data:text/html,hello",
]  # fmt: skip
NAMED = {"refused-address", "bad-url", "dns"}  # a machine's resolver may know no "localhost."


class _Listener:
    """Somebody inside, who counts who calls."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=100)
        self._socket.setblocking(False)
        self.port: int = self._socket.getsockname()[1]

    def callers(self) -> int:
        count = 0
        while True:
            try:
                self._socket.accept()[0].close()
            except BlockingIOError:
                return count
            count += 1

    def close(self) -> None:
        self._socket.close()


@contextmanager
def _paper(addresses: list[str]) -> Iterator[int]:
    """A newspaper whose feed links inside, and whose pages `/hop/N` and `/refresh/N` send there."""
    links = [*addresses, *(f"http://{HOST}/{kind}/{n}" for kind in ("hop", "refresh") for n in range(len(addresses)))]
    items = "".join(f"<entry><id>{n}</id><link href={quoteattr(link)}/></entry>" for n, link in enumerate(links))
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Paper</title>{items}</feed>'.encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, _, number = self.path[1:].partition("/")
            body = feed if kind == "feed" else b""
            if kind == "refresh":
                content = quoteattr(f"0;url={addresses[int(number)]}")
                body = f"<meta http-equiv='refresh' content={content}>".encode()
            self.send_response({"feed": 200, "refresh": 200, "hop": 302}.get(kind, 404))
            if kind == "hop":
                self.send_header("Location", addresses[int(number)])
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str], int]:
    """The home of such a run, the addresses that were tried, and how many calls came in."""
    home = tmp_path_factory.mktemp("inside")
    with closing(_Listener()) as listener:
        addresses = [address.format(port=listener.port) for address in INSIDE]
        with _paper(addresses) as port:
            urls = [f"http://{HOST}/feed", *addresses]
            subscription = Subscription(
                (Outlet("paper", "Paper", HOST),),
                tuple(Feed(f"feed-{number:02}", "paper", url) for number, url in enumerate(urls)),
            )
            settings = Settings(home, frozenset({f"{HOST}"}), {HOST: ("127.0.0.1", port)}, jobs=1)
            nightly(NightlyRequest(Path("feeds.toml")), subscription, settings)
        return home, addresses, listener.callers()


def test_nobody_inside_is_called(run: tuple[Path, list[str], int]) -> None:
    assert run[2] == 0


def test_every_refused_feed_is_recorded_with_the_reason(run: tuple[Path, list[str], int]) -> None:
    home, addresses, _ = run
    told = dict(rows(home, "select feed_id, error_kind from fetches where kind = 'feed' and feed_id <> 'feed-00'"))
    assert len(told) == len([address for address in addresses if address.startswith("http")])
    assert set(told.values()) <= NAMED


@pytest.mark.parametrize(("kind", "sent"), [("hop", 302), ("refresh", 200)])
def test_every_redirect_inside_is_recorded_with_the_reason(
    run: tuple[Path, list[str], int], kind: str, sent: int
) -> None:
    home, addresses, _ = run
    query = (
        f"select plan_url, status, error_kind, redirected_to from fetches where plan_url like 'http://{HOST}/{kind}/%'"
    )
    hops = [row[:3] for row in rows(home, query) if row[1] is None or row[3] is not None]
    assert len({url for url, status, _ in hops if status == sent}) == len(addresses)
    refused = {url for url, status, kind in hops if status is None and kind in NAMED}
    assert len(refused) == len([address for address in addresses if address.startswith("http")])


def test_other_schemes_are_quarantined_wherever_they_stand(run: tuple[Path, list[str], int]) -> None:
    home, addresses, _ = run
    others = [address for address in addresses if not address.startswith("http")]
    query = "select count(*) from quarantine where reason = 'not-a-web-address'"
    assert rows(home, query)[0][0] == 3 * len(others)  # as a feed, as the target of a redirect and of a refresh


def test_every_entry_that_links_inside_is_refused_or_recorded(run: tuple[Path, list[str], int]) -> None:
    home, addresses, _ = run
    quarantined = rows(home, "select count(*) from quarantine where stage = 'entry'")[0][0]
    told = rows(
        home,
        "select distinct plan_url, error_kind from fetches"
        f" where kind = 'article' and plan_url not like 'http://{HOST}/%'",
    )
    copies = 2  # "localhost." and the one with a user's name are the same address as another
    assert quarantined + len(told) == len(addresses) - copies
    assert {kind for _, kind in told} <= NAMED


# --- as the argument of a command: the address itself, what it redirects to, what its page names as its feed ---


@pytest.fixture(scope="module")
def site() -> Iterator[NewsSite]:
    with serving(NewsSite()) as up:
        yield up


@pytest.fixture
def listener() -> Iterator[_Listener]:
    with closing(_Listener()) as up:
        yield up


@pytest.mark.parametrize("pattern", INSIDE)
def test_no_argument_leads_inside(listener: _Listener, pattern: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["feeds", "discover", pattern.format(port=listener.port)]) == 1
    assert listener.callers() == 0
    assert capsys.readouterr().err.startswith("onrecord: ")


@pytest.mark.parametrize("pattern", INSIDE)
@pytest.mark.parametrize("way", ["redirect", "link"])
def test_no_argument_is_led_inside(
    site: NewsSite, listener: _Listener, way: str, pattern: str, capsys: pytest.CaptureFixture[str]
) -> None:
    address = pattern.format(port=listener.port)
    named = f"<link rel='alternate' type='application/rss+xml' href={quoteattr(address)}>"
    site.publish(f"{HOST}/", (302, address) if way == "redirect" else named)
    dial = ["--connect-to", f"{HOST}=127.0.0.1:{site.port}", "--allow-host", f"{HOST}"]
    assert main(["feeds", "discover", f"http://{HOST}/", *dial]) == 1
    assert listener.callers() == 0
    assert capsys.readouterr().err
