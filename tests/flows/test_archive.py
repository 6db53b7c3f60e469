"""The archive: what is written comes back exactly, other people's files are read, and nothing is lost silently."""

from __future__ import annotations

import gzip
import itertools
import resource
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from flows.adapters.archive import ArchiveWriter, read_at, read_fetches, scan
from schemas.errors import ArchiveError
from schemas.response import ArchivedFetch, Fetch, FetchPlan, Response

NOW = datetime(2026, 11, 22, 6, 0, 0, 123456, tzinfo=UTC)
BODY = gzip.compress(b"<p>The bridge will close for a year, the council said on Sunday.</p>")


def a_fetch(number: int = 0, body: bytes = BODY) -> Fetch:
    url = f"https://gazette.example/news/{number}"
    return Fetch(
        plan=FetchPlan("article", url, outlet_id="gazette", entry_title="Bridge “to close”", entry_published_at=NOW),
        url=url,
        started_at=NOW,
        duration_ms=87,
        request_headers=(("Host", "gazette.example"), ("User-Agent", "onrecord/test")),
        response=Response(url, 200, "OK", "HTTP/2", (("content-encoding", "gzip"), ("x-n", str(number))), body, NOW),
    )


FAILED = Fetch(
    FetchPlan("feed", "http://x.example/", feed_id="f"), "http://x.example/", NOW, 3, (), None, "dns", "who?"
)


def write(path: Path, fetches: list[Fetch]) -> list[int]:
    """Write the fetches and return the offset of each."""
    with ArchiveWriter(path) as writer:
        return [writer.write(fetch).offset for fetch in fetches]


def read_all(path: Path) -> tuple[list[ArchivedFetch], ArchiveError | None]:
    found = []
    try:
        for archived in read_fetches(path):
            found.append(archived)
    except ArchiveError as error:
        return found, error
    return found, None


# --- round trip ---

_TOKEN = st.text("abcXYZ019-_.!", min_size=1, max_size=12) | st.sampled_from(
    ["Transfer-Encoding", "X-Crawler-Transfer-Encoding", "x-crawler-transfer-encoding", "Content-Length"]
)
_VALUE = st.text(
    st.characters(min_codepoint=1, max_codepoint=255, exclude_characters="\r\n"), max_size=30
).map(lambda text: text.strip(" \t"))  # fmt: skip
_ANY_TEXT = st.text(st.characters(codec=None), max_size=30)
_URL = st.text(st.characters(codec=None, exclude_characters="@"), max_size=30).map("https://gazette.example/".__add__)
_MOMENT = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
_HEADERS = st.lists(st.tuples(_TOKEN, _VALUE), max_size=6).map(tuple)
_PLAN = st.builds(
    FetchPlan,
    kind=st.sampled_from(["feed", "article", "robots"]),
    url=_URL,
    outlet_id=st.none() | _ANY_TEXT,
    etag=st.none() | _ANY_TEXT,
    entry_title=st.none() | _ANY_TEXT,
    entry_published_at=st.none() | _MOMENT,
)
_RESPONSE = st.builds(
    Response,
    url=_URL,
    status=st.integers(100, 999),
    reason=_VALUE,
    http_version=st.sampled_from(["HTTP/1.0", "HTTP/1.1", "HTTP/2"]),
    headers=_HEADERS,
    body=st.binary(max_size=200),
    fetched_at=_MOMENT,
)
_FETCH = st.builds(
    Fetch,
    plan=_PLAN,
    url=_URL,
    started_at=_MOMENT,
    duration_ms=st.integers(0, 30_000),
    request_headers=_HEADERS,
    response=st.none() | _RESPONSE,
    error_kind=st.none() | _ANY_TEXT,
    error=st.none() | st.just("the connection broke\r\nWARC-Type: response"),
)


@settings(max_examples=80, deadline=None)
@given(fetches=st.lists(_FETCH, max_size=4))
def test_what_is_written_comes_back(tmp_path_factory: pytest.TempPathFactory, fetches: list[Fetch]) -> None:
    path = tmp_path_factory.mktemp("archive") / "run-00001.warc.gz"
    offsets = write(path, fetches)
    assert [archived.fetch for archived in read_fetches(path)] == fetches
    assert [archived.pointer.offset for archived in read_fetches(path)] == offsets
    assert [read_at(path, offset).fetch for offset in offsets] == fetches
    assert [entry.kind for entry in scan(path)] == [fetch.plan.kind for fetch in fetches]


def test_scan_tells_what_is_needed_to_plan(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    offsets = write(path, [a_fetch(1), FAILED])
    first, second = scan(path)
    assert (first.kind, first.url, first.status) == ("article", "https://gazette.example/news/1", 200)
    assert (second.kind, second.url, second.status) == ("feed", "http://x.example/", None)
    assert [first.pointer.offset, second.pointer.offset] == offsets
    assert first.pointer.warc_file == str(path)


def test_other_tools_read_what_we_write(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    plain = a_fetch(2)
    assert plain.response is not None
    chunked = replace(plain.response, headers=(("Transfer-Encoding", "chunked"),))
    write(path, [a_fetch(1), FAILED, replace(plain, response=chunked)])
    types, bodies = [], []
    with path.open("rb") as file:
        records = ArchiveIterator(file, check_digests="raise")
        for record in records:
            types.append(record.rec_type)
            payload = record.raw_stream.read()
            if record.rec_type == "response":
                bodies.append(payload)
                assert record.rec_headers.get_header("WARC-Date") == "2026-11-22T06:00:00.123456Z"
                assert record.http_headers.get_statuscode() == "200"
    pair = ["response", "request", "metadata"]
    assert types == ["warcinfo", *pair, "metadata", *pair]
    assert bodies == [BODY, BODY]


def test_each_record_is_a_gzip_member_and_the_first_says_who_wrote(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    [offset] = write(path, [a_fetch()])
    head = gzip.decompress(path.read_bytes()[:offset])
    assert head.startswith(b"WARC/1.1\r\nWARC-Type: warcinfo\r\n")
    assert b"robots: obey" in head
    assert gzip.decompress(path.read_bytes()[offset:]).startswith(b"WARC/1.1\r\nWARC-Type: response\r\n")


def test_credentials_are_not_archived(tmp_path: Path) -> None:
    fetch = a_fetch()
    secret = "https://user:CANARY@gazette.example/x"
    path = tmp_path / "a.warc.gz"
    write(
        path,
        [
            replace(
                fetch,
                plan=replace(fetch.plan, url=secret),
                url=secret,
                request_headers=(("Authorization", "Basic CANARY"), ("Cookie", "CANARY"), ("Accept", "*/*")),
                error=f"{secret} broke",
            )
        ],
    )
    assert b"CANARY" not in gzip.decompress(path.read_bytes())
    [archived] = read_fetches(path)
    assert archived.fetch.url == "https://gazette.example/x"
    assert archived.fetch.request_headers == (("Accept", "*/*"),)


# --- what can go wrong ---


def test_a_file_is_never_written_twice(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    write(path, [a_fetch()])
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match="cannot be created"):
        write(path, [a_fetch()])
    assert path.read_bytes() == before


def test_an_open_file_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    with ArchiveWriter(path) as writer:
        writer.write(a_fetch(1))
        assert len(list(read_fetches(path))) == 1
        writer.write(a_fetch(2))
        assert len(list(read_fetches(path))) == 2


def test_a_full_disk_leaves_whole_fetches(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
        with pytest.raises(ArchiveError, match="cannot be written: File too large"):
            write(path, [a_fetch(number) for number in range(100)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    found, error = read_all(path)
    assert error is None
    assert [archived.fetch for archived in found] == [a_fetch(number) for number in range(len(found))]
    assert len(found) > 5


def test_no_disk_at_all() -> None:
    with pytest.raises(ArchiveError, match="cannot be created"), ArchiveWriter(Path("/dev/full/a.warc.gz")):
        pass


@pytest.mark.parametrize("suffix", [".warc.gz", ".warc"])
def test_a_cut_file_gives_everything_whole_then_the_error(tmp_path: Path, suffix: str) -> None:
    whole = tmp_path / "whole.warc.gz"
    offsets = write(whole, [a_fetch(1), FAILED, a_fetch(3)])
    data = whole.read_bytes()
    if suffix == ".warc":
        plain = [gzip.decompress(data[start:end]) for start, end in itertools.pairwise([0, *offsets, len(data)])]
        offsets = [len(b"".join(plain[: n + 1])) for n in range(3)]
        data = b"".join(plain)
    ends = [*offsets[1:], len(data)]
    cut = tmp_path / f"cut{suffix}"
    for size in range(1, len(data), 7):
        cut.write_bytes(data[:size])
        found, error = read_all(cut)
        complete = sum(end <= size for end in ends)
        assert complete <= len(found) <= complete + 1
        # a last fetch whose content is all there may come before the error; one that is not there never does
        assert [archived.pointer.offset for archived in found] == offsets[: len(found)]
        if size not in (offsets[0], *ends):
            assert error is not None
            assert error.path == str(cut)
            assert error.offset <= size
    cut.write_bytes(data[: offsets[1]])
    assert [len(read_all(cut)[0]), read_all(cut)[1]] == [1, None]


@settings(max_examples=80, deadline=None)
@given(position=st.integers(0, 10_000), flip=st.integers(1, 255), is_plain=st.booleans())
def test_a_broken_byte_is_an_archive_error_or_nothing(
    tmp_path_factory: pytest.TempPathFactory, position: int, flip: int, is_plain: bool
) -> None:
    folder = tmp_path_factory.mktemp("broken")
    write(folder / "whole.warc.gz", [a_fetch(1), FAILED, a_fetch(3)])
    data = bytearray((folder / "whole.warc.gz").read_bytes())
    if is_plain:
        data = bytearray(gzip.decompress(data))
    data[position % len(data)] ^= flip
    broken = folder / "broken.warc"
    broken.write_bytes(data)
    found, error = read_all(broken)
    assert error is not None or len(found) >= 2 or is_plain
    assert len(found) <= 3


@given(data=st.binary(max_size=300))
@settings(deadline=None)
def test_any_bytes_are_fetches_or_an_archive_error(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    for prefix in (b"", b"WARC/1.1\r\n", gzip.compress(b"WARC/1.1\r\n" + data)):
        path = folder / "any.warc"
        path.write_bytes(prefix + data)
        assert read_all(path)[1] is not None


def test_files_that_are_no_warc_are_named(tmp_path: Path) -> None:
    empty, whole = tmp_path / "empty.warc.gz", tmp_path / "whole.warc.gz"
    empty.touch()
    write(tmp_path / "a.warc.gz", [a_fetch()])
    whole.write_bytes(gzip.compress(gzip.decompress((tmp_path / "a.warc.gz").read_bytes())))
    for path, words in [(empty, "empty"), (tmp_path / "missing", "No such file"), (tmp_path, "directory")]:
        assert words in str(read_all(path)[1])
    assert "one by one" in str(read_all(whole)[1])
    with pytest.raises(ArchiveError):
        read_at(tmp_path / "a.warc.gz", 7)


def test_a_response_without_its_metadata_or_the_reverse_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    first, second = write(path, [a_fetch(1, b"one"), a_fetch(2, b"two")])
    data = path.read_bytes()
    members = [data[start:].index(b"\x1f\x8b\x08", 1) + start for start in (first, second)]
    path.write_bytes(data[: members[0]] + data[second:])  # a response, then the next fetch
    assert "metadata record of this response is missing" in str(read_all(path)[1])
    path.write_bytes(data[:first] + data[members[0] :])  # a request and a metadata record, then the next fetch
    assert "does not belong" in str(read_all(path)[1])
