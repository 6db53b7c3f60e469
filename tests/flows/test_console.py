"""What a person sees: nothing in a headline may move the cursor, and a wide table is still readable."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from flows.console import print_json, print_table, printable, show


def test_control_and_bidi_characters_are_written_out() -> None:
    assert printable("a\x1b[2Jb\u202ec\x9b") == "a\\u001b[2Jb\\u202ec\\u009b"


def test_cells_read_as_people_read_them() -> None:
    assert [show(value) for value in (None, datetime(2026, 11, 22, 6, 5, tzinfo=UTC), 0.123456, ["a", None, 2])] == [
        "",
        "2026-11-22 06:05",
        "0.1235",
        "a, , 2",
    ]


def test_a_table_that_fits_is_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("outlet", "articles"), [("Coast Gazette", 12), ("Wire", None)])
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines() if line.strip()]
    assert lines[0].split() == ["outlet", "articles"]
    assert lines[2].split() == ["Coast", "Gazette", "12"]


def test_a_table_too_wide_becomes_blocks(capsys: pytest.CaptureFixture[str]) -> None:
    columns = [f"column_{number}" for number in range(30)]
    print_table(columns, [["x" * 20] * 29 + [None]])
    out = capsys.readouterr().out
    assert "column_28" in out
    assert "column_29" not in out  # an empty cell takes no line
    assert max(map(len, out.splitlines())) < 60


def test_json_has_iso_dates(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"on": date(2026, 11, 22), "words": "“ä”"})
    assert json.loads(capsys.readouterr().out) == {"on": "2026-11-22", "words": "“ä”"}
