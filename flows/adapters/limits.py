"""What one planned request may cost, how many run at once, and how much rest a host gets."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.errors import FetchError

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class HttpLimits:
    """Times in seconds, sizes in bytes on the wire."""

    deadline_s: float = 30.0  # for everything: connecting, redirects, retries, the body
    connect_s: float = 10.0
    body_bytes: int = 10_000_000
    header_bytes: int = 64 * 1024
    header_count: int = 1_000
    redirects: int = 5
    tries: int = 3
    backoff_s: float = 0.5  # before the second try; doubled before the third, with jitter
    concurrency: int = 32
    per_host: int = 1
    rest_s: float = 0.5  # of a host from one answer to the next request; none for hosts on the allow list
    longest_rest_s: float = 30.0  # that is kept of what robots.txt or Retry-After asks for

    def check_headers(self, headers: Headers, url: str) -> None:
        """Raise FetchError("headers-too-large") when there are too many of them, or too large ones."""
        size = sum(len(name) + len(value) + 4 for name, value in headers)
        if size > self.header_bytes or len(headers) > self.header_count:
            raise FetchError(url, "headers-too-large", f"{len(headers)} headers of {size} bytes or more")

    def check_length(self, size: int, url: str) -> None:
        """Raise FetchError("too-large") when a body of `size` bytes is over the limit."""
        if size > self.body_bytes:
            raise FetchError(url, "too-large", f"a body of {size} bytes or more, over {self.body_bytes}")
