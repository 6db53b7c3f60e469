"""The HTTP adapter's promises of safety: no private address is reached, no secret leaks, TLS is verified."""

from __future__ import annotations

import asyncio
import logging
import shutil
import ssl
import subprocess
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import RequestReceived

from flows.adapters.addresses import AddressPolicy
from flows.adapters.http import Http, HttpLimits
from flows.adapters.request import parse_target
from schemas.errors import FetchError
from schemas.response import Fetch, FetchPlan
from tests.flows.hostile_server import HostileServer, hostile_server

AGENT = "onrecord/test (+https://onrecord.example/about)"
QUICK = HttpLimits(deadline_s=5.0, connect_s=2.0, backoff_s=0.01)


def with_server(scenario: Callable[[HostileServer], Coroutine[Any, Any, None]]) -> None:
    async def run() -> None:
        async with hostile_server() as server:
            await scenario(server)

    asyncio.run(run())


async def fetch(url: str, policy: AddressPolicy | None = None) -> list[Fetch]:
    """All hops of one article plan, robots.txt left out."""
    async with Http(AGENT, policy, QUICK) as http:
        made = await http.fetch(FetchPlan("article", url))
    return [hop for hop in made if hop.plan.kind != "robots"]


# --- addresses ---

REFUSED = ("refused-address", "bad-url", "dns")  # a resolver may know no "localhost."
FORBIDDEN = [
    "http://127.0.0.1:{port}/", "http://127.1:{port}/", "http://2130706433:{port}/", "http://0x7f000001:{port}/",
    "http://0177.0.0.1:{port}/", "http://0.0.0.0:{port}/", "http://localhost:{port}/", "http://localhost.:{port}/",
    "http://LOCALHOST:{port}/", "http://[::1]:{port}/", "http://[::ffff:127.0.0.1]:{port}/", "http://[64:ff9b::7f00:1]:{port}/",
    "http://news.example@127.0.0.1:{port}/", "http://127.0.0.1:{port}#@news.example/", "http://10.0.0.1/", "http://172.16.0.1/",
    "http://192.168.0.1/", "http://169.254.169.254/latest/meta-data/", "http://100.64.0.1/", "http://224.0.0.1/",
    "http://[fe80::1]/", "http://[fc00::1]/", "http://[::]/", "https://127.0.0.1:{port}/", "file:///etc/passwd",
    "ftp://127.0.0.1:{port}/", "gopher://127.0.0.1:{port}/", "data:text/html,hello", "javascript:alert(1)",
    "http://127.0.0.1:99999/",
]  # fmt: skip


NO_HOST = ["//127.0.0.1:{port}/", "http:///etc", "http://", "", "http://a b/", "http://\x00/"]


@pytest.mark.parametrize("pattern", [*FORBIDDEN, *NO_HOST])
def test_nothing_private_is_reached(pattern: str) -> None:
    async def scenario(server: HostileServer) -> None:
        [hop] = await fetch(pattern.format(port=server.port))
        assert hop.error_kind in REFUSED
        assert server.connections == 0

    with_server(scenario)


@pytest.mark.parametrize("pattern", [*FORBIDDEN, "//127.0.0.1:{port}/"])
def test_nothing_private_is_reached_by_redirect(pattern: str) -> None:
    async def scenario(server: HostileServer) -> None:
        server.elsewhere = pattern.format(port=server.port)
        policy = AddressPolicy(frozenset({"paper.example"}), {"paper.example": server.address})
        first, last = await fetch("http://paper.example/to-elsewhere", policy)
        assert (first.error_kind, last.response) == (None, None)
        assert last.error_kind in REFUSED
        assert (server.connections, server.paths()) == (1, ["/to-elsewhere"])

    with_server(scenario)


def test_ports_off_the_list_are_refused_by_default() -> None:
    async def scenario(server: HostileServer) -> None:
        [hop] = await fetch(f"http://93.184.215.14:{server.port}/")
        assert hop.error_kind == "refused-address"

    with_server(scenario)


def test_connect_to_does_not_open_what_is_closed() -> None:
    async def scenario(server: HostileServer) -> None:
        [hop] = await fetch("http://paper.example/ok", AddressPolicy(connect_to={"paper.example": server.address}))
        assert (hop.error_kind, server.connections) == ("refused-address", 0)

    with_server(scenario)


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario(server: HostileServer) -> None:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, server.url(""))
        await fetch("http://10.0.0.1/")
        assert server.connections == 0

    with_server(scenario)


# --- secrets ---


def test_credentials_go_to_their_host_only_and_into_no_record(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    async def scenario(server: HostileServer) -> None:
        policy = AddressPolicy(server.allowed, {"other.example": server.address})
        server.elsewhere = "http://eve:x@other.example/ok"
        made = await fetch(f"http://user:CANARY@127.0.0.1:{server.port}/to-elsewhere", policy)
        assert [hop.error_kind for hop in made] == [None, None]
        sent = {path: headers.get("authorization") for path, headers in server.requests}
        assert sent == {"/robots.txt": None, "/to-elsewhere": "Basic dXNlcjpDQU5BUlk=", "/ok": None}
        for hop in made:
            assert "CANARY" not in repr(hop)
            assert "dXNlcjpDQU5BUlk" not in repr(hop)

    with_server(scenario)
    assert "CANARY" not in caplog.text
    assert "dXNlcjpDQU5BUlk" not in caplog.text


def test_credentials_in_a_refused_url_are_not_recorded() -> None:
    async def scenario(server: HostileServer) -> None:
        del server
        for url in ("ftp://user:CANARY@paper.example/", "http://user:CANARY@paper.example:99999/"):
            [hop] = await fetch(url)
            assert "CANARY" not in repr(hop)

    with_server(scenario)


# --- TLS ---


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A self-signed certificate for paper.example, and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("the openssl command is missing")
    folder = tmp_path_factory.mktemp("tls")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=paper.example"
    )
    subprocess.run(
        [
            *command.split(),
            "-addext",
            "subjectAltName=DNS:paper.example",
            "-keyout",
            str(key),
            "-out",
            str(certificate),
        ],
        check=True,
        capture_output=True,
    )
    return certificate, key


@pytest.mark.parametrize(
    ("host", "is_trusted", "kind"),
    [("paper.example", True, None), ("paper.example", False, "tls"), ("other.example", True, "tls")],
)
def test_tls_is_verified(certificate: tuple[Path, Path], host: str, is_trusted: bool, kind: str | None) -> None:
    async def scenario() -> None:
        ours = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        ours.load_cert_chain(*certificate)
        tls = ssl.create_default_context(cafile=certificate[0]) if is_trusted else None
        async with hostile_server(ours) as server:
            policy = AddressPolicy(server.allowed, {host: server.address})
            async with Http(AGENT, policy, QUICK, tls=tls) as http:
                made = await http.fetch(FetchPlan("article", f"https://{host}/ok"))
            assert made[-1].error_kind == kind
            assert (server.paths() == []) == (kind is not None)
            if kind:
                assert "certificate" in (made[-1].error or "")

    asyncio.run(scenario())


# --- HTTP/2 ---


async def _http2(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A server that speaks nothing but HTTP/2, and that badly when asked to."""
    config = H2Configuration(client_side=False, validate_outbound_headers=False, normalize_outbound_headers=False)
    connection = H2Connection(config)
    connection.initiate_connection()
    writer.write(connection.data_to_send())
    while data := await reader.read(65536):
        for event in connection.receive_data(data):
            if isinstance(event, RequestReceived):
                _answer_http2(connection, event.stream_id, dict(event.headers)[b":path"])
        writer.write(connection.data_to_send())
        await writer.drain()
    writer.close()


def _answer_http2(connection: H2Connection, stream: int, path: bytes) -> None:
    if path == b"/reset":
        connection.reset_stream(stream)
    elif path == b"/go-away":
        connection.close_connection(error_code=1)
    elif path == b"/short":
        connection.send_headers(stream, [(":status", "200"), ("content-length", "50")])
        connection.send_data(stream, b"hello", end_stream=True)
    elif path == b"/many-headers":
        flood = [(f"x-{n}", "v" * 100) for n in range(900)]
        connection.send_headers(stream, [(":status", "200"), *flood], end_stream=True)
    else:
        injected = "b\r\nWARC-Type: response"
        connection.send_headers(stream, [(":status", "200"), ("x-a", injected)])
        connection.send_data(stream, b"hello", end_stream=True)


def test_http2_is_spoken_and_its_failures_are_named(certificate: tuple[Path, Path]) -> None:
    async def scenario() -> None:
        theirs = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        theirs.load_cert_chain(*certificate)
        theirs.set_alpn_protocols(["h2"])
        server = await asyncio.start_server(_http2, "127.0.0.1", 0, ssl=theirs)
        port = server.sockets[0].getsockname()[1]
        policy = AddressPolicy(frozenset({f"127.0.0.1:{port}"}), {"paper.example": ("127.0.0.1", port)})
        kinds = {}
        async with Http(AGENT, policy, QUICK, tls=ssl.create_default_context(cafile=certificate[0])) as http:
            for path in ("/ok", "/reset", "/short", "/go-away", "/many-headers", "/ok-again"):
                [*_, hop] = await http.fetch(FetchPlan("article", f"https://paper.example{path}"))
                kinds[path] = hop.error_kind
        assert hop.response is not None
        assert hop.response.http_version == "HTTP/2"
        assert hop.response.headers == (("x-a", "b  WARC-Type: response"),)
        assert hop.response.body == b"hello"
        assert kinds == {
            "/ok": None, "/reset": "reset", "/short": "truncated", "/go-away": "reset",
            "/many-headers": "headers-too-large", "/ok-again": None,
        }  # fmt: skip
        server.close()
        await asyncio.sleep(0.05)

    asyncio.run(scenario())


# --- URLs ---


@pytest.mark.parametrize(
    ("url", "host", "target"),
    [
        ("http://Paper.Example", "paper.example", "/"),
        ("http://paper.example/a b?q=ä#part", "paper.example", "/a%20b?q=%C3%A4"),
        ("http://paper.example/50%25?x=1&y=2", "paper.example", "/50%25?x=1&y=2"),
        ("https://bücher.example/é", "xn--bcher-kva.example", "/%C3%A9"),
        ("http://paper.example:8080/x", "paper.example", "/x"),
    ],
)
def test_urls_are_sent_in_ascii(url: str, host: str, target: str) -> None:
    parsed = parse_target(url)
    assert (parsed.host, parsed.target) == (host, target)


@pytest.mark.parametrize(
    "url", ["http://x.example/" + "a" * 10_000, "http://xn--\ud800/", "http://%31/", "http://[::1"]
)
def test_urls_that_cannot_be_asked_for(url: str) -> None:
    with pytest.raises(FetchError) as caught:
        parse_target(url)
    assert caught.value.kind == "bad-url"
