"""docs/questions.md: every query on the page gives the answer printed under it, on the sample newsroom."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.adapters.snapshots import open_snapshot
from tests.flows.lines import NOW, run_edition

PAGE = Path(__file__).resolve().parents[2] / "docs" / "questions.md"
QUESTION = re.compile(
    r"^## (?P<title>.*?)$(?P<words>.*?)```sql\n(?P<query>.*?)```\n(?:\n```\n(?P<answer>.*?)```\n)?", re.M | re.S
)


def questions(page: str) -> list[re.Match[str]]:
    return list(QUESTION.finditer(page))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, newsroom_folder: Path) -> Path:
    home = tmp_path_factory.mktemp("home")
    run_edition(home, newsroom_folder, 1)
    run_edition(home, newsroom_folder, 2, now=NOW + timedelta(hours=12))
    return home


def answered(home: Path, query: str) -> str:
    """The rows of a query as a table of plain text."""
    with open_snapshot(home / "onrecord.duckdb") as connection:
        rows = connection.execute(query).fetchall()
        names = [column[0] for column in connection.description]
    cells = [names, *[[_cell(value) for value in row] for row in rows]]
    widths = [max(len(row[i]) for row in cells) for i in range(len(names))]
    cells.insert(1, ["-" * width for width in widths])
    return "".join(_line(row, widths) + "\n" for row in cells)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _cell(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else "" if value is None else str(value)


def test_the_page_asks_ten_questions() -> None:
    assert len(questions(PAGE.read_text(encoding="utf-8"))) == 10


def test_every_answer_on_the_page_is_what_the_warehouse_answers(home: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    found = {question["title"]: answered(home, question["query"]) for question in questions(page)}
    assert [title for title, answer in found.items() if answer.count("\n") < 3] == []  # none is answered by nothing
    if os.environ.get("ONRECORD_REWRITE"):

        def with_answer(question: re.Match[str]) -> str:
            return (
                f"## {question['title']}{question['words']}```sql\n{question['query']}```\n\n"
                f"```\n{found[question['title']]}```\n"
            )

        PAGE.write_text(QUESTION.sub(with_answer, page), encoding="utf-8")
        return
    assert {question["title"]: question["answer"] for question in questions(page)} == found
