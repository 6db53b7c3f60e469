"""The archive beyond one record: revisits, the index, rotation, and a batch that goes on where a killed one stopped."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cdxj_indexer.main import CDXJIndexer
from warcio.archiveiterator import ArchiveIterator

from flows.acquire import AcquireBatch, acquire_batch
from flows.adapters import cdxj
from flows.adapters.archive import ArchiveWriter, read_at, read_fetches
from flows.adapters.archive_files import ArchiveFiles
from flows.adapters.earlier import Earlier, with_payload
from flows.adapters.newsroom import Newsroom
from flows.workers import Watch
from schemas.errors import ArchiveError
from schemas.response import Fetch, FetchPlan, RecordPointer, Response
from tests.flows.lines import settings_for
from tests.flows.test_archive import BODY, FAILED, NOW, a_fetch

LATER = NOW + timedelta(hours=3)


def again(status: int = 200, body: bytes = BODY) -> Fetch:
    """The first article asked for once more, and what came."""
    first = a_fetch(1)
    headers = (("Content-Type", "text/html"), ("ETag", '"2"'))
    response = Response(first.url, status, "OK", "HTTP/1.1", headers, body if status == 200 else b"", LATER)
    return replace(first, started_at=LATER, response=response)


@pytest.fixture
def first(tmp_path: Path) -> RecordPointer:
    """Where the first capture lies: `first.warc.gz` in the archive."""
    with ArchiveWriter(tmp_path / "first.warc.gz") as writer:
        return replace(writer.write(a_fetch(1)), warc_file="first.warc.gz")


def earlier(tmp_path: Path, first: RecordPointer) -> Earlier:
    return Earlier(tmp_path, {("article", a_fetch(1).plan.url): first})


# --- revisits ---


@pytest.mark.parametrize(("status", "profile"), [(200, "identical-payload-digest"), (304, "server-not-modified")])
def test_an_unchanged_payload_is_kept_once(tmp_path: Path, first: RecordPointer, status: int, profile: str) -> None:
    path = tmp_path / "second.warc.gz"
    with ArchiveWriter(path) as writer:
        pointer = writer.write(earlier(tmp_path, first).marked(again(status)))
    with path.open("rb") as file:
        [record] = [record.rec_headers for record in ArchiveIterator(file) if record.rec_type == "revisit"]
    [before] = read_fetches(tmp_path / "first.warc.gz")
    assert before.fetch.response is not None
    assert record.get_header("WARC-Profile") == f"http://netpreserve.org/warc/1.1/revisit/{profile}"
    assert record.get_header("WARC-Refers-To") == first.record_id
    assert record.get_header("WARC-Refers-To-Target-URI") == before.fetch.response.url
    assert record.get_header("WARC-Refers-To-Date") == "2026-11-22T06:00:00.123456Z"
    read = read_at(path, pointer.offset).fetch
    assert read.response is not None
    assert (read.response.status, read.response.body) == (status, b"")
    assert read.response.header("etag") == '"2"'
    if status == 200:
        whole = with_payload(read, tmp_path).response
        assert whole is not None
        assert whole.body == BODY


def test_a_revisit_of_a_revisit_refers_to_the_payload(tmp_path: Path, first: RecordPointer) -> None:
    with ArchiveWriter(tmp_path / "second.warc.gz") as writer:
        second = writer.write(earlier(tmp_path, first).marked(again()))
    pointers = {("article", a_fetch(1).plan.url): replace(second, warc_file="second.warc.gz")}
    third = Earlier(tmp_path, pointers).marked(again())
    assert third.revisits is not None
    assert (third.revisits.warc_file, third.revisits.offset) == ("first.warc.gz", first.offset)


def test_what_is_new_is_no_revisit(tmp_path: Path, first: RecordPointer) -> None:
    known = earlier(tmp_path, first)
    assert known.marked(again(body=b"another text")).revisits is None
    assert known.marked(a_fetch(2)).revisits is None
    assert known.marked(FAILED) == FAILED
    (tmp_path / "first.warc.gz").unlink()  # then the payload is kept again
    assert known.marked(again()).revisits is None


def test_a_revisit_whose_payload_is_gone_is_named(tmp_path: Path, first: RecordPointer) -> None:
    revisit = earlier(tmp_path, first).marked(again())
    (tmp_path / "first.warc.gz").unlink()
    with pytest.raises(ArchiveError, match=r"first\.warc\.gz"):
        with_payload(revisit, tmp_path)


# --- the index ---


def test_the_index_is_the_one_that_other_tools_make(tmp_path: Path, first: RecordPointer) -> None:
    path = tmp_path / "second.warc.gz"
    odd = replace(a_fetch(2).response or again().response, url="https://Gazette.example:8443/B?b=2&a=1")  # type: ignore[type-var]
    with ArchiveWriter(path) as writer:
        for fetch in (again(304), FAILED, again(), replace(a_fetch(2), response=odd), a_fetch(3)):
            writer.write(earlier(tmp_path, first).marked(fetch))
    theirs = tmp_path / "theirs.cdxj"
    CDXJIndexer(output=str(theirs), inputs=[str(path)], sort=True).process_all()
    ours = cdxj.path_of(path).read_text()
    assert ours == theirs.read_text()
    assert ours.splitlines() == sorted(cdxj.read_lines(path))


def test_every_record_is_one_seek_away(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    with ArchiveWriter(path) as writer:
        for number in range(5):
            writer.write(a_fetch(number))
    data = path.read_bytes()
    for line in cdxj.path_of(path).read_text().splitlines():
        fields = json.loads(line.split(" ", 2)[2])
        start, length = int(fields["offset"]), int(fields["length"])
        record = gzip.decompress(data[start : start + length])
        assert record.startswith(b"WARC/1.1\r\nWARC-Type: response")
        assert f"WARC-Target-URI: {fields['url']}\r\n".encode() in record
        assert read_at(path, start).fetch.url == fields["url"]


def test_a_killed_writer_leaves_an_index_to_be_made(tmp_path: Path) -> None:
    whole, cut = tmp_path / "whole.warc.gz", tmp_path / "cut.warc.gz"
    with ArchiveWriter(whole) as writer:
        for number in range(3):
            writer.write(a_fetch(number))
    cut.write_bytes(whole.read_bytes()[:-30])  # within the last fetch's metadata record
    cdxj.complete(cut)
    assert len(cdxj.path_of(cut).read_text().splitlines()) == 3
    with pytest.raises(ArchiveError, match="unreadable from byte"):
        list(read_fetches(cut))


# --- files of a batch ---


def test_a_full_file_is_followed_by_another(tmp_path: Path) -> None:
    with ArchiveFiles(tmp_path, "2026/11/22/run-00001", max_bytes=3_000) as files:
        for number in range(6):
            files.write(a_fetch(number))
    assert files.names[:2] == ["2026/11/22/run-00001.warc.gz", "2026/11/22/run-00001-2.warc.gz"]
    found = [archived.fetch for name in files.names for archived in read_fetches(tmp_path / name)]
    assert found == [a_fetch(number) for number in range(6)]
    assert all(cdxj.path_of(tmp_path / name).exists() for name in files.names)


def test_a_batch_run_again_asks_only_for_the_rest(tmp_path: Path, morning: tuple[Newsroom, int]) -> None:
    newsroom, port = morning
    settings = settings_for(tmp_path, newsroom, port)
    paths = ("/feeds/top.xml", "/gone.xml", "/feeds/none.xml")
    plans = tuple(FetchPlan("feed", f"http://meridian-wire.example{path}") for path in paths)
    batch = AcquireBatch("00001", plans[:1], "2026/11/16/run-00001", settings)
    done = acquire_batch(batch, Watch())
    path = settings.archive / done.outputs[0]
    path.write_bytes(path.read_bytes() + b"\x1f\x8b\x08 cut")  # and then its worker was killed
    report = acquire_batch(replace(batch, plans=plans), Watch())
    assert report.counts["feed_fetched"] + report.counts.get("feed_failed", 0) == 3
    assert report.outputs == (done.outputs[0], "2026/11/16/run-00001-2.warc.gz")
    urls = [archived.fetch.url for archived in read_fetches(settings.archive / report.outputs[1])]
    assert [url for url in urls if not url.endswith("/robots.txt")] == [plan.url for plan in plans[1:]]
