"""An internet of our own on loopback: names that lie, certificates not to be believed, hosts that ask for rest."""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from flows.adapters.addresses import AddressPolicy
from flows.adapters.http import Http, HttpLimits
from schemas.response import Fetch, FetchPlan
from tests.flows.hostile_server import HostileServer, hostile_server

AGENT = "onrecord/test"
QUICK = HttpLimits(deadline_s=5.0, connect_s=2.0, backoff_s=0.01)


class Resolver(asyncio.SelectorEventLoop):
    """An event loop that looks names up in a table: each question gets the next answer, the last one for ever."""

    def __init__(self, names: dict[str, list[list[str]]]) -> None:
        super().__init__()
        self.names = names
        self.asked: list[str] = []

    async def getaddrinfo(self, host: Any, port: Any, **options: Any) -> Any:
        """Answer from the table; a name that is not in it does not exist."""
        self.asked.append(host)
        answers = self.names.get(host)
        if answers is None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        addresses = answers.pop(0) if len(answers) > 1 else answers[0]
        kinds = [(socket.AF_INET6 if ":" in address else socket.AF_INET, address) for address in addresses]
        return [(kind, socket.SOCK_STREAM, 6, "", (address, port)) for kind, address in kinds]


def on_internet(
    names: dict[str, list[list[str]]], scenario: Callable[[HostileServer], Coroutine[Any, Any, None]]
) -> list[str]:
    """Run the scenario where those names exist; return the questions that the resolver was asked."""
    loop = Resolver(names)

    async def run() -> None:
        async with hostile_server() as server:
            await scenario(server)

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(run())
    return loop.asked


async def article(url: str, policy: AddressPolicy, **client: Any) -> Fetch:
    """The outcome of one article plan."""
    async with Http(AGENT, policy, QUICK, **client) as http:
        return (await http.fetch(FetchPlan("article", url)))[-1]


# --- names ---

PRIVATE = ["127.0.0.1", "10.1.1.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "::1",
           "::ffff:127.0.0.1", "fe80::1", "fc00::1", "64:ff9b::7f00:1", "0.0.0.0"]  # fmt: skip


@pytest.mark.parametrize("addresses", [*([address] for address in PRIVATE), ["93.184.215.14", "127.0.0.1"]])
def test_a_name_that_leads_inside_is_not_dialled(addresses: list[str]) -> None:
    async def scenario(server: HostileServer) -> None:
        for url in ("http://news.example:80/", "http://news.example.:80/", f"http://news.example:{server.port}/"):
            hop = await article(url, AddressPolicy())
            assert hop.error_kind == "refused-address", url
        assert server.connections == 0

    on_internet({"news.example": [addresses], "news.example.": [addresses]}, scenario)


def test_a_name_that_changes_its_mind_is_judged_at_every_connection() -> None:
    async def scenario(server: HostileServer) -> None:
        async with Http(AGENT, AddressPolicy(server.allowed), QUICK) as http:
            url = f"http://rebind.example:{server.port}"
            made = [(await http.fetch(FetchPlan("article", f"{url}{path}")))[-1] for path in ("/too-much", "/ok")]
        assert [hop.error_kind for hop in made] == [None, "refused-address"]
        assert server.connections == 1

    # the address that was judged is the one that is dialled: one question a connection, none in between
    asked = on_internet({"rebind.example": [["127.0.0.1"], ["127.0.0.2"]]}, scenario)
    assert asked == ["rebind.example"] * 2


def test_a_name_that_nobody_knows_is_named() -> None:
    async def scenario(server: HostileServer) -> None:
        hop = await article("http://nowhere.example/", AddressPolicy())
        assert hop.error_kind == "dns"
        assert "nowhere.example" in (hop.error or "")
        assert server.connections == 0

    on_internet({}, scenario)


# --- TLS ---


@dataclass(frozen=True)
class Authority:
    """A private certificate authority, and the folder of what it signed."""

    folder: Path
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    def server(self, name: str, *, days: int = 2, is_trusted: bool = True) -> ssl.SSLContext:
        """A server's context with a certificate for `name` that ends in `days`, signed by us or by itself."""
        key = ec.generate_private_key(ec.SECP256R1())
        issuer, signer = (self.certificate.subject, self.key) if is_trusted else (_subject(name), key)
        certificate = _certificate(_subject(name), issuer, key, signer, days, name)
        path = self.folder / f"{name}-{days}-{is_trusted}.pem"
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(path)
        return context

    def client(self) -> ssl.SSLContext:
        """A client's context that trusts this authority and no other."""
        pem = self.certificate.public_bytes(serialization.Encoding.PEM)
        return ssl.create_default_context(cadata=pem.decode())


def _subject(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    signer: ec.EllipticCurvePrivateKey,
    days: int,
    name: str | None,
) -> x509.Certificate:
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=5))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=name is None, path_length=None), critical=True)
    )
    if name is not None:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    return builder.sign(signer, hashes.SHA256())


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _subject("Harbour Test Authority")
    return Authority(tmp_path_factory.mktemp("tls"), key, _certificate(name, name, key, key, 2, None))


@pytest.mark.parametrize(
    ("certified", "days", "is_trusted", "words"),
    [
        ("paper.example", 2, True, None),
        ("paper.example", -1, True, "expired"),
        ("other.example", 2, True, "Hostname mismatch"),
        ("paper.example", 2, False, "self-signed"),
    ],
)
def test_a_certificate_that_should_not_be_believed_is_not(
    authority: Authority, certified: str, days: int, is_trusted: bool, words: str | None
) -> None:
    async def run() -> None:
        async with hostile_server(authority.server(certified, days=days, is_trusted=is_trusted)) as server:
            policy = AddressPolicy(server.allowed, {"paper.example": server.address})
            hop = await article("https://paper.example/ok", policy, tls=authority.client())
            assert hop.error_kind == (None if words is None else "tls")
            assert (words or "") in (hop.error or "")
            assert (server.paths() == ["/ok"]) == (words is None)

    asyncio.run(run())


def test_a_redirect_from_https_to_http_is_not_followed(authority: Authority) -> None:
    async def run() -> None:
        async with AsyncExitStack() as stack:
            safe = await stack.enter_async_context(hostile_server(authority.server("paper.example")))
            open_to_all = await stack.enter_async_context(hostile_server())
            safe.elsewhere = "http://plain.example/ok"
            dial = {"paper.example": safe.address, "plain.example": open_to_all.address}
            policy = AddressPolicy(safe.allowed | open_to_all.allowed, dial)
            hop = await article("https://user:pw@paper.example/to-elsewhere", policy, tls=authority.client())
            assert (hop.error_kind, hop.response) == ("downgrade", None)
            assert open_to_all.connections == 0

    asyncio.run(run())


# --- rest ---


def polite(robots: bytes, limits: HttpLimits = QUICK, count: int = 3, path: str = "/ok") -> tuple[float, list[Fetch]]:
    """Ask one host for a few articles; return the seconds it took, and what came, robots.txt left out."""
    seen: list[Fetch] = []

    async def run() -> float:
        async with hostile_server() as server:
            server.robots = robots
            plans = [FetchPlan("article", server.url(f"{path}?{number}")) for number in range(count)]
            if path == "/busy":
                plans = [FetchPlan("article", server.url(path)) for _ in range(count)]
            started = time.monotonic()
            async with Http(AGENT, AddressPolicy(server.allowed), limits) as http:
                await http.fetch_all(plans, seen.append)
            took = time.monotonic() - started
            assert len(server.paths()) == (1 if path == "/busy" else count)
            return took

    took = asyncio.run(run())
    return took, [fetch for fetch in seen if fetch.plan.kind == "article"]


@pytest.mark.parametrize(
    "robots",
    [b"User-agent: *\nCrawl-delay: 0.3\n", b"User-agent: onrecord\nRequest-rate: 10/3s\nDisallow:\n"],
)
def test_a_host_gets_the_rest_that_its_robots_txt_asks_for(robots: bytes) -> None:
    took, _ = polite(robots)
    assert took >= 0.6


def test_a_rest_without_end_is_capped() -> None:
    took, fetches = polite(b"User-agent: *\nCrawl-delay: 86400\n", replace(QUICK, longest_rest_s=0.1))
    assert took < 3
    assert [fetch.error_kind for fetch in fetches] == [None] * 3


def test_waiting_costs_no_deadline() -> None:
    _, fetches = polite(b"User-agent: *\nCrawl-delay: 0.4\n", replace(QUICK, deadline_s=0.3), count=4)
    assert [fetch.error_kind for fetch in fetches] == [None] * 4


def test_a_host_that_asks_for_an_hour_is_left_alone() -> None:
    _, fetches = polite(b"", path="/busy")
    assert [fetch.error_kind for fetch in fetches] == [None, "retry-after", "retry-after"]
    assert "3600 s" in (fetches[1].error or "")


# --- robots.txt that was asked for before ---


@pytest.mark.parametrize(
    ("age", "status", "asked", "kind"),
    [
        (timedelta(hours=23), "200 OK", False, "robots"),  # the rules of yesterday hold
        (timedelta(hours=25), "200 OK", True, None),  # the new ones forbid nothing
        (timedelta(days=9), "500 Oops", True, "robots"),  # nothing new to be had: the old rules hold
    ],
)
def test_robots_txt_is_kept_for_a_day(age: timedelta, status: str, asked: bool, kind: str | None) -> None:
    async def run() -> None:
        async with hostile_server() as server:
            policy = AddressPolicy(server.allowed)
            server.robots = b"User-agent: *\nDisallow: /ok\n"
            async with Http(AGENT, policy, QUICK) as http:
                first = (await http.fetch(FetchPlan("article", server.url("/ok"))))[0]
            server.requests.clear()
            server.robots, server.robots_status = b"", status
            earlier = replace(first, started_at=first.started_at - age)
            hop = await article(server.url("/ok"), policy, earlier_robots=lambda _: earlier)
            assert hop.error_kind == kind
            assert any(path == "/robots.txt" for path, _ in server.requests) == asked

    asyncio.run(run())
