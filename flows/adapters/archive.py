"""The archive: every Fetch as WARC 1.1 records, written once; and fetches read back, from our files or anybody's.

One Fetch is up to three records, written in one go and linked by WARC-Concurrent-To:

    response   what the server said: status line, headers, payload with its content coding still on
    revisit    in its place, without payload, when that is the payload of an earlier capture: 304, or sent once more
    request    what we asked, without credentials
    metadata   application/warc-fields: the plan, the timing, the error; each value as JSON

A failed Fetch is its metadata record alone. The pointer to a Fetch is the offset of its first record, so any WARC tool
finds the response there. Each record is a gzip member of its own. A file has its final name from the start and grows by
whole Fetches: a reader of an unfinished or cut file gets them all, then an ArchiveError for what follows. Beside it
lies its index (`cdxj`), written when the file is complete.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from flows.adapters import cdxj, warc
from flows.adapters.warc import Record
from flows.adapters.warc_fetch import fetch_from, fields_of, foreign_fetch, request_block, response_block, scrubbed
from schemas.errors import ArchiveError
from schemas.response import ArchivedFetch, Fetch, RecordPointer, Response

_FORMAT = "WARC File Format 1.1"
_CONFORMS_TO = "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_MARK = {"X-Onrecord-Fetch": "1"}  # an extension field (ISO 28500 §4): this record is part of a Fetch of ours


@dataclass(frozen=True, slots=True)
class ArchiveEntry:
    """What a scan tells of an archived Fetch: enough to plan batches. `status` is None where there was no response."""

    pointer: RecordPointer
    kind: str
    url: str
    status: int | None
    fetched_at: datetime  # UTC
    outlet_id: str | None
    plan_url: str
    page_of: str | None


class ArchiveWriter:
    """Writes one new WARC file; an existing one is never touched. Use as a context manager.

    Every Fetch is handed to the operating system before `write` returns, so it survives the death of this process;
    it survives the death of the machine after each `sync_every` Fetches and at the end (fsync).
    Raises ArchiveError when the disk refuses; what was written before stays whole.
    """

    def __init__(self, path: Path, *, software: str = "onrecord", sync_every: int = 100) -> None:
        self._path = path
        self._software = software
        self._sync_every = sync_every
        self._written = 0
        self.size = 0  # bytes
        self._index: list[str] = []
        self._file: BinaryIO | None = None

    def __enter__(self) -> ArchiveWriter:
        try:
            self._file = self._path.open("xb", buffering=0)
        except OSError as error:
            raise ArchiveError(str(self._path), 0, f"cannot be created: {error.strerror}") from error
        about = {
            "software": self._software,
            "format": _FORMAT,
            "conformsTo": _CONFORMS_TO,
            "robots": "obey (RFC 9309)",
        }
        try:
            self._append(warc.info_record(self._path.name, about))
            self.sync()
        except ArchiveError:
            self._file.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            try:
                self.sync()
                self._write_index()
            finally:
                self._file.close()

    def write(self, fetch: Fetch) -> RecordPointer:
        """Append one Fetch and return the pointer to it. Credentials in URLs and headers are left out."""
        fetch = scrubbed(fetch)
        response, first_id, offset = fetch.response, warc.new_id(), self.size
        if response is None:
            self._append(warc.fields_record(fetch.url, fetch.started_at, fields_of(fetch), _MARK, first_id))
        else:
            url, date, link = response.url, response.fetched_at, {"WARC-Concurrent-To": first_id}
            head, digest = _head_record(fetch, response, first_id)
            request = warc.request_record(url, date, request_block(fetch), link)
            metadata = warc.fields_record(url, date, fields_of(fetch), _MARK | link, warc.new_id())
            self._append(head + request + metadata)
            is_revisit, place = fetch.revisits is not None, (offset, len(head))
            self._index.append(cdxj.line(response, digest, place, self._path.name, is_revisit=is_revisit))
        self._written += 1
        if self._written % self._sync_every == 0:
            self.sync()
        return RecordPointer(str(self._path), offset, first_id)

    def sync(self) -> None:
        """Have the operating system put everything written so far on the disk."""
        assert self._file is not None, "use ArchiveWriter as a context manager"
        try:
            os.fsync(self._file.fileno())
        except OSError as error:
            raise ArchiveError(str(self._path), self.size, f"cannot be written: {error.strerror}") from error

    def _write_index(self) -> None:
        try:
            cdxj.write(self._path, self._index)
        except OSError as error:
            raise ArchiveError(str(self._path), self.size, f"its index cannot be written: {error.strerror}") from error

    def _append(self, data: bytes) -> None:
        assert self._file is not None, "use ArchiveWriter as a context manager"
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError as error:
            with suppress(OSError):
                self._file.truncate(self.size)  # half a Fetch is none
            raise ArchiveError(str(self._path), self.size, f"cannot be written: {error.strerror}") from error
        self.size += len(data)


def _head_record(fetch: Fetch, response: Response, record_id: str) -> tuple[bytes, str]:
    """Return the response or revisit record, and the digest of its payload."""
    url, date, of = response.url, response.fetched_at, fetch.revisits
    if of is not None:
        head = response_block(response, with_payload=False)
        return warc.revisit_record(url, date, head, _MARK, record_id, of), of.payload_digest
    digest = warc.payload_digest(response.body)
    is_coded = response.header("content-encoding") is not None
    block = response_block(response)
    return warc.response_record(url, date, block, _MARK, record_id, digest, is_coded=is_coded), digest


def read_fetches(path: Path | str) -> Iterator[ArchivedFetch]:
    """Yield every Fetch of a .warc or .warc.gz file, ours or anybody's, in the order of the file.

    Somebody else's response records become Fetches of kind "article", planned for their target URI; their other
    records are skipped. Raises ArchiveError, after everything whole was yielded, when the file is cut, broken,
    compressed other than record by record, missing, or no WARC file.
    """
    return _fetches(str(path), warc.read_records(str(path)))


def read_at(path: Path | str, offset: int) -> ArchivedFetch:
    """Return the Fetch whose first record starts at byte `offset`. One seek. Raises ArchiveError when there is none."""
    for archived in _fetches(str(path), warc.read_records(str(path), offset)):
        if archived.pointer.offset == offset:
            return archived
        break
    raise ArchiveError(str(path), offset, "no fetch starts there")


def scan(path: Path | str) -> Iterator[ArchiveEntry]:
    """Yield what there is in a WARC file, with the pointers to read it; rules and errors of `read_fetches`."""
    for archived in read_fetches(path):
        fetch, response = archived.fetch, archived.fetch.response
        yield ArchiveEntry(
            archived.pointer,
            fetch.plan.kind,
            fetch.url,
            response.status if response else None,
            response.fetched_at if response else fetch.started_at,
            fetch.plan.outlet_id,
            fetch.plan.url,
            fetch.plan.page_of,
        )


def _fetches(path: str, records: Iterator[Record]) -> Iterator[ArchivedFetch]:
    held: Record | None = None  # a response of ours, waiting for its metadata record
    for record in records:
        is_ours = "x-onrecord-fetch" in record.headers
        if record.type in ("response", "revisit") and is_ours:
            held = _alone(path, held, record)
        elif record.type == "metadata" and is_ours:
            answered = record.headers.get("warc-concurrent-to")
            if answered != (held.id if held else None):
                raise ArchiveError(path, record.offset, "this metadata record does not belong to what stands before it")
            yield ArchivedFetch(_pointer(path, held or record), fetch_from(path, record, held))
            held = None
        elif record.type == "response":
            fetch = foreign_fetch(record)
            if fetch is not None:
                yield ArchivedFetch(_pointer(path, record), fetch)
    _alone(path, held, None)


def _alone(path: str, held: Record | None, new: Record | None) -> Record | None:
    if held is not None:
        raise ArchiveError(path, held.offset, "the metadata record of this response is missing")
    return new


def _pointer(path: str, record: Record) -> RecordPointer:
    return RecordPointer(path, record.offset, record.id)
