"""The HTTP adapter against a real server on loopback that misbehaves: every failure is named, bounded and recorded."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

import pytest

from flows.adapters.addresses import AddressPolicy
from flows.adapters.http import Http, HttpLimits
from schemas.response import Fetch, FetchPlan
from tests.flows.hostile_server import PAGE, HostileServer, hostile_server

AGENT = "onrecord/test (+https://onrecord.example/about)"
QUICK = HttpLimits(deadline_s=5.0, connect_s=2.0, backoff_s=0.01)


def with_server(scenario: Callable[[HostileServer], Coroutine[Any, Any, None]]) -> None:
    async def run() -> None:
        async with hostile_server() as server:
            await scenario(server)

    asyncio.run(run())


async def fetch(url: str, policy: AddressPolicy | None = None, limits: HttpLimits = QUICK, **plan: Any) -> list[Fetch]:
    """All hops of one article plan, robots.txt left out."""
    async with Http(AGENT, policy, limits) as http:
        made = await http.fetch(FetchPlan("article", url, **plan))
    return [hop for hop in made if hop.plan.kind != "robots"]


def outcome_of(path: str, limits: HttpLimits = QUICK) -> list[Fetch]:
    found: list[Fetch] = []

    async def scenario(server: HostileServer) -> None:
        found.extend(await fetch(server.url(path), AddressPolicy(server.allowed), limits))

    with_server(scenario)
    return found


def test_answer_is_kept_as_the_server_gave_it() -> None:
    [hop] = outcome_of("/ok")
    assert hop.response is not None
    assert (hop.response.status, hop.response.reason, hop.response.http_version) == (200, "OK", "HTTP/1.1")
    assert hop.response.body == PAGE
    assert hop.response.header("Content-Type") == "text/html; charset=utf-8"
    assert hop.error_kind is None
    assert hop.started_at <= hop.response.fetched_at
    assert ("User-Agent", AGENT) in hop.request_headers


def test_content_coding_stays_on_and_chunks_come_off() -> None:
    [zipped], [chunked] = outcome_of("/gzip"), outcome_of("/chunked")
    assert zipped.response is not None
    assert chunked.response is not None
    assert zipped.response.body.startswith(b"\x1f\x8b")
    assert chunked.response.body == b"first second"


def test_latin_1_headers_survive() -> None:
    [hop] = outcome_of("/latin-1-header")
    assert hop.response is not None
    assert hop.response.header("x-place") == "café\xa0"


def test_an_error_status_is_an_answer() -> None:
    [hop] = outcome_of("/not-found")
    assert hop.response is not None
    assert (hop.response.status, hop.error_kind) == (404, None)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/truncated", "truncated"),
        ("/cut-chunk", "truncated"),
        ("/reset", "reset"),
        ("/silent", "reset"),
        ("/cut-head", "truncated"),
        ("/bad-chunk", "protocol"),
        ("/both-lengths", "protocol"),
        ("/two-lengths", "protocol"),
        ("/negative-length", "protocol"),
        ("/switching", "protocol"),
        ("/interim-flood", "headers-too-large"),
        ("/one-huge-header", "headers-too-large"),
        ("/tiny-chunks", "too-large"),
        ("/not-http", "protocol"),
        ("/odd-header", "protocol"),
        ("/11-mb", "too-large"),
        ("/endless", "too-large"),
        ("/many-headers", "headers-too-large"),
        ("/header-flood", "headers-too-large"),
    ],
)
def test_broken_answers_are_named(path: str, kind: str) -> None:
    [hop] = outcome_of(path)
    assert (hop.error_kind, hop.response) == (kind, None)
    assert hop.error


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/interim", PAGE),
        ("/bare-lf", b"abcde"),
        ("/to-the-end", b"until the connection ends"),
        ("/trailers", b"abc"),
        ("/too-much", b"abc"),
        ("/second-answer", b"abc"),
    ],
)
def test_odd_answers_are_read(path: str, body: bytes) -> None:
    [hop] = outcome_of(path)
    assert hop.response is not None
    assert (hop.response.status, hop.response.body) == (200, body)
    assert hop.response.header("x-trailer") is None


def test_what_follows_an_answer_is_nobody_s_answer() -> None:
    async def scenario(server: HostileServer) -> None:
        async with Http(AGENT, AddressPolicy(server.allowed), QUICK) as http:
            await http.fetch(FetchPlan("article", server.url("/second-answer")))
            [*_, hop] = await http.fetch(FetchPlan("article", server.url("/ok")))
        assert hop.response is not None
        assert hop.response.body == PAGE
        assert server.connections == 2

    with_server(scenario)


def test_cookies_are_not_kept() -> None:
    async def scenario(server: HostileServer) -> None:
        async with Http(AGENT, AddressPolicy(server.allowed), QUICK) as http:
            await http.fetch(FetchPlan("article", server.url("/cookies")))
            await http.fetch(FetchPlan("article", server.url("/ok")))
        assert all("cookie" not in headers for _, headers in server.requests)

    with_server(scenario)


def test_a_drip_ends_at_the_deadline() -> None:
    started = time.monotonic()
    [hop] = outcome_of("/drip", replace(QUICK, deadline_s=0.5))
    assert hop.error_kind == "timeout"
    assert time.monotonic() - started < 3
    assert 400 <= hop.duration_ms <= 1500


def test_redirects_are_hops_of_their_own() -> None:
    first, last = outcome_of("/to-ok")
    assert first.response is not None
    assert last.response is not None
    assert (first.response.status, last.response.status) == (301, 200)
    assert last.url.endswith("/ok")
    assert last.plan == first.plan


@pytest.mark.parametrize(
    ("path", "hops", "kind"),
    [
        ("/loop", 3, "redirect-loop"),
        ("/hop-0", 7, "too-many-redirects"),
        ("/to-file", 2, "bad-url"),
        ("/to-nowhere", 2, "bad-url"),
        ("/to-metadata-service", 2, "refused-address"),
    ],
)
def test_redirects_that_lead_nowhere(path: str, hops: int, kind: str) -> None:
    made = outcome_of(path)
    assert (len(made), made[-1].error_kind, made[-1].response) == (hops, kind, None)


def test_busy_server_is_asked_again_when_it_says_so() -> None:
    async def scenario(server: HostileServer) -> None:
        [hop] = await fetch(server.url("/busy-then-ok"), AddressPolicy(server.allowed))
        assert hop.response is not None
        assert hop.response.status == 200
        assert server.paths() == ["/busy-then-ok"] * 2

    with_server(scenario)


@pytest.mark.parametrize("path", ["/busy", "/busy-until-2099"])
def test_a_long_retry_after_is_recorded_not_waited_for(path: str) -> None:
    async def scenario(server: HostileServer) -> None:
        [hop] = await fetch(server.url(path), AddressPolicy(server.allowed))
        assert hop.response is not None
        assert hop.response.status in (429, 503)
        assert server.paths() == [path]

    with_server(scenario)


def test_at_most_three_tries() -> None:
    async def scenario(server: HostileServer) -> None:
        [hop] = await fetch(server.url("/silent"), AddressPolicy(server.allowed))
        assert server.paths() == ["/silent"] * 3
        assert "tried 3 times" in (hop.error or "")

    with_server(scenario)


def test_validators_make_the_request_conditional() -> None:
    async def scenario(server: HostileServer) -> None:
        [hop] = await fetch(server.url("/etag"), AddressPolicy(server.allowed), etag='"v1"')
        assert hop.response is not None
        assert (hop.response.status, hop.response.body) == (304, b"")
        await fetch(server.url("/ok"), AddressPolicy(server.allowed), last_modified="Sun, 22 Nov 2026 06:00:00 GMT")
        assert server.requests[-1][1]["if-modified-since"] == "Sun, 22 Nov 2026 06:00:00 GMT"

    with_server(scenario)


def test_nobody_listening() -> None:
    async def scenario(server: HostileServer) -> None:
        del server
        [hop] = await fetch("http://127.0.0.1:9/", AddressPolicy(frozenset({"127.0.0.1:9"})))
        assert hop.error_kind == "connect"

    with_server(scenario)


# --- politeness ---


def test_robots_txt_comes_first_and_is_returned() -> None:
    async def scenario(server: HostileServer) -> None:
        async with Http(AGENT, AddressPolicy(server.allowed), QUICK) as http:
            first = await http.fetch(FetchPlan("feed", server.url("/ok"), outlet_id="gazette"))
            second = await http.fetch(FetchPlan("feed", server.url("/ok")))
        assert [(hop.plan.kind, hop.plan.outlet_id) for hop in first] == [("robots", "gazette"), ("feed", "gazette")]
        assert [hop.plan.kind for hop in second] == ["feed"]
        assert [path for path, _ in server.requests] == ["/robots.txt", "/ok", "/ok"]

    with_server(scenario)


@pytest.mark.parametrize("kind", ["feed", "article"])
def test_disallowed_is_not_requested(kind: Any) -> None:
    async def scenario(server: HostileServer) -> None:
        server.robots = b"User-agent: *\nDisallow: /private\n"
        async with Http(AGENT, AddressPolicy(server.allowed), QUICK) as http:
            made = await http.fetch(FetchPlan(kind, server.url("/private/page")))
        assert (made[-1].error_kind, made[-1].response) == ("robots", None)
        assert server.paths() == []

    with_server(scenario)


def test_redirect_into_a_disallowed_path_is_not_followed() -> None:
    async def scenario(server: HostileServer) -> None:
        server.robots = b"User-agent: *\nDisallow: /ok\n"
        made = await fetch(server.url("/to-ok"), AddressPolicy(server.allowed))
        assert [hop.error_kind for hop in made] == [None, "robots"]
        assert server.paths() == ["/to-ok"]

    with_server(scenario)


def test_broken_robots_txt_means_not_now() -> None:
    async def scenario(server: HostileServer) -> None:
        server.robots_status = "500 Oops"
        [hop] = await fetch(server.url("/ok"), AddressPolicy(server.allowed))
        assert hop.error_kind == "robots-unavailable"
        assert server.paths() == []

    with_server(scenario)


def test_one_request_per_host_at_once_and_hosts_side_by_side() -> None:
    hosts = [f"paper-{n}.example" for n in range(4)]

    async def scenario(server: HostileServer) -> None:
        policy = AddressPolicy(server.allowed, dict.fromkeys(hosts, ("127.0.0.1", server.port)))
        seen: list[Fetch] = []
        async with Http(AGENT, policy, QUICK) as http:
            await http.fetch_all([FetchPlan("article", f"http://{hosts[0]}/slow-{n}") for n in range(4)], seen.append)
            assert server.most_at_once == 1
            await http.fetch_all([FetchPlan("article", f"http://{host}/slow-0") for host in hosts], seen.append)
            assert server.most_at_once > 1
        assert sum(hop.plan.kind == "article" and hop.response is not None for hop in seen) == 8

    with_server(scenario)


def test_a_dead_host_is_given_up() -> None:
    async def scenario(server: HostileServer) -> None:
        seen: list[Fetch] = []
        plans = [FetchPlan("article", server.url("/silent")) for _ in range(6)]
        async with Http(AGENT, AddressPolicy(server.allowed), QUICK) as http:
            await http.fetch_all(plans, seen.append)
        assert len(server.paths()) == 9
        assert [hop.error_kind for hop in seen if hop.plan.kind == "article"] == ["reset"] * 3 + ["connect"] * 3

    with_server(scenario)


def test_an_error_of_the_keeper_ends_the_batch() -> None:
    async def scenario(server: HostileServer) -> None:
        def full_disk(_: Fetch) -> None:
            raise OSError("disk full")

        plans = [FetchPlan("article", server.url(f"/slow-{n}")) for n in range(5)]
        async with Http(AGENT, AddressPolicy(server.allowed), QUICK) as http:
            with pytest.raises(OSError, match="disk full"):
                await http.fetch_all(plans, full_disk)
        assert len(server.paths()) == 0

    with_server(scenario)


def test_idle_connections_do_not_pile_up() -> None:
    hosts = [f"paper-{n}.example" for n in range(12)]

    async def scenario(server: HostileServer) -> None:
        policy = AddressPolicy(server.allowed, dict.fromkeys(hosts, server.address))
        seen: list[Fetch] = []
        async with Http(AGENT, policy, replace(QUICK, concurrency=2)) as http:
            await http.fetch_all([FetchPlan("article", f"http://{host}/ok") for host in hosts], seen.append)
            await asyncio.sleep(0.05)
            assert server.connections == 12
            assert server.open_connections <= 4
        assert all(hop.error_kind is None for hop in seen)

    with_server(scenario)
