"""What one HTTP request is made of: the URL taken apart, and its headers."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote_to_bytes, urlsplit

import idna

from schemas.errors import FetchError
from schemas.response import FetchPlan

Headers = tuple[tuple[str, str], ...]

MAX_URL_CHARS = 8_000  # RFC 9110 §4.1 asks that this much be supported; nothing longer is an article
_PORTS = {"http": 80, "https": 443}
_KEEP = "/%:@!$&'()*+,;=~-._"  # what quote() leaves alone in a path; "%" because links come already quoted
_ACCEPT = {
    "feed": "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5",
    "page": "application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.5",
    "article": "text/html, application/xhtml+xml, */*;q=0.5",
    "robots": "text/plain, */*;q=0.5",
}


@dataclass(frozen=True, slots=True)
class Target:
    """A URL as a request needs it: `host` in ASCII, `target` percent-encoded, the user's name and password apart."""

    scheme: str
    host: str
    port: int
    target: str
    credentials: str | None = None  # base64, for Basic authentication (RFC 7617)

    @property
    def authority(self) -> str:
        """The Host header: the port only where it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """The URL requested, without fragment, name and password."""
        return self.origin + self.target


@lru_cache(maxsize=1024)
def parse_target(url: str) -> Target:
    """Take an http or https URL apart. Raises FetchError("bad-url") on anything else."""
    if len(url) > MAX_URL_CHARS:
        raise FetchError(url[:100] + "…", "bad-url", f"a URL of {len(url)} characters")
    try:
        parts = urlsplit(url.strip())
        host, port = _ascii(parts.hostname or ""), parts.port
    except ValueError as error:  # UnicodeError is one
        raise FetchError(url, "bad-url", f"not a URL: {error}") from error
    if parts.scheme not in _PORTS:
        raise FetchError(url, "bad-url", f"scheme {parts.scheme!r} is not http or https")
    if not host or any(ord(char) <= 32 or char in '<>"\\^`{|}%' for char in host):
        raise FetchError(url, "bad-url", "no host, or one that cannot be")
    query = f"?{quote(parts.query, safe=_KEEP + '?')}" if parts.query else ""
    return Target(
        scheme=parts.scheme,
        host=host,
        port=_PORTS[parts.scheme] if port is None else port,
        target=(quote(parts.path, safe=_KEEP) or "/") + query,
        credentials=_credentials(parts.username, parts.password),
    )


def _ascii(host: str) -> str:
    return host if host.isascii() else idna.encode(host, uts46=True).decode("ascii")


def _credentials(username: str | None, password: str | None) -> str | None:
    if username is None and password is None:
        return None
    pair = unquote_to_bytes(username or "") + b":" + unquote_to_bytes(password or "")
    return base64.b64encode(pair).decode("ascii")


def request_headers(plan: FetchPlan, target: Target, user_agent: str) -> Headers:
    """Return the headers of a request, in order, as they are sent and archived: no cookies, no credentials."""
    headers = [
        ("Host", target.authority),
        ("User-Agent", user_agent),
        ("Accept", _ACCEPT[plan.kind]),
        ("Accept-Encoding", "identity" if plan.kind == "robots" else "gzip, deflate, br"),
    ]
    if plan.etag:
        headers.append(("If-None-Match", plan.etag))
    if plan.last_modified:
        headers.append(("If-Modified-Since", plan.last_modified))
    return tuple((name, sendable(value)) for name, value in headers)


def request_bytes(target: Target, headers: Headers) -> bytes:
    """Return a GET request as HTTP/1.1 writes it."""
    lines = [f"GET {target.target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers), "", ""]
    return "\r\n".join(lines).encode("latin-1")


def sendable(text: str) -> str:
    """A header name or value without what could end it (CR, LF, NUL) and without what Latin-1 cannot carry."""
    if text.isascii() and text.isprintable():
        return text.strip(" ")
    clean = text.translate({0: " ", 10: " ", 13: " "}).strip(" \t")
    return clean.encode("latin-1", "replace").decode("latin-1")
