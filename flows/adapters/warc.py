"""WARC records, whatever is in them: written one gzip member each; read to the very end. fastwarc does both.

fastwarc ends silently where a file is cut. Here every record is checked to have the length it declares, and the last
one to end where the file ends.
"""

from __future__ import annotations

import base64
import hashlib
import os
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote
from uuid import uuid4

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType
from isal import isal_zlib

from schemas.errors import ArchiveError
from schemas.response import Capture

MAX_BLOCK_BYTES = 32 * 1024 * 1024  # larger records are skipped over, not held in memory
_GZIP = b"\x1f\x8b\x08"
_PLAIN = b"WARC/"
_GZIP_WBITS = 16 + zlib.MAX_WBITS
_LEVEL = 2  # of ISA-L: pages come out a sixth larger than with zlib's default, 6, in a tenth of the time
_PROFILES = "http://netpreserve.org/warc/1.1/revisit/"
_FIELDS_TYPE = "application/warc-fields"
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Record:
    """One WARC record. Header names in lower case; `block` is None when it is over MAX_BLOCK_BYTES."""

    offset: int
    id: str
    type: str
    headers: Mapping[str, str]
    block: bytes | None


def new_id() -> str:
    """Return a fresh WARC-Record-ID."""
    return f"<urn:uuid:{uuid4()}>"


def info_record(filename: str, about: Mapping[str, str]) -> bytes:
    """Return the warcinfo record that opens a file, as a gzip member."""
    return _member("warcinfo", _FIELDS_TYPE, datetime.now(UTC), _fields(about), {"WARC-Filename": filename}, new_id())


def response_record(
    url: str, date: datetime, block: bytes, extra: Mapping[str, str], record_id: str, digest: str, *, is_coded: bool
) -> bytes:
    """Return a response record as a gzip member, with the `digest` of its payload.

    A payload that has a content coding (`is_coded`) is not compressed a second time: it would gain a hundredth.
    """
    headers = {"WARC-Target-URI": _uri(url), "WARC-Payload-Digest": digest, **extra}
    level = 0 if is_coded else _LEVEL
    return _member("response", "application/http; msgtype=response", date, block, headers, record_id, level)


def revisit_record(
    url: str, date: datetime, head: bytes, extra: Mapping[str, str], record_id: str, of: Capture
) -> bytes:
    """Return a revisit record as a gzip member (ISO 28500 §6.7): the head of a response whose payload is `of`'s.

    A 304 says that the server had nothing newer; any other status came with the same payload once more.
    """
    is_304 = head.split(b" ", 2)[1:2] == [b"304"]
    headers = {
        "WARC-Target-URI": _uri(url),
        "WARC-Profile": _PROFILES + ("server-not-modified" if is_304 else "identical-payload-digest"),
        "WARC-Payload-Digest": of.payload_digest,
        "WARC-Refers-To": of.record_id,
        "WARC-Refers-To-Target-URI": _uri(of.url),
        "WARC-Refers-To-Date": _moment(of.fetched_at),
        **extra,
    }
    return _member("revisit", "application/http; msgtype=response", date, head, headers, record_id)


def request_record(url: str, date: datetime, block: bytes, extra: Mapping[str, str]) -> bytes:
    """Return a request record as a gzip member."""
    headers = {"WARC-Target-URI": _uri(url), **extra}
    return _member("request", "application/http; msgtype=request", date, block, headers, new_id())


def fields_record(
    url: str, date: datetime, fields: Mapping[str, str], extra: Mapping[str, str], record_id: str
) -> bytes:
    """Return a metadata record as a gzip member."""
    return _member("metadata", _FIELDS_TYPE, date, _fields(fields), {"WARC-Target-URI": _uri(url), **extra}, record_id)


def _member(
    kind: str,
    content_type: str,
    date: datetime,
    block: bytes,
    extra: Mapping[str, str],
    record_id: str,
    level: int = _LEVEL,
) -> bytes:
    """Frame the block as one record (ISO 28500 §4) and make it a gzip member of its own."""
    record = WarcRecord()
    record.init_headers(getattr(WarcRecordType, kind))
    headers = record.headers
    headers.set("WARC-Record-ID", record_id)
    headers.set("WARC-Date", _moment(date))
    for name, value in extra.items():
        headers.append(name, value)
    headers.append("Content-Type", content_type)
    record.set_bytes_content(block)
    out = BytesIO()
    record.write(out)
    if level == 0:  # ISA-L has no such level
        return zlib.compress(out.getbuffer(), level=0, wbits=_GZIP_WBITS)
    return isal_zlib.compress(out.getbuffer(), level, _GZIP_WBITS)


def _moment(date: datetime) -> str:
    return date.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _fields(fields: Mapping[str, str]) -> bytes:
    return "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode()


def payload_digest(data: bytes | memoryview) -> str:
    """Return the digest of a payload as WARC-Payload-Digest has it: SHA-1, as every tool that deduplicates expects."""
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode("ascii")


def _uri(url: str) -> str:
    """The URL as a header value: what is not visible ASCII, line ends above all, percent-encoded."""
    return quote(url, safe="%/:=&?~#+!$,;'@()*[]\"<>\\^`{|}", errors="replace")


def read_records(path: str, offset: int = 0) -> Iterator[Record]:
    """Yield the records of a .warc or .warc.gz file from byte `offset` on. Raises ArchiveError as read_fetches does."""
    try:
        with Path(path).open("rb") as file:
            magic = _magic(path, file, offset)
            file.seek(offset)
            yield from _records(path, file, magic)
    except OSError as error:  # fastwarc's own are named within
        raise ArchiveError(path, offset, error.strerror or str(error)) from error


def _magic(path: str, file: BinaryIO, offset: int) -> bytes:
    start = os.pread(file.fileno(), len(_PLAIN), offset)
    if start.startswith(_GZIP):
        return _GZIP
    if start == _PLAIN:
        return _PLAIN
    if not start:
        raise ArchiveError(path, offset, "the file is empty" if offset == 0 else "the file ends before that")
    raise ArchiveError(path, offset, "no WARC record, plain or gzip, starts here (ARC, lz4 and zstd are not read)")


def _records(path: str, file: BinaryIO, magic: bytes) -> Iterator[Record]:
    size = os.fstat(file.fileno()).st_size
    start = file.tell()
    last: int | None = None  # the offset of the last whole record
    iterator = iter(ArchiveIterator(file, parse_http=False))
    try:
        for raw in iterator:
            offset = raw.stream_pos
            if os.pread(file.fileno(), len(magic), offset) != magic:
                raise ArchiveError(
                    path, offset, "records are not compressed one by one: mend it with `warcio recompress`"
                )
            record = _whole(path, raw, offset)
            last = offset
            yield record
    except (OSError, ValueError, EOFError) as error:
        raise ArchiveError(path, _end_of(file, last, magic, start), str(error) or type(error).__name__) from error
    end = _end_of(file, last, magic, start)
    if end < size:
        raise ArchiveError(path, end, f"the file is cut or broken: {size - end} bytes follow that are no whole record")


def _whole(path: str, raw: WarcRecord, offset: int) -> Record:
    headers = {name.lower(): value for name, value in raw.headers.to_tuples()}
    length = raw.content_length
    if "content-length" not in headers:
        raise ArchiveError(path, offset, "a record without Content-Length, or cut within its header")
    if length > MAX_BLOCK_BYTES:
        block, found = None, raw.reader.consume()
    else:
        block = raw.reader.read(length) if length else b""
        found = len(block)
    if found != length:
        raise ArchiveError(path, offset, f"a record of {length} bytes of which {found} are there")
    return Record(offset, headers.get("warc-record-id", ""), headers.get("warc-type", "").lower(), headers, block)


def _end_of(file: BinaryIO, last: int | None, magic: bytes, start: int) -> int:
    """Return where the last whole record ends: at its own start when its end is missing, at `start` without one."""
    if last is None:
        return start
    file.seek(last)
    return (_end_of_plain(file) if magic == _PLAIN else _end_of_member(file)) or last


def _end_of_member(file: BinaryIO) -> int | None:
    inflater = zlib.decompressobj(_GZIP_WBITS)
    while not inflater.eof:
        chunk = file.read(_CHUNK)
        if not chunk:
            return None
        try:
            while chunk and not inflater.eof:
                inflater.decompress(chunk, _CHUNK)
                chunk = inflater.unconsumed_tail
        except zlib.error:
            return None
    return file.tell() - len(inflater.unused_data)


def _end_of_plain(file: BinaryIO) -> int | None:
    length = None
    while line := file.readline(_CHUNK).strip():
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            length = int(value)
    if length is None:
        return None
    file.seek(length, os.SEEK_CUR)
    end = file.tell()
    tail = file.read(_CHUNK)  # two line ends by the standard; some writers pad
    return end + len(tail) - len(tail.lstrip(b"\r\n")) if tail.startswith(b"\r\n\r\n") else None
