"""Other people's WARC files: read tolerantly where they are odd, refused by name where they are broken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.adapters.archive import read_at, read_fetches
from schemas.errors import ArchiveError
from schemas.response import ArchivedFetch, FetchPlan, Response

CORPUS = Path(__file__).resolve().parents[2] / "../shared/corpora/warc"


def read_all(path: Path) -> tuple[list[ArchivedFetch], ArchiveError | None]:
    found = []
    try:
        for archived in read_fetches(path):
            found.append(archived)
    except ArchiveError as error:
        return found, error
    return found, None


def foreign(*responses: tuple[str, bytes]) -> bytes:
    return b"".join(
        (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:x:{n}>\r\nWARC-Target-URI: {url}\r\n"
            f"WARC-Date: 2020-02-02T02:02:02Z\r\nContent-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(block)}\r\n\r\n"
        ).encode()
        + block
        + b"\r\n\r\n"
        for n, (url, block) in enumerate(responses)
    )


@pytest.mark.parametrize(
    ("block", "status", "reason", "headers", "body"),
    [
        (b"HTTP/1.1 200 OK\nA: b\n\nbody", 200, "OK", (("A", "b"),), b"body"),
        (b"HTTP/1.1 404\r\n\r\n", 404, "Not Found", (), b""),
        (b"HTTP/1.0 200 Fine\r\nA: b\r\n  c\r\nnonsense\r\n: x\r\n\r\n", 200, "Fine", (("A", "b c"),), b""),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", 200, "OK",
         (("Transfer-Encoding", "chunked"),), b"hi"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnot chunked", 200, "OK",
         (("Transfer-Encoding", "chunked"),), b"not chunked"),
    ],
)  # fmt: skip
def test_responses_are_read_tolerantly(
    tmp_path: Path, block: bytes, status: int, reason: str, headers: tuple[tuple[str, str], ...], body: bytes
) -> None:
    path = tmp_path / "theirs.warc"
    path.write_bytes(foreign(("<http://theirs.example/a>", block)))
    [archived] = read_fetches(path)
    assert archived.fetch.plan == FetchPlan("article", "http://theirs.example/a")
    date = datetime(2020, 2, 2, 2, 2, 2, tzinfo=UTC)
    version = block[:8].decode()
    assert archived.fetch.response == Response("http://theirs.example/a", status, reason, version, headers, body, date)


def test_responses_that_are_no_http_are_skipped_or_named(tmp_path: Path) -> None:
    path = tmp_path / "theirs.warc"
    path.write_bytes(foreign(("dns:theirs.example", b"1.2.3.4"), ("http://theirs.example/", b"not http")))
    [archived] = read_fetches(path)
    assert (archived.fetch.error_kind, archived.fetch.response) == ("protocol", None)


def corpus() -> Iterator[Path]:
    return (path for path in sorted(CORPUS.rglob("*")) if ".warc" in path.name or ".arc" in path.name)


# file → how many fetches are in it
WHOLE = {
    "whirlwind.warc.gz": 1,
    "warcfile.warc": 16,
    "warcfile.warc.gz": 16,
    "clueweb-quirk.warc.gz": 29,
    "example.warc": 1,
    "example.warc.gz": 1,
    "post-test.warc.gz": 3,
    "example-iana.org-chunked.warc": 1,
    "example-wrong-chunks.warc.gz": 1,
    "example-wget-bad-target-uri.warc.gz": 1,
}
# file → how many come before the ArchiveError
BROKEN = {
    "clipped.warc.gz": 0,
    "example-trunc.warc": 1,
    "example-bad-non-chunked.warc.gz": 0,
    "example-bad.warc.gz.bad": 0,
    "bad.arc": 0,
    "example.arc": 0,
    "example.arc.gz": 0,
    "example-space-in-url.arc": 0,
    "warcfile.warc.lz4": 0,
    "block-sized-records.warc.lz4": 0,
}


@pytest.mark.corpora
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the WARC corpora are not beside the checkout")
def test_the_files_of_other_projects() -> None:
    seen = {}
    for path in corpus():
        found, error = read_all(path)
        seen[path.name] = (len(found), error is not None)
        for archived in found:
            assert read_at(path, archived.pointer.offset) == archived
            assert archived.fetch.response is not None
            assert 2000 < archived.fetch.response.fetched_at.year < 2030
    assert {name: seen[name] for name in WHOLE} == {name: (count, False) for name, count in WHOLE.items()}
    assert {name: seen[name] for name in BROKEN} == {name: (count, True) for name, count in BROKEN.items()}
