"""Validates staged rows with Great Expectations: what is accepted, what is refused and why, and every check made.

staged tables → without copies → expectations → without the failing rows, and without what depends on them

A run that brought nothing new has no row to validate: then Great Expectations is not even imported.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from flows.adapters.expectations import Outcome, evaluator
from flows.adapters.staged_rows import set_apart, without, without_copies
from schemas.quality import DEPENDS_ON_REFUSED, GRAIN, REFERENCES, SUITE, Expectation, expectations
from schemas.run import Check, Refusal
from schemas.tables import TABLES
from transforms.quality.computed_columns import READ, Parents, computed_columns
from transforms.quality.payloads import row_payload, shortened

if TYPE_CHECKING:
    import pandas as pd

CHUNK_ROWS = 50_000

Reasons = dict[int, dict[str, list[str]]]  # position of a row -> reason -> what was seen


@dataclass(frozen=True, slots=True)
class Validation:
    """What became of the staged rows: every row given is in `accepted`, a copy of one there, or in `refused`."""

    accepted: dict[str, pa.Table]
    refused: tuple[Refusal, ...]  # one per row and reason
    checks: tuple[Check, ...]  # one per expectation of a table that has rows


@dataclass(slots=True)
class _Tally:
    """Counts of one expectation over the chunks of a table."""

    evaluated: int = 0
    unexpected: int = 0


@dataclass(slots=True)
class _Staged:
    """The tables as they stand, with what later tables must know of earlier ones."""

    tables: dict[str, pa.Table]
    version_positions: dict[str, int] = field(default_factory=dict)
    gone: dict[str, set[str]] = field(default_factory=dict)  # ids refused, of which no accepted row is left


def validate(tables: Mapping[str, pa.Table], *, chunk_rows: int = CHUNK_ROWS) -> Validation:
    """Evaluate the expectations of `schemas/expectations` on staged tables; `tables` are those of whole batches.

    - Rows that are copies of one another are one row: an article offered twice is staged twice.
    - Of rows that share a key and differ, the first stays and the others are refused.
    - A row that fails a critical expectation is refused, and so is every row that points to it; an article
      none of whose texts was accepted is nothing to read, and is refused with them.
    - Nulls pass, except where null itself is what is refused. Tables without expectations pass whole, and so do the
      rows that tell of nothing new (`NOTHING_NEW`).

    Memory: the tables given, plus about `chunk_rows` rows as pandas. OnrecordError: an expectation that cannot be
    evaluated; nothing is accepted unchecked.
    """
    tables, nothing_new = set_apart(tables)
    staged = _Staged({table: without_copies(rows, GRAIN[table]) for table, rows in tables.items()})
    if "article_versions" in staged.tables:
        ids = staged.tables["article_versions"]["article_version_id"].to_pylist()
        staged.version_positions = {key: position for position, key in enumerate(ids)}
    refused: list[Refusal] = []
    checks: list[Check] = []
    accepted = dict(staged.tables)
    by_table: dict[str, Reasons] = {}
    for table in TABLES:  # what is referred to comes first
        rows = staged.tables.get(table)
        if rows is None or not rows.num_rows:
            continue
        reasons, tallies = _evaluate_table(staged, table, chunk_rows)
        checks += [_check(expectation, tally) for expectation, tally in tallies]
        _refuse_dependants(reasons, staged, table)
        by_table[table] = reasons
        refused += _refusals(reasons, staged, table)
        accepted[table] = without(rows, reasons)
        key = GRAIN[table][0]
        staged.gone[table] = _gone(rows[key], accepted[table][key], reasons)
    if (textless := _textless(staged, accepted, by_table)) is not None:
        refused += _refusals(textless, staged, "articles")
        accepted["articles"] = without(staged.tables["articles"], by_table["articles"] | textless)
    for table, rows in nothing_new.items():
        accepted[table] = pa.concat_tables([accepted[table], rows])
    return Validation(accepted, tuple(refused), tuple(checks))


def _evaluate_table(staged: _Staged, table: str, chunk_rows: int) -> tuple[Reasons, list[tuple[Expectation, _Tally]]]:
    """Return why rows are refused, and the counts of every expectation, in the order of its file."""
    rows = staged.tables[table]
    expected = expectations(table)
    by_row = [expectation for expectation in expected if not expectation.is_uniqueness]
    tallies = {id(expectation): _Tally() for expectation in expected}
    reasons: Reasons = defaultdict(lambda: defaultdict(list))
    for expectation in expected:
        if expectation.is_uniqueness:  # about the whole table: its key columns only
            frame = rows.select(list(expectation.columns)).to_pandas()
            [outcome] = evaluator()(frame, [expectation])
            _note(outcome, _repeats(frame, outcome.failing), frame, 0, tallies, reasons)
    for start in range(0, rows.num_rows, chunk_rows) if by_row else ():
        frame = _frame(staged, table, rows.slice(start, chunk_rows), by_row)
        for outcome in evaluator()(frame, by_row):
            _note(outcome, outcome.failing, frame, start, tallies, reasons)
    return reasons, [(expectation, tallies[id(expectation)]) for expectation in expected]


def _frame(staged: _Staged, table: str, chunk: pa.Table, expected: Sequence[Expectation]) -> pd.DataFrame:
    """The columns that the expectations name, stored and computed, of one chunk."""
    named = {column for expectation in expected for column in expectation.columns}
    frame: pd.DataFrame = chunk.select([name for name in chunk.column_names if name in named]).to_pandas()
    if table in READ:
        columns = {name: chunk[name].to_pylist() for name in READ[table]}
        for name, values in computed_columns(table, columns, _parents(staged, table, columns)).items():
            frame[name] = values
    return frame


def _parents(staged: _Staged, table: str, columns: Mapping[str, Sequence[Any]]) -> Parents:
    """What the rows of a chunk point to. Texts are fetched for the chunk alone: all of them may not fit in memory."""
    if table == "article_versions":
        return Parents(article_ids=_ids(staged, "articles"))
    if table == "statement_mentions":
        return Parents(statement_ids=_ids(staged, "statements"))
    wanted = set(columns.get("article_version_id", ())) & staged.version_positions.keys()
    if not wanted:
        return Parents()
    texts = staged.tables["article_versions"]["text"]
    return Parents(texts={key: texts[staged.version_positions[key]].as_py() for key in wanted})


def _ids(staged: _Staged, table: str) -> frozenset[str]:
    rows = staged.tables.get(table)
    return frozenset() if rows is None else frozenset(rows[GRAIN[table][0]].to_pylist()) - {None}


def _note(
    outcome: Outcome,
    failing: Sequence[int],
    frame: pd.DataFrame,
    start: int,
    tallies: Mapping[int, _Tally],
    reasons: Reasons,
) -> None:
    """Add one outcome to the counts, and its rows to the refused ones when it is critical."""
    expectation = outcome.expectation
    tally = tallies[id(expectation)]
    tally.evaluated += outcome.evaluated_count
    tally.unexpected += len(failing)
    if expectation.severity == "critical":
        for position in failing:
            seen = (f"{column} is {shortened(frame.at[position, column])}" for column in expectation.columns)
            reasons[start + position][expectation.reason].append(", ".join(seen))


def _repeats(frame: pd.DataFrame, positions: Sequence[int]) -> list[int]:
    """The positions, without the first of each key: Great Expectations names every row of a shared key."""
    repeated = frame.iloc[list(positions)].duplicated(keep="first")
    return [int(position) for position in repeated.index[repeated]]


def _refuse_dependants(reasons: Reasons, staged: _Staged, table: str) -> None:
    """Refuse the rows that point to a refused row, unless they are refused for reasons of their own."""
    rows = staged.tables[table]
    own = frozenset(reasons)
    for column, parent in REFERENCES.get(table, ()):
        gone = staged.gone.get(parent)
        if not gone:
            continue
        dependants = pc.indices_nonzero(pc.is_in(rows[column], value_set=pa.array(sorted(gone), pa.string())))
        for position in dependants.to_pylist():
            if position not in own:
                reasons[position][DEPENDS_ON_REFUSED].append(f"{column} is {rows[column][position].as_py()}")


def _textless(staged: _Staged, accepted: Mapping[str, pa.Table], by_table: Mapping[str, Reasons]) -> Reasons | None:
    """Why accepted articles are refused after all: no text of theirs was accepted. None when all have one."""
    if "articles" not in by_table or "article_versions" not in by_table:
        return None
    with_text = set(accepted["article_versions"]["article_id"].to_pylist())
    reasons: Reasons = defaultdict(lambda: defaultdict(list))
    for position, article_id in enumerate(staged.tables["articles"]["article_id"].to_pylist()):
        if article_id not in with_text and position not in by_table["articles"]:
            reasons[position][DEPENDS_ON_REFUSED].append("none of its texts was accepted")
    return reasons or None


def _gone(ids: pa.ChunkedArray, accepted_ids: pa.ChunkedArray, refused: Collection[int]) -> set[str]:
    """The ids of refused rows that no accepted row has: refusing a copy leaves nothing behind."""
    gone = {ids[position].as_py() for position in refused} - {None}
    return gone - set(accepted_ids.to_pylist()) if gone else gone


def _refusals(reasons: Reasons, staged: _Staged, table: str) -> Iterator[Refusal]:
    for position in sorted(reasons):
        [row] = staged.tables[table].slice(position, 1).to_pylist()
        subject = " ".join(str(row[column]) for column in GRAIN[table] if isinstance(row[column], str))
        warc_file, warc_offset = _pointer(row, staged)
        payload = row_payload(row)
        for reason, seen in reasons[position].items():
            detail = "; ".join(seen)
            yield Refusal("validate", reason, detail, subject, warc_file, warc_offset, table, payload)


def _pointer(row: Mapping[str, Any], staged: _Staged) -> tuple[str | None, int | None]:
    """Where the response lies that the row was derived from: its own pointer, or its article version's."""
    position = staged.version_positions.get(row.get("article_version_id", ""))
    if "warc_file" not in row and position is not None:
        versions = staged.tables["article_versions"]
        return versions["warc_file"][position].as_py(), versions["warc_offset"][position].as_py()
    return row.get("warc_file"), row.get("warc_offset")


def _check(expectation: Expectation, tally: _Tally) -> Check:
    return Check(
        suite=SUITE,
        table_name=expectation.table,
        expectation=expectation.type,
        column_name=", ".join(expectation.columns),
        severity=expectation.severity,
        success=tally.unexpected == 0,
        evaluated_count=tally.evaluated,
        unexpected_count=tally.unexpected,
    )
