"""Connections: names resolved once, every address judged, that address dialled; and what a failure is called."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Iterable, Iterator

import httpcore

from flows.adapters.addresses import AddressPolicy
from schemas.errors import FetchError

_MAX_ADDRESSES = 3  # of one name, tried in the resolver's order


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """httpcore's way to the network, through an AddressPolicy. Raises FetchError for "dns" and "refused-address"."""

    def __init__(self, policy: AddressPolicy) -> None:
        self._policy = policy
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        name, dialled_port = self._policy.route(host, port)
        addresses = await _resolve(name, dialled_port, timeout)
        for address in addresses:  # all of them: a name that is half private is a rebinding attack or a mistake
            self._policy.check(host, address, dialled_port)
        share = timeout / len(addresses) if timeout else None
        for address in addresses[:-1]:
            try:
                return await self._network.connect_tcp(address, dialled_port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._network.connect_tcp(addresses[-1], dialled_port, share, local_address, socket_options)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


async def _resolve(name: str, port: int, timeout: float | None) -> list[str]:
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(timeout):
            found = await loop.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, TimeoutError) as error:
        words = getattr(error, "strerror", None) or "no answer in time"
        raise FetchError(name, "dns", f"{name} could not be resolved: {words}") from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))[:_MAX_ADDRESSES]
    if not addresses:
        raise FetchError(name, "dns", f"{name} has no address")
    return addresses


def failure(url: str, error: Exception) -> FetchError:
    """Return the FetchError that names what went wrong in a request, whatever httpcore and its parts raised."""
    words = _words(error)
    match error:
        case FetchError():
            return FetchError(url, error.kind, error.reason)
        case httpcore.ConnectTimeout():
            return FetchError(url, "timeout", "no connection in time")
        case TimeoutError() | httpcore.TimeoutException():
            return FetchError(url, "timeout", "no whole answer in time")
        case httpcore.ConnectError():
            is_tls = any(isinstance(cause, ssl.SSLError) for cause in _causes(error))
            return FetchError(url, "tls" if is_tls else "connect", words)
        case httpcore.NetworkError():
            return FetchError(url, "reset", words or "the connection broke")
        case httpcore.ProtocolError():
            kind = next((kind for sign, kind in _SIGNS if sign in words), "protocol")
            return FetchError(url, kind, words)
    return FetchError(url, "protocol", f"{type(error).__name__}: {words}")


# h11 and h2 tell what went wrong by their words only.
_SIGNS = (
    ("without sending complete message body", "truncated"),
    ("InvalidBodyLengthError", "truncated"),
    ("Server disconnected", "reset"),
    ("<StreamReset", "reset"),
    ("<ConnectionTerminated", "reset"),
    ("Receive buffer too long", "headers-too-large"),
    ("Oversized header block", "headers-too-large"),
)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _words(error: Exception) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__
