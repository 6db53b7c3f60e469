"""What the archive already holds: robots.txt that need not be asked for again, payloads that need not be kept twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from flows.adapters.archive import read_at
from flows.adapters.request import parse_target
from flows.adapters.warc import payload_digest
from schemas.errors import ArchiveError, FetchError
from schemas.response import Capture, Fetch, RecordPointer
from transforms.wire.urls import redact

Pointers = Mapping[tuple[str, str], RecordPointer]  # (kind, redacted address asked for) → its latest answer


def robots_url(url: str) -> str:
    """Return the address of the robots.txt that speaks of `url`; "" when there is no such thing."""
    try:
        return f"{parse_target(url).origin}/robots.txt"
    except FetchError:
        return ""


def is_robots_answer(status: int | None) -> bool:
    """Tell whether a robots.txt that came to `status` need not be asked for again: it is there, or missing."""
    return status is not None and (status == 200 or 400 <= status < 500)


class Earlier:
    """The latest answers, read from the archive when they are asked for. A missing file is as good as no answer."""

    def __init__(self, archive_dir: Path, pointers: Pointers) -> None:
        self._archive = archive_dir
        self._pointers = pointers

    def robots(self, origin: str) -> Fetch | None:
        """Return what the origin's robots.txt last came to."""
        return self._read("robots", f"{origin}/robots.txt")

    def marked(self, fetch: Fetch) -> Fetch:
        """Return the Fetch as a revisit of the earlier capture when it brought nothing but that; else as it is."""
        response = fetch.response
        if response is None or response.status not in (200, 304):
            return fetch
        before = self._read(fetch.plan.kind, fetch.plan.url)
        if before is None:
            return fetch
        capture = self._capture(before, self._pointers[fetch.plan.kind, redact(fetch.plan.url)])
        if capture is None or capture.url != response.url:
            return fetch
        if response.status == 200 and payload_digest(response.body) != capture.payload_digest:
            return fetch
        return replace(fetch, revisits=capture)

    def _read(self, kind: str, url: str) -> Fetch | None:
        pointer = self._pointers.get((kind, redact(url)))
        if pointer is None:
            return None
        try:
            return read_at(self._archive / pointer.warc_file, pointer.offset).fetch
        except ArchiveError:
            return None

    @staticmethod
    def _capture(before: Fetch, pointer: RecordPointer) -> Capture | None:
        if before.revisits is not None:  # the payload lies where that one refers to
            return before.revisits
        response = before.response
        if response is None:
            return None
        digest = payload_digest(response.body)
        return Capture(response.url, response.fetched_at, pointer.record_id, digest, pointer.warc_file, pointer.offset)


def with_payload(fetch: Fetch, archive_dir: Path) -> Fetch:
    """Return a revisit with the payload it stands for. Raises ArchiveError when the archive lacks it."""
    capture, response = fetch.revisits, fetch.response
    if capture is None or response is None or response.status == 304:
        return fetch
    before = read_at(archive_dir / capture.warc_file, capture.offset).fetch.response
    if before is None or payload_digest(before.body) != capture.payload_digest:
        raise ArchiveError(str(archive_dir / capture.warc_file), capture.offset, "not the payload that a revisit names")
    return replace(fetch, response=replace(response, body=before.body))
