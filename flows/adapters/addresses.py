"""Which network addresses may be dialled: the SSRF guard. It judges the address actually connected to, not the name."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from schemas.errors import FetchError

PORTS = frozenset({80, 443, 8080, 8443})  # where newsrooms serve; anything else must be allowed by name

_IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are the IPv4 address reached
_LOCAL_NAT64 = ipaddress.IPv6Network("64:ff9b:1::/48")  # RFC 8215: translated by rules we cannot see
_IPV4_COMPATIBLE = ipaddress.IPv6Network("::/96")  # deprecated by RFC 4291 §2.5.5.1, still routed by some


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """What may be dialled beyond public addresses on the usual ports.

    `allow` holds "HOST" (any port) or "HOST:PORT", where HOST is the host of the URL or the address dialled;
    IPv6 as "::1" or "[::1]:8080". `connect_to` sends a host name to another address and port, as curl's
    --connect-to does; the address it leads to is judged like any other.
    """

    allow: frozenset[str] = frozenset()
    connect_to: Mapping[str, tuple[str, int]] = field(default_factory=dict)

    def route(self, host: str, port: int) -> tuple[str, int]:
        """Return the name or address, and the port, to dial for `host`."""
        return self.connect_to.get(_plain(host), (host, port))

    def check(self, host: str, address: str, port: int) -> None:
        """Raise FetchError("refused-address") unless `address` and `port`, reached for `host`, may be dialled."""
        if self._allows(host, port) or self._allows(address, port):
            return
        reason = refusal(address)
        if reason is None and port in PORTS:
            return
        what = f"{address} is {reason}" if reason else f"port {port} is not one a news site uses"
        raise FetchError(
            f"{host}:{port}", "refused-address", f"{host}: {what}; --allow-host {host}:{port} would open it"
        )

    def opens(self, host: str, port: int) -> bool:
        """Tell whether `host`, or where `connect_to` sends it, is on the allow list."""
        return self._allows(host, port) or self._allows(*self.route(host, port))

    def _allows(self, host: str, port: int) -> bool:
        name = _plain(host)
        bracketed = f"[{name}]" if ":" in name else name
        opened = {entry.lower() for entry in self.allow}
        return not opened.isdisjoint({name, bracketed, f"{bracketed}:{port}"})


def refusal(address: str) -> str | None:
    """Return why an IP address is not a public one, as the end of a sentence; None when it is.

    An IPv6 address that carries an IPv4 address (mapped, 6to4, Teredo, NAT64) is only as public as that one.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "not an IP address"
    for candidate in (ip, *_embedded(ip)):
        if candidate.is_multicast:
            return "a multicast address"
        if not candidate.is_global or (isinstance(candidate, ipaddress.IPv6Address) and _is_local(candidate)):
            return "not a public address"
    return None


def _is_local(ip: ipaddress.IPv6Address) -> bool:
    return ip.is_site_local or ip in _LOCAL_NAT64


def _embedded(ip: _IpAddress) -> Iterator[_IpAddress]:
    if isinstance(ip, ipaddress.IPv4Address):
        return
    if ip.ipv4_mapped is not None:
        yield ip.ipv4_mapped
    if ip.sixtofour is not None:
        yield ip.sixtofour
    if ip.teredo is not None:
        yield from ip.teredo
    if ip in _NAT64 or ip in _IPV4_COMPATIBLE:
        yield ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)


def _plain(host: str) -> str:
    """The host as the allow list spells it: lower case, no brackets, no trailing dot."""
    return host.lower().strip("[]").rstrip(".")
