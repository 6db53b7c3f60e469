"""A refused row as JSON, and a value as a reader of the quarantine sees it: both bounded in size."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

PAYLOAD_CHARACTERS = 16_000
VALUE_CHARACTERS = 80


def row_payload(row: Mapping[str, Any]) -> str:
    """Return the row as a JSON object; one above PAYLOAD_CHARACTERS has its long values cut, each to a string.

    Dates are written as `str` gives them. The row's WARC record holds what was cut.
    """
    text = json.dumps(row, default=str, ensure_ascii=False)
    if len(text) <= PAYLOAD_CHARACTERS:
        return text
    cut = {column: value if len(str(value)) <= VALUE_CHARACTERS else shortened(value) for column, value in row.items()}
    return json.dumps(cut, default=str, ensure_ascii=False)


def shortened(value: Any) -> str:
    """Return `repr(value)`, "missing" for None and NaN, cut after VALUE_CHARACTERS with its full length noted."""
    is_nan = isinstance(value, float) and value != value
    text = "missing" if value is None or is_nan else repr(value)
    return text if len(text) <= VALUE_CHARACTERS else f"{text[:VALUE_CHARACTERS]}… ({len(text)} characters)"
