"""Connections: names resolved once, every address judged, that very address dialled; TLS verified."""

from __future__ import annotations

import asyncio
import socket
import ssl
from functools import cache
from typing import Protocol

import certifi

from flows.adapters.addresses import AddressPolicy
from flows.adapters.request import Target
from schemas.errors import FetchError

_MAX_ADDRESSES = 3  # of one name, tried in the resolver's order
_ALPN = ["h2", "http/1.1"]


class Receiver(Protocol):
    """Whoever waits for what the server sends."""

    def received(self, data: bytes) -> None: ...
    def ended(self, error: Exception | None) -> None: ...


class Wire(asyncio.Protocol):
    """One connection. Bytes go to the receiver of the moment; bytes that nobody waits for end it."""

    transport: asyncio.Transport
    receiver: Receiver | None = None
    is_open = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.is_open = True

    def data_received(self, data: bytes) -> None:
        if self.receiver is None:
            self.close()
        else:
            self.receiver.received(data)

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_open = False
        if self.receiver is not None:
            self.receiver.ended(exc)

    @property
    def speaks_http2(self) -> bool:
        tls = self.transport.get_extra_info("ssl_object")
        return tls is not None and tls.selected_alpn_protocol() == "h2"

    def close(self) -> None:
        """End the connection at once; what was not sent is not sent."""
        self.is_open = False
        self.transport.abort()


class Dialer:
    """The only way to the network, through an AddressPolicy. No proxies: none is looked for."""

    def __init__(self, policy: AddressPolicy, tls: ssl.SSLContext | None, connect_s: float) -> None:
        self._policy = policy
        self._tls = tls or _verifying()
        self._tls.set_alpn_protocols(_ALPN)
        self._connect_s = connect_s

    async def dial(self, target: Target) -> Wire:
        """Connect to where `target` is. Raises FetchError "dns", "refused-address", "connect", "tls" or "timeout"."""
        name, port = self._policy.route(target.host, target.port)
        try:
            async with asyncio.timeout(self._connect_s):
                addresses = await _resolve(name, port)
                for address in addresses:  # all of them: a name that is half private is a rebinding attack or a mistake
                    self._policy.check(target.host, address, port)
                share_s = self._connect_s / len(addresses)
                for address in addresses[:-1]:
                    try:
                        async with asyncio.timeout(share_s):
                            return await self._connect(target, address, port)
                    except (ConnectionError, TimeoutError):
                        continue
                return await self._connect(target, addresses[-1], port)
        except TimeoutError:
            raise FetchError(target.url, "timeout", "no connection in time") from None
        except ssl.SSLError as error:
            raise FetchError(target.url, "tls", getattr(error, "verify_message", "") or str(error)) from error
        except OSError as error:
            raise FetchError(target.url, "connect", error.strerror or str(error) or "no connection") from error

    async def _connect(self, target: Target, address: str, port: int) -> Wire:
        tls, name = (self._tls, target.host.rstrip(".")) if target.scheme == "https" else (None, None)
        loop = asyncio.get_running_loop()
        _, wire = await loop.create_connection(Wire, address, port, ssl=tls, server_hostname=name)
        return wire


async def _resolve(name: str, port: int) -> list[str]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        words = getattr(error, "strerror", None) or str(error)
        raise FetchError(name, "dns", f"{name} could not be resolved: {words}") from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))[:_MAX_ADDRESSES]
    if not addresses:
        raise FetchError(name, "dns", f"{name} has no address")
    return addresses


@cache
def _verifying() -> ssl.SSLContext:
    """Certificates and host names are verified; reading certifi's authorities takes as long as 50 requests."""
    return ssl.create_default_context(cafile=certifi.where())
