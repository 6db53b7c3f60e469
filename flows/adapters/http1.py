"""HTTP/1.1 on one connection: a request's bytes out, its answer in, within the limits. llhttp reads the syntax."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime

from httptools import HttpParserCallbackError, HttpParserError, HttpParserUpgrade, HttpResponseParser

from flows.adapters.dialing import Wire
from flows.adapters.limits import Headers, HttpLimits
from schemas.errors import FetchError

_INTERIM = range(100, 200)


@dataclass(slots=True)
class Answer:
    """What a server said, as it said it: `body` has the transfer coding off and the content coding on."""

    status: int = 0
    reason: bytes = b""
    http_version: str = "HTTP/1.1"
    headers: Headers = field(default_factory=list)
    body: bytes = b""
    fetched_at: datetime | None = None  # UTC; when its head was complete


async def ask(wire: Wire, request: bytes, url: str, limits: HttpLimits) -> Answer:
    """Send `request` and return the answer. Raises FetchError: "reset", "truncated", "protocol", "…too-large".

    The wire is closed unless the server keeps it open and sent nothing beyond the answer.
    """
    reading = _Reading(url, limits)
    wire.receiver = reading
    is_kept = False
    try:
        wire.transport.write(request)
        answer = await reading.answer
        is_kept = reading.is_kept
        return answer
    finally:
        wire.receiver = None
        if not is_kept:
            wire.close()


class _Reading:
    """One answer as it comes in: the callbacks of llhttp's parser, and the limits."""

    def __init__(self, url: str, limits: HttpLimits) -> None:
        self._url = url
        self._limits = limits
        self._parser = HttpResponseParser(self)
        # as browsers are: line ends without CR, blanks after a chunk's size
        self._parser.set_dangerous_leniencies(
            lenient_optional_cr_before_lf=True, lenient_spaces_after_chunk_size=True, lenient_data_after_close=True
        )
        self._said = Answer()
        self._body: list[bytes] = []
        self._body_size = self._wire_size = 0
        self._declared: int | None = None
        self._is_delimited = False  # by Content-Length or chunks; else the body ends where the connection does
        self.is_kept = False
        self.answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()

    # --- from the wire ---

    def received(self, data: bytes) -> None:
        self._wire_size += len(data)
        try:
            if self.answer.done():
                raise FetchError(self._url, "protocol", "more than one answer")
            self._parser.feed_data(data)
            self._check_sizes()
        except FetchError as error:
            self._fail(error)
        except HttpParserCallbackError as error:
            self._fail(error.__context__ or error)
        except (HttpParserError, HttpParserUpgrade) as error:
            self._fail(FetchError(self._url, "protocol", _words(error)))

    def ended(self, error: Exception | None) -> None:
        if self.answer.done():
            return
        if not self._wire_size:
            self._fail(FetchError(self._url, "reset", "the server closed the connection without an answer"))
        elif error is not None:
            self._fail(FetchError(self._url, "reset", _words(error)))
        elif self._said.fetched_at is None or self._is_delimited:
            self._fail(FetchError(self._url, "truncated", self._how_much()))
        else:
            self._finish()

    def _check_sizes(self) -> None:
        """What the parser holds back (a header without end, a flood of tiny chunks) is bounded too."""
        if self._said.fetched_at is None and self._wire_size > self._limits.header_bytes:
            raise FetchError(self._url, "headers-too-large", f"{self._wire_size} bytes and no end of the headers")
        if self._wire_size > 2 * self._limits.body_bytes + self._limits.header_bytes:
            raise FetchError(self._url, "too-large", f"{self._wire_size} bytes on the wire")

    # --- from the parser ---

    def on_message_begin(self) -> None:
        if self.answer.done():
            raise FetchError(self._url, "protocol", "more than one answer")
        self._said = Answer()

    def on_status(self, status: bytes) -> None:
        self._said.reason += status

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._said.fetched_at is not None:
            return  # a trailer, which says nothing of use
        self._said.headers.append((name, value))
        if len(self._said.headers) > self._limits.header_count:
            self._limits.check_headers(self._said.headers, self._url)

    def on_headers_complete(self) -> None:
        said = self._said
        said.status = self._parser.get_status_code()
        if said.status in _INTERIM:
            return
        self._limits.check_headers(said.headers, self._url)
        said.http_version = f"HTTP/{self._parser.get_http_version()}"
        said.fetched_at = datetime.now(UTC)
        for name, value in said.headers:
            match name.lower():
                case b"content-length" if value.isdigit():
                    self._declared = int(value[:20])
                    self._limits.check_length(self._declared, self._url)
                case b"transfer-encoding":
                    self._is_delimited = True
        self._is_delimited |= self._declared is not None

    def on_body(self, body: bytes) -> None:
        self._body.append(body)
        self._body_size += len(body)
        self._limits.check_length(self._body_size, self._url)

    def on_message_complete(self) -> None:
        if self._said.status == 101:
            raise FetchError(self._url, "protocol", "the server changed the protocol unasked")
        if self._said.status not in _INTERIM:
            self.is_kept = self._parser.should_keep_alive()
            self._finish()

    # --- the end ---

    def _finish(self) -> None:
        self._said.body = b"".join(self._body)
        self.answer.set_result(self._said)

    def _fail(self, error: BaseException) -> None:
        self.is_kept = False
        if not self.answer.done():
            self.answer.set_exception(error)

    def _how_much(self) -> str:
        if self._said.fetched_at is None:
            return "the connection ended within the headers"
        declared = "chunks without an end" if self._declared is None else f"{self._declared} bytes declared"
        return f"{declared}, {self._body_size} came"


def _words(error: Exception) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__
