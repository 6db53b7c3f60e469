"""Payloads of refused rows: JSON always, bounded always."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.quality.payloads import PAYLOAD_CHARACTERS, row_payload, shortened

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(),
    st.just("\x00" * 20_000),
    st.just([{"start": 1, "end": 2}] * 2_000),
)


@settings(derandomize=True, deadline=None, max_examples=50)
@given(st.dictionaries(st.text(max_size=20), VALUES, max_size=25))
def test_a_payload_is_bounded_json_with_every_column(row: dict[str, Any]) -> None:
    payload = row_payload(row)
    assert len(payload) <= PAYLOAD_CHARACTERS
    assert list(json.loads(payload)) == list(row)


def test_a_small_row_is_kept_whole() -> None:
    row = {"name": "Zoë “Z”", "fetched_at": datetime(2026, 11, 22, tzinfo=UTC), "spans": [{"start": 1, "end": 2}]}
    assert json.loads(row_payload(row)) == {**row, "fetched_at": "2026-11-22 00:00:00+00:00"}


def test_only_long_values_are_cut() -> None:
    payload = json.loads(row_payload({"text": "a" * 20_000, "word_count": 7}))
    assert payload["word_count"] == 7
    assert payload["text"].endswith("… (20002 characters)")


def test_null_is_called_missing_however_it_is_spelt() -> None:
    assert shortened(None) == shortened(float("nan")) == "missing"
    assert shortened("missing") == "'missing'"
