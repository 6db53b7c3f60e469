"""Checks of slices are added up to one per expectation."""

from __future__ import annotations

from dataclasses import replace

from schemas.run import Check
from transforms.quality.checks import added_up

KIND = Check("staged rows", "fetches", "expect_column_values_to_be_in_set", "kind", "critical", True, 10, 0)
STATUS = replace(KIND, expectation="expect_column_values_to_be_between", column_name="status")


def test_counts_are_added_and_one_failure_is_a_failure() -> None:
    failed = replace(KIND, success=False, evaluated_count=5, unexpected_count=2)
    assert added_up([KIND, STATUS, failed, STATUS, KIND]) == (
        replace(KIND, success=False, evaluated_count=25, unexpected_count=2),
        replace(STATUS, evaluated_count=20),
    )


def test_other_columns_and_tables_stay_apart() -> None:
    checks = (KIND, STATUS, replace(KIND, table_name="entries"))
    assert added_up(checks) == checks
    assert added_up([]) == ()
