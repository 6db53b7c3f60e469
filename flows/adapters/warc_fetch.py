"""A Fetch as the blocks of WARC records, and back. Ours come back exactly; other people's responses tolerantly."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from fastwarc.stream_io import ChunkedReader

from flows.adapters.request import sendable
from flows.adapters.warc import Record
from schemas.errors import ArchiveError
from schemas.response import Capture, Fetch, FetchPlan, Response
from transforms.wire.urls import redact, without_credentials

Headers = tuple[tuple[str, str], ...]

_SECRET_HEADERS = frozenset({"authorization", "proxy-authorization", "cookie"})
_MOMENTS = frozenset({"entry_published_at", "entry_updated_at", "started_at"})
_PLAN_FIELDS = frozenset(field.name for field in fields(FetchPlan))
_FETCH_FIELDS = frozenset({"url", "started_at", "duration_ms", "request_headers", "error_kind", "error"})
# The payload is archived with the transfer coding off, and the header renamed so that nobody takes it off again,
# as Common Crawl does. The prefix is added and removed once, so that a server's own X-Crawler-… header survives.
_TRANSFER = re.compile(r"(?:x-crawler-)*transfer-encoding", re.IGNORECASE)
_PREFIX = "X-Crawler-"
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_STATUS_LINE = re.compile(r"(HTTP/[\d.]+)\s+(\d{3})(?: (.*))?", re.IGNORECASE | re.DOTALL)
_LAST_RESORT = datetime(1970, 1, 1, tzinfo=UTC)


def scrubbed(fetch: Fetch) -> Fetch:
    """Return the Fetch without credentials: none in its URLs, its request headers or its message."""
    response = fetch.response
    return replace(
        fetch,
        plan=replace(fetch.plan, url=without_credentials(fetch.plan.url)),
        url=without_credentials(fetch.url),
        request_headers=tuple(pair for pair in fetch.request_headers if pair[0].lower() not in _SECRET_HEADERS),
        response=response and replace(response, url=without_credentials(response.url)),
        error=fetch.error and redact(fetch.error),
    )


def response_block(response: Response, *, with_payload: bool = True) -> bytes:
    """Return status line, headers and payload. HTTP/2 has no such lines: it is written as HTTP/1.1 would have it."""
    version = response.http_version if response.http_version in ("HTTP/1.0", "HTTP/1.1") else "HTTP/1.1"
    headers = ((_PREFIX + name if _TRANSFER.fullmatch(name) else name, value) for name, value in response.headers)
    payload = response.body if with_payload else b""
    return _block(f"{version} {response.status:03d} {sendable(response.reason)}", headers, payload)


def request_block(fetch: Fetch) -> bytes:
    """Return request line and headers."""
    parts = urlsplit(fetch.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return _block(f"GET {sendable(target)} HTTP/1.1", iter(fetch.request_headers), b"")


def _block(first_line: str, headers: Iterator[tuple[str, str]], payload: bytes) -> bytes:
    lines = [first_line, *(f"{sendable(name)}: {sendable(value)}" for name, value in headers)]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + payload


def fields_of(fetch: Fetch) -> dict[str, str]:
    """Return everything of a Fetch that its response record does not hold, as names and JSON values."""
    values: dict[str, Any] = {f"plan-{name}": getattr(fetch.plan, name) for name in sorted(_PLAN_FIELDS)}
    values |= {name: getattr(fetch, name) for name in sorted(_FETCH_FIELDS)}
    if fetch.revisits is not None:
        values["revisits"] = asdict(fetch.revisits) | {"fetched_at": fetch.revisits.fetched_at.isoformat()}
    if fetch.response is not None:
        values |= {"response-url": fetch.response.url, "http_version": fetch.response.http_version}
    return {
        name: json.dumps(value.isoformat() if isinstance(value, datetime) else value)
        for name, value in values.items()
        if value is not None
    }


def fetch_from(path: str, metadata: Record, response: Record | None) -> Fetch:
    """Return the Fetch that `fields_of` and `response_block` were made of. Raises ArchiveError when they do not fit."""
    try:
        values = dict(_read_fields(metadata.block or b""))
        plan = {name[5:]: value for name, value in values.items() if name[5:] in _PLAN_FIELDS and name[:5] == "plan-"}
        rest = {name: value for name, value in values.items() if name in _FETCH_FIELDS}
        rest["request_headers"] = tuple((name, value) for name, value in rest["request_headers"])
        answer = None
        if response is not None:
            answer = _response(response, values["response-url"], _with_prefix_off)
            answer = replace(answer, http_version=values["http_version"])
        return Fetch(plan=FetchPlan(**plan), response=answer, revisits=_capture(values.get("revisits")), **rest)
    except (KeyError, TypeError, ValueError) as error:
        raise ArchiveError(path, metadata.offset, f"the metadata record of a fetch is broken: {error!r}") from error


def _capture(values: dict[str, Any] | None) -> Capture | None:
    if values is None:
        return None
    return Capture(**{**values, "fetched_at": datetime.fromisoformat(values["fetched_at"])})


def _read_fields(block: bytes) -> Iterator[tuple[str, Any]]:
    for line in block.decode().split("\r\n"):
        name, found, text = line.partition(": ")
        if found:
            value = json.loads(text)
            yield name, datetime.fromisoformat(value) if name.removeprefix("plan-") in _MOMENTS else value


def foreign_fetch(record: Record) -> Fetch | None:
    """Return somebody else's response record as the Fetch of an article; None when it is not an HTTP response."""
    url = record.headers.get("warc-target-uri", "").strip("<> ")
    if not url.lower().startswith(("http://", "https://")):
        return None
    plan, date = FetchPlan(kind="article", url=url), _warc_date(record)
    if record.block is None:
        return Fetch(plan, url, date, 0, error_kind="too-large", error="a record too large to be a page")
    try:
        response = _response(record, url, _unchunked)
    except ValueError as error:
        return Fetch(plan, url, date, 0, error_kind="protocol", error=str(error))
    return Fetch(plan, url, response.fetched_at, 0, response=response)


def _response(record: Record, url: str, mend: Any) -> Response:
    """Parse a response record. Raises ValueError when it does not begin with a status line."""
    block = record.block or b""
    end = _HEAD_END.search(block)
    head, body = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    status_line, _, lines = head.decode("latin-1").partition("\n")
    match = _STATUS_LINE.match(status_line.rstrip("\r"))
    if match is None:
        raise ValueError("an HTTP response without a status line")
    headers, body = mend(tuple(_parse_headers(lines)), body)
    reason = match[3] if match[3] is not None else _usual_reason(int(match[2]))
    return Response(url, int(match[2]), reason, match[1].upper(), headers, body, _warc_date(record, headers))


def _parse_headers(lines: str) -> Iterator[tuple[str, str]]:
    """Yield name and value; a folded line belongs to the one before it, a line without a colon to nobody."""
    unfolded = re.sub(r"\r?\n[ \t]+", " ", lines)
    for line in unfolded.split("\n"):
        name, found, value = line.partition(":")
        if found and name.strip(" \t"):
            yield name.strip(" \t"), value.strip(" \t\r")


def _usual_reason(status: int) -> str:
    return HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else ""


def _with_prefix_off(headers: Headers, body: bytes) -> tuple[Headers, bytes]:
    return tuple((name[len(_PREFIX) :] if _is_prefixed(name) else name, value) for name, value in headers), body


def _is_prefixed(name: str) -> bool:
    return bool(_TRANSFER.fullmatch(name)) and name.startswith(_PREFIX)


def _unchunked(headers: Headers, body: bytes) -> tuple[Headers, bytes]:
    """Take the transfer coding off where it is still on: some crawlers keep the header of what they have taken off."""
    if not any(name.lower() == "transfer-encoding" and "chunked" in value.lower() for name, value in headers):
        return headers, body
    try:
        return headers, ChunkedReader(BytesIO(body)).read()
    except OSError:
        return headers, body


def _warc_date(record: Record, headers: Headers = ()) -> datetime:
    """The WARC-Date, else the server's Date, else the epoch: some old crawlers wrote dates that never were."""
    try:
        date = datetime.fromisoformat(record.headers.get("warc-date", ""))
    except ValueError:
        said = next((value for name, value in headers if name.lower() == "date"), "")
        try:
            date = parsedate_to_datetime(said)
        except (ValueError, TypeError):
            return _LAST_RESORT
    return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
