"""The SSRF guard: what is refused by default, and what an allow list opens."""

from __future__ import annotations

import pytest

from flows.adapters.addresses import AddressPolicy, refusal
from schemas.errors import FetchError

PRIVATE = [
    "127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "192.0.2.1", "198.18.0.1", "224.0.0.1", "224.0.1.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00::1",
    "fec0::1", "ff02::1", "ff0e::1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::",
    "2001:db8::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2",
]  # fmt: skip
PUBLIC = [
    "8.8.8.8",
    "93.184.215.14",
    "2606:4700::1111",
    "2a00:1450:4001:830::200e",
    "64:ff9b::808:808",
    "2002:808:808::",
]


@pytest.mark.parametrize("address", [*PRIVATE, "", "localhost", "127.1", "2130706433", "0x7f000001"])
def test_address_that_is_not_public_is_refused(address: str) -> None:
    assert refusal(address) is not None
    with pytest.raises(FetchError) as caught:
        AddressPolicy().check("news.example", address, 80)
    assert caught.value.kind == "refused-address"
    assert "news.example" in str(caught.value)


@pytest.mark.parametrize("address", PUBLIC)
@pytest.mark.parametrize("port", [80, 443, 8080, 8443])
def test_public_address_on_a_usual_port_is_dialled(address: str, port: int) -> None:
    AddressPolicy().check("news.example", address, port)


@pytest.mark.parametrize("port", [0, 22, 25, 3306, 6379, 8000, 65535])
def test_other_ports_are_refused_even_on_public_addresses(port: int) -> None:
    with pytest.raises(FetchError, match="port"):
        AddressPolicy().check("news.example", "8.8.8.8", port)


@pytest.mark.parametrize(
    ("allowed", "host", "address", "port"),
    [
        ("127.0.0.1:8123", "127.0.0.1", "127.0.0.1", 8123),
        ("127.0.0.1:8123", "news.example", "127.0.0.1", 8123),
        ("127.0.0.1", "127.0.0.1", "127.0.0.1", 9),
        ("News.Example:8000", "news.example.", "10.0.0.1", 8000),
        ("::1", "[::1]", "::1", 80),
        ("[::1]:9000", "::1", "::1", 9000),
        ("news.example:81", "news.example", "8.8.8.8", 81),
    ],
)
def test_allow_list_opens_what_it_names(allowed: str, host: str, address: str, port: int) -> None:
    AddressPolicy(frozenset({allowed})).check(host, address, port)


@pytest.mark.parametrize(
    ("allowed", "host", "address", "port"),
    [
        ("127.0.0.1:8123", "127.0.0.1", "127.0.0.1", 8124),
        ("127.0.0.1:8123", "127.0.0.2", "127.0.0.2", 8123),
        ("news.example", "news.example.evil.test", "10.0.0.1", 80),
        ("news.example", "other.example", "10.0.0.1", 80),
        ("", "other.example", "10.0.0.1", 80),
    ],
)
def test_allow_list_opens_nothing_else(allowed: str, host: str, address: str, port: int) -> None:
    with pytest.raises(FetchError):
        AddressPolicy(frozenset({allowed})).check(host, address, port)


def test_route_sends_a_name_elsewhere_and_leaves_the_rest() -> None:
    policy = AddressPolicy(connect_to={"news.example": ("127.0.0.1", 8123)})
    assert policy.route("News.Example.", 443) == ("127.0.0.1", 8123)
    assert policy.route("other.example", 443) == ("other.example", 443)
    with pytest.raises(FetchError):
        policy.check("news.example", "127.0.0.1", 8123)
