"""Staged files: what is written is read back, whole files only, nothing foreign."""

from __future__ import annotations

import dataclasses
import resource
import typing
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.adapters import staging
from schemas.errors import OnrecordError
from schemas.statement import Span
from schemas.tables import TABLES, FeedRow, MentionRow, OutletRow, Row, StatementMentionRow

# every code point there is, lone surrogates among them, and the ones that hurt
TEXTS = st.one_of(
    st.text(st.characters(), max_size=20),
    st.sampled_from(
        [
            "",
            "\x00",
            "\ud800",
            "a\udfffb",
            "\u202eevil",
            "e\u0301",
            "👩‍👩‍👧",
            "\ufeff",
            "\u2028",
            "=1+1",
            "'; drop table",
        ]
    ),
)
OFFSETS = st.integers(0, 2**31 - 1)
VALUES: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXTS,
    int: st.integers(0, 2**63 - 1),
    float: st.floats(allow_nan=False),
    bool: st.booleans(),
    bytes: st.binary(max_size=8),
    datetime: st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    date: st.dates(),
    list[str]: st.lists(TEXTS, max_size=3),
    list[int]: st.lists(st.integers(0, 2**31 - 1), max_size=3),
    list[Span]: st.lists(st.builds(Span, OFFSETS, OFFSETS), max_size=3),
}


def _rows_of(record: type[Row]) -> st.SearchStrategy[Row]:
    def values(name: str, hint: Any) -> st.SearchStrategy[Any]:
        members = typing.get_args(hint) if type(None) in typing.get_args(hint) else (hint,)
        some = OFFSETS if name in ("start", "end") else VALUES[members[0]]
        return some | st.none() if len(members) > 1 else some

    hints = typing.get_type_hints(record)
    return st.builds(record, **{name: values(name, hint) for name, hint in hints.items()})


def _as_stored(value: Any) -> Any:
    """What a value must look like after the round trip: lone surrogates replaced, spans as structs."""
    if isinstance(value, str):
        return "".join("\ufffd" if 0xD800 <= ord(character) <= 0xDFFF else character for character in value)
    if isinstance(value, Span):
        return {"start": value.start, "end": value.end}
    return [_as_stored(item) for item in value] if isinstance(value, list) else value


def _feed(number: int) -> FeedRow:
    return FeedRow(f"f{number}", "gazette", f"https://gazette.example/{number}.xml", None, True, 60)


def _mention(**changes: Any) -> MentionRow:
    row = MentionRow("m1", "v1", 0, 4, "Oduya", "name", "person", None, "unresolved", 0.5)
    return dataclasses.replace(row, **changes)


@pytest.fixture
def run_dir(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "staging" / "run-1"
    partials = list(tmp_path.rglob("*.partial"))
    assert all(path.name.startswith(".") for path in partials)


@pytest.mark.parametrize("table", TABLES)
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_rows_come_back_as_they_were(table: str, data: st.DataObject, tmp_path: Path) -> None:
    rows = data.draw(st.lists(_rows_of(TABLES[table]), min_size=1, max_size=4))
    paths = staging.write_batch(tmp_path / "run", "b1", {table: rows})
    read = staging.read_table(paths, table)
    assert read.schema.equals(staging.arrow_schema(TABLES[table]))
    assert read.to_pylist() == [
        {field.name: _as_stored(getattr(row, field.name)) for field in dataclasses.fields(row)} for row in rows
    ]


def test_the_schema_follows_the_records_annotations() -> None:
    schema = staging.arrow_schema(TABLES["statements"])
    assert schema.field("statement_id") == pa.field("statement_id", pa.string(), nullable=False)
    assert schema.field("said_on") == pa.field("said_on", pa.date32())
    assert schema.field("is_negated").type == pa.bool_()
    assert schema.field("ordinal").type == pa.int64()
    assert str(schema.field("content_spans").type.value_type) == "struct<start: int32 not null, end: int32 not null>"
    assert staging.arrow_schema(MentionRow).field("start").type == pa.int32()
    assert staging.arrow_schema(TABLES["fetches"]).field("fetched_at").type == pa.timestamp("us", tz="UTC")
    assert staging.arrow_schema(TABLES["fetches"]).field("warc_offset").type == pa.int64()


def test_an_annotation_without_an_arrow_type_is_refused() -> None:
    record = dataclasses.make_dataclass("Odd", [("payload", complex)])
    with pytest.raises(TypeError, match="column payload: no Arrow type"):
        staging.arrow_schema(record)


def test_tables_and_batches_are_listed_in_load_order(run_dir: Path) -> None:
    outlet = OutletRow("gazette", "The Gazette", "gazette.example", "GB", "en", "paper", None)
    staging.write_batch(run_dir, "b2", {"feeds": [_feed(2)], "outlets": [outlet]})
    paths = staging.write_batch(run_dir, "b1", {"feeds": [_feed(1)], "outlets": [], "mentions": []})
    assert paths == [run_dir / "feeds" / "b1.parquet"]
    staged = staging.staged_tables(run_dir)
    assert list(staged) == ["outlets", "feeds"]
    assert [path.name for path in staged["feeds"]] == ["b1.parquet", "b2.parquet"]
    assert staging.read_table(staged["feeds"], "feeds")["feed_id"].to_pylist() == ["f1", "f2"]


def test_a_batch_written_again_replaces_its_files(run_dir: Path) -> None:
    staging.write_batch(run_dir, "b1", {"feeds": [_feed(1), _feed(2)], "mentions": [_mention()]})
    staging.write_batch(run_dir, "b1", {"feeds": [_feed(3)]})
    staged = staging.staged_tables(run_dir)
    assert list(staged) == ["feeds"]
    assert staging.read_table(staged["feeds"], "feeds")["feed_id"].to_pylist() == ["f3"]


def test_no_files_is_an_empty_table(run_dir: Path) -> None:
    assert staging.staged_tables(run_dir) == {}
    assert staging.read_table([], "feeds").schema.equals(staging.arrow_schema(FeedRow))


@pytest.mark.parametrize("batch", ["", ".", "..", "../b", "a/b", "/etc/b", "-b", ".b", "b\x00", "b\n", "x" * 300, "é"])
def test_an_unsafe_batch_name_writes_nothing(batch: str, run_dir: Path, tmp_path: Path) -> None:
    with pytest.raises(OnrecordError, match="not a safe batch name"):
        staging.write_batch(run_dir, batch, {"feeds": [_feed(1)]})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ({"mentions": [_mention(surface=None)]}, r"mentions\.surface has 1 nulls"),
        ({"mentions": [_mention(start=2**31)]}, r"mentions\.start is not int32"),
        ({"mentions": [_mention(confidence="high")]}, r"mentions\.confidence is not double"),
        ({"gossip": [_mention()]}, "no such table: gossip"),
    ],
)
def test_a_row_that_breaks_its_record_writes_nothing(rows: Any, message: str, run_dir: Path) -> None:
    with pytest.raises(OnrecordError, match=message):
        staging.write_batch(run_dir, "b1", {"feeds": [_feed(1)], **rows})
    assert not run_dir.exists()


def test_every_cut_of_a_file_is_found(run_dir: Path) -> None:
    [path] = staging.write_batch(run_dir, "b1", {"statement_mentions": [StatementMentionRow("s1", "e1", 2)]})
    whole = path.read_bytes()
    for length in [*range(0, len(whole), 7), len(whole) - 1]:
        path.write_bytes(whole[:length])
        with pytest.raises(OnrecordError, match=r"b1\.parquet: not a whole staged file of statement_mentions"):
            staging.read_table([path], "statement_mentions")


def test_a_flipped_bit_in_the_rows_is_found(run_dir: Path) -> None:
    names = [f"{number}: the council voted again" for number in range(500)]
    [path] = staging.write_batch(run_dir, "b1", {"statement_mentions": [StatementMentionRow(n, n, 1) for n in names]})
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 4] ^= 1
    path.write_bytes(raw)
    with pytest.raises(OnrecordError, match=r"b1\.parquet"):
        staging.read_table([path], "statement_mentions")


def test_a_parquet_file_of_another_table_is_foreign(run_dir: Path) -> None:
    [path] = staging.write_batch(run_dir, "b1", {"feeds": [_feed(1)]})
    with pytest.raises(OnrecordError, match=r"b1\.parquet: its columns are not those of mentions"):
        staging.read_table([path], "mentions")


@pytest.mark.parametrize("name", ["feeds/notes.txt", "gossip/b1.parquet", "readme.md", "feeds/b1.parquet/x"])
def test_what_does_not_belong_is_named(name: str, run_dir: Path) -> None:
    stray = run_dir / name
    stray.parent.mkdir(parents=True)
    stray.write_text("not ours")
    with pytest.raises(OnrecordError, match="nothing but onrecord may write") as caught:
        staging.staged_tables(run_dir)
    assert str(run_dir) in str(caught.value)


def test_what_a_killed_writer_left_is_passed_over_and_replaced(run_dir: Path) -> None:
    (run_dir / "feeds").mkdir(parents=True)
    (run_dir / "feeds" / ".b1.parquet.partial").write_bytes(b"PAR1 half")
    assert staging.staged_tables(run_dir) == {}
    staging.write_batch(run_dir, "b1", {"feeds": [_feed(1)]})
    assert [path.name for path in (run_dir / "feeds").iterdir()] == ["b1.parquet"]


def test_a_write_that_fails_leaves_the_former_file(run_dir: Path) -> None:
    [path] = staging.write_batch(run_dir, "b1", {"feeds": [_feed(1)]})
    before = path.read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (256, limits[1]))  # a disk that is full after 256 bytes
    try:
        with pytest.raises(OSError, match="File too large"):
            staging.write_batch(run_dir, "b1", {"feeds": [_feed(2)]})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == ["b1.parquet"]


def test_tables_are_written_as_rows_are(run_dir: Path) -> None:
    [path] = staging.write_batch(run_dir, "b1", {"feeds": [_feed(1)]})
    feeds = staging.read_table([path], "feeds")
    [other] = staging.write_tables(run_dir, "b2", {"feeds": feeds, "mentions": staging.read_table([], "mentions")})
    assert staging.read_table([path, other], "feeds")["feed_id"].to_pylist() == ["f1", "f1"]
    with pytest.raises(OnrecordError, match="columns given are not those of mentions"):
        staging.write_tables(run_dir, "b3", {"mentions": feeds})


def test_remove_takes_the_run_and_nothing_else(run_dir: Path, tmp_path: Path) -> None:
    other = run_dir.parent / "run-2"
    for folder in (run_dir, other):
        staging.write_batch(folder, "b1", {"feeds": [_feed(1)]})
    staging.remove(run_dir)
    staging.remove(run_dir)
    assert not run_dir.exists()
    assert staging.staged_tables(other)
    link = tmp_path / "link"
    link.symlink_to(other)
    with pytest.raises(OnrecordError, match="symbolic link"):
        staging.remove(link)
    assert staging.staged_tables(other)


def test_the_files_are_compressed_parquet_that_others_can_read(run_dir: Path) -> None:
    [path] = staging.write_batch(run_dir, "b1", {"feeds": [_feed(1)]})
    column = pq.ParquetFile(path).metadata.row_group(0).column(0)
    assert column.compression == "ZSTD"
