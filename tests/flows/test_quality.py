"""Validation: every tampered row is caught, for its own reason, and nothing else is."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from flows.adapters import quality
from flows.adapters.expectations import evaluator
from flows.adapters.staging import arrow_schema
from schemas.errors import OnrecordError
from schemas.ids import text_sha256
from schemas.quality import SUITE, Expectation, expectations
from schemas.tables import TABLES

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
TEXT = (
    "The council voted late on Tuesday to keep the old library open. “We heard the town,” Amara Oduya said 🙂. "
    "“And we will act.” Nobody else spoke, and the meeting closed at nine. It was the longest of the year."
)
Rows = dict[str, list[dict[str, Any]]]


def _span(words: str) -> dict[str, int]:
    return {"start": TEXT.index(words), "end": TEXT.index(words) + len(words)}


def _family(number: int) -> Rows:
    """One row of every table from the news, all about one article; every row names its family."""
    name = f"family-{number:02}"
    url = f"https://gazette.example/{name}"
    version = {"article_version_id": f"version {name}", "extractor_version": "1"}
    pointer = {"warc_file": "2026/11/22/r.warc.gz", "warc_offset": number, "warc_record_id": f"record {name}"}
    return {
        "fetches": [{"fetch_id": f"fetch {name}", "kind": "article", "url": url, "plan_url": url, "fetched_at": NOW,
                     "duration_ms": 20, "status": 200, **pointer}],
        "entries": [{"entry_id": f"entry {name}", "feed_id": "world", "canonical_url": url, "title": "Library stays",
                     "published_at": NOW - timedelta(hours=2), "seen_at": NOW}],
        "articles": [{"article_id": f"article {name}", "canonical_url": url, "outlet_id": "gazette",
                      "headline": "Library stays", "language": "en", "published_at": NOW - timedelta(hours=2),
                      "published_from": "feed", "fetched_at": NOW}],
        "article_versions": [{**version, "article_id": f"article {name}", "text": TEXT, "language": "en", "flags": [],
                              "text_sha256": text_sha256(TEXT), "word_count": 38, "fetched_at": NOW, **pointer}],
        "blocks": [{"article_version_id": f"version {name}", "ordinal": 1, "role": "paragraph", "start": 0,
                    "end": len(TEXT), "node_path": "/html/body/p", "text_key": number,
                    "warc_record_id": f"record {name}"}],
        "entities": [{"entity_id": f"entity {name}", "type": "person", "name": "Amara Oduya", "wikidata_id": "Q42",
                      "country": "GB", "description": f"of {name}"}],
        "mentions": [{"mention_id": f"mention {name}", **version, **_span("Amara Oduya"), "surface": "Amara Oduya",
                      "form": "name", "type": "person", "entity_id": f"entity {name}", "resolution": "name",
                      "confidence": 1.0}],
        "statements": [{"statement_id": f"statement {name}", **version, "ordinal": 1, "type": "direct",
                        "content_text": "We heard the town And we will act.", "source_text": "Amara Oduya",
                        "content_spans": [_span("We heard the town"), _span("And we will act.")],
                        "source_spans": [_span("Amara Oduya")], "cue_text": None, "cue_spans": [],
                        "is_negated": False, "speaker_id": f"entity {name}", "speaker_name": "Amara Oduya",
                        "speaker_resolution": "name", "said_on": date(2026, 11, 20), "confidence": 0.9}],
        "statement_mentions": [{"statement_id": f"statement {name}", "entity_id": f"entity {name}",
                                "mention_count": 1}],
    }  # fmt: skip


@dataclass(frozen=True)
class Tampering:
    """A change to one row of a family, or to a copy of it, and why which rows of the family are then refused."""

    table: str
    changes: dict[str, Any]
    refused: dict[str, set[str]] = field(default_factory=dict)  # table -> reasons; empty: recorded as a warning only
    on_a_copy: bool = False


def _refusing(table: str, changes: dict[str, Any], *reasons: str, on_a_copy: bool = False) -> Tampering:
    return Tampering(table, changes, {table: set(reasons)}, on_a_copy)


DOWN_FROM_ENTITY = {table: {"depends-on-refused"} for table in ("mentions", "statements", "statement_mentions")}
DOWN_FROM_VERSION = {"blocks": {"depends-on-refused"}, **DOWN_FROM_ENTITY}
DOWN_FROM_STATEMENT = {"statement_mentions": {"depends-on-refused"}}


def _version(changes: dict[str, Any], *reasons: str) -> Tampering:
    refused = {"article_versions": set(reasons), "articles": {"depends-on-refused"}, **DOWN_FROM_VERSION}
    return Tampering("article_versions", changes, refused)


def _article(changes: dict[str, Any], *reasons: str) -> Tampering:
    refused = {"articles": set(reasons), "article_versions": {"depends-on-refused"}, **DOWN_FROM_VERSION}
    return Tampering("articles", changes, refused)


def _entity(changes: dict[str, Any], *reasons: str) -> Tampering:
    return Tampering("entities", changes, {"entities": set(reasons), **DOWN_FROM_ENTITY})


def _statement(changes: dict[str, Any], *reasons: str) -> Tampering:
    return Tampering("statements", changes, {"statements": set(reasons), **DOWN_FROM_STATEMENT})


NONE_OF_IT = {
    "blocks": {"orphan"},
    **{table: {"orphan", "spans-do-not-slice"} for table in ("mentions", "statements")},
}
TAMPERINGS = [
    _refusing("fetches", {"fetch_id": None}, "missing-key"),
    Tampering("fetches", {"status": 503}, on_a_copy=True),
    _refusing("fetches", {"kind": "sitemap"}, "unknown-type"),
    _refusing("fetches", {"url": "ftp://gazette.example/family"}, "not-a-web-address"),
    _refusing("fetches", {"url": "https:///nowhere"}, "not-a-web-address"),
    _refusing("fetches", {"status": 0}, "impossible-status"),
    _refusing("fetches", {"status": 600}, "impossible-status"),
    _refusing("fetches", {"warc_offset": -1}, "no-archive-record"),
    _refusing("fetches", {"warc_record_id": ""}, "no-archive-record"),
    Tampering("fetches", {"duration_ms": -5}),
    _refusing("entries", {"entry_id": None}, "missing-key"),
    _refusing("entries", {"title": "Library goes"}, "duplicate-key", on_a_copy=True),
    _refusing("entries", {"canonical_url": "javascript:alert(1)"}, "not-a-web-address"),
    _refusing("entries", {"feed_id": ""}, "missing-feed"),
    Tampering("entries", {"published_at": datetime(1970, 1, 1, tzinfo=UTC)}),
    Tampering("entries", {"published_at": NOW + timedelta(days=40)}),
    Tampering("entries", {"title": None}),
    Tampering("entries", {"seen_at": NOW + timedelta(hours=1)}, on_a_copy=True),  # polled again: no failure at all
    Tampering("articles", {"article_id": None},
              {"articles": {"missing-key"}, "article_versions": {"orphan"}, **DOWN_FROM_VERSION}),
    _refusing("articles", {"headline": "Library goes"}, "duplicate-key", on_a_copy=True),
    _article({"canonical_url": "gazette.example"}, "not-a-web-address"),
    _article({"outlet_id": ""}, "missing-outlet"),
    _article({"published_at": datetime(1989, 12, 31, tzinfo=UTC)}, "implausible-date"),
    _article({"published_at": NOW + timedelta(days=2)}, "implausible-date"),
    _article({"published_from": "hearsay"}, "unknown-date-source"),
    Tampering("articles", {"published_from": None}),
    Tampering("articles", {"modified_at": NOW + timedelta(days=2)}),
    Tampering("articles", {"language": "English"}),
    Tampering("articles", {"headline": None}),
    Tampering("articles", {"published_at": None, "published_from": None}),
    Tampering("article_versions", {"article_version_id": None},
              {"article_versions": {"missing-key"}, "articles": {"depends-on-refused"},
               **NONE_OF_IT, **DOWN_FROM_STATEMENT}),
    _version({"article_id": "article of nobody"}, "orphan"),
    _version({"text_sha256": text_sha256("another text")}, "text-does-not-match-digest"),
    _version({"word_count": 19}, "implausible-length"),
    _version({"word_count": 100_001}, "implausible-length"),
    _version({"warc_offset": -1}, "no-archive-record"),
    _version({"warc_record_id": ""}, "no-archive-record"),
    Tampering("article_versions", {"headline": "Library goes"}, on_a_copy=True),
    Tampering("article_versions", {"language": "e"}),
    Tampering("entities", {"entity_id": None}, {"entities": {"missing-key"}}),
    Tampering("entities", {"description": "councillor of family-39"}, on_a_copy=True),
    _entity({"type": "dog"}, "unknown-type"),
    _entity({"name": " "}, "missing-name"),
    _entity({"wikidata_id": "42"}, "malformed-wikidata-id"),
    Tampering("entities", {"name": "A" * 301}),
    Tampering("entities", {"country": "England"}),
    _refusing("blocks", {"article_version_id": None}, "missing-key"),
    _refusing("blocks", {"article_version_id": "version of nobody"}, "orphan"),
    Tampering("blocks", {"node_path": "/html/body/p[2]"}, on_a_copy=True),
    _refusing("blocks", {"role": "verse"}, "unknown-role"),
    _refusing("blocks", {"end": len(TEXT) + 1}, "offsets-out-of-order"),
    _refusing("mentions", {"mention_id": None}, "missing-key"),
    _refusing("mentions", {"confidence": 0.2}, "duplicate-key", on_a_copy=True),
    _refusing("mentions", {"article_version_id": "version of nobody"}, "orphan", "spans-do-not-slice"),
    _refusing("mentions", {"end": TEXT.index("Amara")}, "offsets-out-of-order", "spans-do-not-slice"),
    _refusing("mentions", {"surface": "Amara Oduy4"}, "spans-do-not-slice"),
    _refusing("mentions", {"form": "emoji"}, "unknown-form"),
    _refusing("mentions", {"type": "dog"}, "unknown-type"),
    _refusing("mentions", {"resolution": "guess"}, "unknown-resolution"),
    _refusing("mentions", {"confidence": 1.01}, "impossible-confidence"),
    Tampering("statements", {"statement_id": None},
              {"statements": {"missing-key"}, "statement_mentions": {"orphan"}}),
    _statement({"content_text": None}, "missing-text", "spans-do-not-slice"),
    Tampering("statements", {"said_on": None}, on_a_copy=True),
    _statement({"article_version_id": "version of nobody"}, "orphan", "spans-do-not-slice"),
    _statement({"content_spans": [_span("And we will act."), _span("We heard the town")]},
               "offsets-out-of-order", "spans-do-not-slice"),
    _statement({"content_text": "We heard the town. And we will act."}, "spans-do-not-slice"),
    _statement({"source_text": "Oduya"}, "spans-do-not-slice"),
    _statement({"source_text": None}, "spans-do-not-slice"),
    _statement({"cue_text": "said"}, "spans-do-not-slice"),
    _statement({"type": "thought"}, "unknown-type"),
    _statement({"speaker_resolution": "guess"}, "unknown-resolution"),
    _statement({"speaker_name": None}, "missing-speaker-name"),
    _statement({"confidence": -0.1}, "impossible-confidence"),
    _statement({"ordinal": 0}, "impossible-ordinal"),
    Tampering("statements", {"said_on": date(1202, 1, 1)}),
    _refusing("statement_mentions", {"statement_id": None}, "missing-key", "orphan"),
    _refusing("statement_mentions", {"mention_count": 2}, "duplicate-key", on_a_copy=True),
    _refusing("statement_mentions", {"statement_id": "statement of nobody"}, "orphan"),
    _refusing("statement_mentions", {"mention_count": 0}, "impossible-count"),
]  # fmt: skip


def _tables(families: list[Rows]) -> dict[str, pa.Table]:
    return {
        table: pa.Table.from_pylist(
            [row for family in families for row in family[table]], schema=arrow_schema(TABLES[table])
        )
        for table in families[0]
    }


def _tampered(number: int, tampering: Tampering) -> Rows:
    family = _family(number)
    rows = family[tampering.table]
    if tampering.on_a_copy:
        rows.append(rows[0] | tampering.changes)
    else:
        rows[0] |= tampering.changes
    return family


@pytest.fixture(scope="module")
def tampered() -> quality.Validation:
    """One validation of all the tampered families and a clean one; small chunks, so that families are torn apart."""
    families = [_tampered(number, tampering) for number, tampering in enumerate(TAMPERINGS)]
    return quality.validate(_tables([*families, _family(len(TAMPERINGS))]), chunk_rows=60)


def _family_of(payload: str | None) -> int:
    found = re.search(r"family-(\d+)", payload or "")
    assert found, payload
    return int(found[1])


@pytest.mark.parametrize("number", range(len(TAMPERINGS) + 1))
def test_a_tampered_row_is_refused_for_its_reason_and_nothing_else_is(
    number: int, tampered: quality.Validation
) -> None:
    reasons: dict[str, set[str]] = {}
    for refusal in tampered.refused:
        if _family_of(refusal.payload) == number:
            assert refusal.table_name is not None
            reasons.setdefault(refusal.table_name, set()).add(refusal.reason)
    assert reasons == (TAMPERINGS[number].refused if number < len(TAMPERINGS) else {})


def test_every_expectation_is_checked_and_catches_something(tampered: quality.Validation) -> None:
    expected = [
        (table, expectation.type, ", ".join(expectation.columns), expectation.severity)
        for table in _family(0)
        for expectation in expectations(table)
    ]
    assert [(c.table_name, c.expectation, c.column_name, c.severity) for c in tampered.checks] == expected
    assert [check for check in tampered.checks if check.success or not check.unexpected_count] == []
    assert {check.suite for check in tampered.checks} == {SUITE}
    warned = [check for check in tampered.checks if check.severity == "warning"]
    assert [check.unexpected_count for check in warned] == [1] * len(warned)


def test_rows_are_accepted_or_refused_and_never_lost(tampered: quality.Validation) -> None:
    for table, rows in tampered.accepted.items():
        refused = {(r.subject, r.payload) for r in tampered.refused if r.table_name == table}
        given = len(TAMPERINGS) + 1 + sum(t.on_a_copy for t in TAMPERINGS if t.table == table)
        assert rows.num_rows + len(refused) == given
        assert rows.schema.equals(arrow_schema(TABLES[table]))


def test_a_refusal_tells_what_was_seen_and_where_it_came_from(tampered: quality.Validation) -> None:
    number = next(n for n, t in enumerate(TAMPERINGS) if t.changes == {"surface": "Amara Oduy4"})
    [refusal] = [r for r in tampered.refused if _family_of(r.payload) == number]
    assert refusal.stage == "validate"
    assert refusal.subject == f"mention family-{number:02}"
    assert refusal.detail == "surface is 'Amara Oduy4', surface_sliced is 'Amara Oduya'"
    assert (refusal.warc_file, refusal.warc_offset) == ("2026/11/22/r.warc.gz", number)
    assert json.loads(refusal.payload or "")["surface"] == "Amara Oduy4"


def test_a_clean_batch_passes_whole_and_copies_become_one() -> None:
    clean = _tables([_family(1), _family(2)])
    offered_twice = _tables([_family(1), _family(2), _family(1), _family(1)])
    validation = quality.validate(offered_twice)
    assert validation.refused == ()
    assert [check for check in validation.checks if not check.success] == []
    assert validation.accepted == clean
    assert sum(check.evaluated_count == 0 for check in validation.checks) < 5, "nulls pass, but little may be null"


def test_tables_without_rows_or_expectations_pass() -> None:
    outlet = {"outlet_id": "gazette", "name": "The Gazette", "domain": "gazette.example", "kind": "paper"}
    outlets = pa.Table.from_pylist([outlet], schema=arrow_schema(TABLES["outlets"]))
    mentions = arrow_schema(TABLES["mentions"]).empty_table()
    validation = quality.validate({"mentions": mentions, "outlets": outlets})
    assert validation.accepted == {"mentions": mentions, "outlets": outlets}
    assert (validation.refused, validation.checks) == ((), ())


def test_a_row_that_tells_of_nothing_new_passes_and_is_not_evaluated() -> None:
    families = [_family(number) for number in range(4)]
    for number, status in enumerate((304, 600, None, 304)):
        families[number]["fetches"][0]["status"] = status
    staged = _tables(families)["fetches"]
    validation = quality.validate({"fetches": staged})
    assert [(refusal.subject, refusal.reason) for refusal in validation.refused] == [
        ("fetch family-01", "impossible-status")
    ]
    accepted = validation.accepted["fetches"].sort_by("fetch_id")
    assert accepted == staged.filter(pa.array([True, False, True, True]))
    assert max(check.evaluated_count for check in validation.checks) == 2


def test_columns_that_are_null_throughout_pass() -> None:
    family = _family(1)
    for column in ("status", "duration_ms"):
        family["fetches"][0][column] = None
    for column in ("published_at", "published_from", "modified_at", "language"):
        family["articles"][0][column] = None
    for column in ("said_on", "speaker_id", "speaker_name"):
        family["statements"][0][column] = None
    assert quality.validate(_tables([family])).refused == ()


def test_an_expectation_that_cannot_be_evaluated_is_no_success() -> None:
    evaluate = evaluator()
    frame = pa.table({"word_count": [100]}).to_pandas()
    absent = Expectation(
        "articles", "expect_column_values_to_be_between", ("height",), "critical", "x", {"min_value": 1}
    )
    with pytest.raises(OnrecordError, match=r"articles: expect_column_values_to_be_between on height"):
        evaluate(frame, [absent])


WATCHED = """
import sys
seen = []
def watch(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "subprocess.Popen"):
        seen.append((event, str(args[1:])))
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        seen.append((event, str(args[0])))
sys.addaudithook(watch)
sys.dont_write_bytecode = True
import pyarrow as pa
from flows.adapters.quality import validate
from flows.adapters.staging import arrow_schema
from schemas.tables import EntityRow
entity = {"entity_id": "e1", "type": "dog", "name": "Rex"}
validation = validate({"entities": pa.Table.from_pylist([entity], schema=arrow_schema(EntityRow))})
assert [refusal.reason for refusal in validation.refused] == ["unknown-type"]
print(seen)
"""


QUIET = """
import sys
import pyarrow as pa
from flows.adapters.quality import validate
from flows.adapters.staging import arrow_schema
from schemas.tables import FetchRow, OutletRow
told = {"warc_file": "a.warc.gz", "warc_offset": 0, "warc_record_id": "urn:uuid:1", "status": 304}
fetch = {"fetch_id": "f1", "kind": "feed", "url": "https://gazette.example/rss", "plan_url": "", **told}
outlet = {"outlet_id": "gazette", "name": "The Gazette", "domain": "gazette.example", "kind": "paper"}
tables = {
    "fetches": pa.Table.from_pylist([fetch], schema=arrow_schema(FetchRow)),
    "outlets": pa.Table.from_pylist([outlet], schema=arrow_schema(OutletRow)),
}
validation = validate(tables)
assert (validation.accepted, validation.refused, validation.checks) == (tables, (), ())
print("great_expectations" in sys.modules)
"""


def test_a_night_without_news_does_not_pay_for_great_expectations() -> None:
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", QUIET], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_nothing_is_sent_and_nothing_is_written(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "PYTHONPATH": str(root), "TMPDIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", WATCHED], env=environment, cwd=tmp_path, capture_output=True, text=True,
        timeout=100, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr, done.stdout.strip()) == (0, "", "[]")
    assert list(tmp_path.iterdir()) == []
