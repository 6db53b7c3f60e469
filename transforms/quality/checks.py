"""Checks of several slices of a run → one check per expectation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from schemas.run import Check


def added_up(checks: Iterable[Check]) -> tuple[Check, ...]:
    """Return one check per expectation, its counts added up over the slices of rows it was evaluated on.

    In the order in which the expectations were first met. It succeeded if it did so on every slice.
    """
    total: dict[tuple[str, str, str, str | None], Check] = {}
    for check in checks:
        key = (check.suite, check.table_name, check.expectation, check.column_name)
        known = total.get(key)
        total[key] = check if known is None else _sum(known, check)
    return tuple(total.values())


def _sum(first: Check, second: Check) -> Check:
    return replace(
        first,
        success=first.success and second.success,
        evaluated_count=first.evaluated_count + second.evaluated_count,
        unexpected_count=first.unexpected_count + second.unexpected_count,
    )
