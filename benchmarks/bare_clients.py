"""HTTP clients with nothing of what makes a crawler: a loop over URLs that writes one WARC response record each."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from io import BytesIO
from typing import BinaryIO

import httpcore
import httpx
from fastwarc.warc import WarcRecord, WarcRecordType
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter


def httpcore_fastwarc(urls: Sequence[str], file: BinaryIO) -> None:
    """The client that HTTP/2 is spoken with, a connection pool, one request after another; fastwarc's own gzip."""
    with httpcore.ConnectionPool() as client:
        for url in urls:
            answer = client.request("GET", url)
            head = b"".join(name + b": " + value + b"\r\n" for name, value in answer.headers)
            record = WarcRecord()
            record.init_headers(WarcRecordType.response)
            record.headers.set("WARC-Target-URI", url)
            record.set_bytes_content(b"HTTP/1.1 %d OK\r\n%b\r\n%b" % (answer.status, head, answer.content))
            out = BytesIO()
            record.write(out)
            file.write(zlib.compress(out.getbuffer(), level=4, wbits=31))


def httpx_warcio(urls: Sequence[str], file: BinaryIO) -> None:
    """What most would write: httpx, and warcio's writer with its own gzip."""
    writer = WARCWriter(file, gzip=True)
    with httpx.Client() as client:
        for url in urls:
            with client.stream("GET", url) as answer:
                body = BytesIO(b"".join(answer.iter_raw()))
            head = StatusAndHeaders(f"{answer.status_code} OK", list(answer.headers.items()), protocol="HTTP/1.1")
            writer.write_record(writer.create_warc_record(url, "response", payload=body, http_headers=head))
