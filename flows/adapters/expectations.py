"""Runs Great Expectations on pandas frames: expectations in, the positions of failing rows out.

It is used as an engine only: an ephemeral context, no store, no Data Docs, nothing written, nothing sent. Importing it
takes seconds, so that happens in `evaluator`, which is called when the first row is there to be evaluated.
"""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from schemas.errors import OnrecordError
from schemas.quality import SUITE, Expectation

if TYPE_CHECKING:
    import pandas as pd

# Great Expectations 1.24 itself, on import; nothing that the project does calls for them.
_KNOWN_WARNINGS = (r"module 'sre_(constants|parse)' is deprecated",)
_RESULT_FORMAT = {"result_format": "COMPLETE", "return_unexpected_index_query": False}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one expectation found in one frame. `evaluated_count` leaves out nulls, which pass."""

    expectation: Expectation
    evaluated_count: int
    failing: tuple[int, ...]  # positions in the frame, ascending


Evaluate = Callable[["pd.DataFrame", Sequence[Expectation]], list[Outcome]]


@cache
def evaluator() -> Evaluate:
    """Start Great Expectations, once, and return the function that evaluates expectations on a frame.

    The frame's index must be 0, 1, 2, … The function raises OnrecordError for an expectation that could not be
    evaluated, which Great Expectations itself reports as a failure without failing rows.
    """
    os.environ["GX_ANALYTICS_ENABLED"] = "false"  # read at import: it would report usage to its makers
    with warnings.catch_warnings():  # which also undoes the filters that it sets for the whole process
        for message in _KNOWN_WARNINGS:
            warnings.filterwarnings("ignore", message=message, category=DeprecationWarning)
        import great_expectations as gx

    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    context: Any = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    asset = context.data_sources.add_pandas("staging").add_dataframe_asset("rows")
    whole_frame = asset.add_batch_definition_whole_dataframe("frame")

    def evaluate(frame: pd.DataFrame, expected: Sequence[Expectation]) -> list[Outcome]:
        if not expected:
            return []
        built = [_built(gx, number, expectation) for number, expectation in enumerate(expected)]
        suite = gx.ExpectationSuite(SUITE, expectations=built)
        report = whole_frame.get_batch({"dataframe": frame}).validate(suite, result_format=_RESULT_FORMAT)
        results = {result.expectation_config.meta["number"]: result for result in report.results}
        return [_outcome(expectation, results[number]) for number, expectation in enumerate(expected)]

    return evaluate


def _built(gx: Any, number: int, expectation: Expectation) -> Any:
    """The Great Expectations object. `number` finds its result again: results come in an order of their own."""
    name = "".join(part.capitalize() for part in expectation.type.split("_"))
    columns: dict[str, Any]
    if expectation.type.startswith("expect_column_pair_"):
        columns = dict(zip(("column_A", "column_B"), expectation.columns, strict=True))
        columns["ignore_row_if"] = "both_values_are_missing"
    elif expectation.type.startswith("expect_compound_columns_"):
        columns = {"column_list": list(expectation.columns), "ignore_row_if": "never"}
    else:
        columns = {"column": expectation.columns[0]}
    make = getattr(gx.expectations, name)
    return make(**columns, **expectation.kwargs, severity=expectation.severity, meta={"number": number})


def _outcome(expectation: Expectation, result: Any) -> Outcome:
    details = result.result
    if "element_count" not in details:
        raise OnrecordError(
            f"{expectation.table}: {expectation.type} on {', '.join(expectation.columns)} could not be evaluated: "
            f"{_cause(result.exception_info)}"
        )
    evaluated = details["element_count"] - details.get("missing_count", 0)
    failing = tuple(sorted(int(position) for position in details.get("unexpected_index_list") or ()))
    if len(failing) != details.get("unexpected_count", 0):
        raise OnrecordError(f"{expectation.table}: {expectation.type} counts failing rows that it does not name")
    return Outcome(expectation, evaluated, failing)


def _cause(exception_info: Any) -> str:
    """The first message in what Great Expectations says went wrong: one record, or one per metric."""
    if "exception_message" in exception_info:
        return str(exception_info["exception_message"])
    return next((str(info["exception_message"]) for info in exception_info.values()), "no reason given")
