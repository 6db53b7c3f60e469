"""What a person sees: tables that fit the terminal on stdout, progress and messages on stderr, JSON for machines."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from textwrap import wrap
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

# control characters move the cursor, bidi controls reorder what is read: a headline may contain either
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

# what a spreadsheet takes for the start of a formula, in CSV; full-width forms included (OWASP, "CSV Injection")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

_NARROW = 14  # a column of running text narrower than this cannot be read
_PIPED_WIDTH = 120  # where nobody's terminal says otherwise


def printable(text: str) -> str:
    """Return the text with control and bidi characters written out as \\uXXXX."""
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def show(value: object) -> str:
    """Return a cell as people read it: times to the minute in UTC, lists with commas, nothing for null."""
    match value:
        case None:
            return ""
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M")
        case float():
            return f"{value:.4g}"
        case list() | tuple():
            return ", ".join(show(item) for item in value)
        case _:
            return printable(str(value))


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, title: str | None = None) -> None:
    """Print a table that fits the terminal; long cells wrap. One too wide to read becomes a block of lines a row."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=sys.stdout, highlight=False)
    cells = [[show(cell) for cell in row] for row in rows]
    width = min((console.width, 200)) if sys.stdout.isatty() else max(console.width, _PIPED_WIDTH)
    if _least_width(columns, cells) > width:
        _print_blocks(columns, cells, title, width if sys.stdout.isatty() else None)
        return
    numeric = [_is_numeric(row[number] for row in cells) for number in range(len(columns))]
    table = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left", title_style="bold", pad_edge=False)
    for column, right in zip(columns, numeric, strict=True):
        table.add_column(Text(column), justify="right" if right else "left", overflow="fold")
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    Console(file=sys.stdout, highlight=False, width=width).print(table)


def _least_width(columns: Sequence[str], cells: Sequence[Sequence[str]]) -> int:
    """The width below which columns would be cut to slivers: each wants its longest cell, but no more than that."""
    wanted = [
        min(max([len(column), *(len(row[number]) for row in cells)]), _NARROW) for number, column in enumerate(columns)
    ]
    return sum(wanted) + 2 * len(wanted)


def _print_blocks(columns: Sequence[str], cells: Sequence[Sequence[str]], title: str | None, width: int | None) -> None:
    """Print one row as many lines, as psql's expanded display does; empty cells are left out.

    A long cell wraps beside its label where there is a terminal of that width, and stays on one line elsewhere.
    """
    if title:
        sys.stdout.write(f"{title}\n\n")
    label = max(len(column) for column in columns)
    margin = " " * (label + 2)
    for number, row in enumerate(cells, start=1):
        sys.stdout.write(f"── {number} " + "─" * 40 + "\n")
        for column, cell in zip(columns, row, strict=True):
            lines = wrap(cell, max(20, width - len(margin)), break_on_hyphens=False) if width else [cell]
            if cell:
                sys.stdout.write(f"{column:<{label}}  " + f"\n{margin}".join(lines) + "\n")
    sys.stdout.write("\n" if cells else "")


def _is_numeric(cells: Iterable[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(re.fullmatch(r"-?[\d.,]+(e[+-]?\d+)?", cell) for cell in filled)


def print_json(value: object) -> None:
    """Print one JSON value on one line, in UTF-8."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=plain) + "\n")


def plain(value: object) -> Any:
    """Return what JSON has no type for as what it has: ISO 8601 times, records as objects."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, bytes):
        return value.hex()
    return str(value)


def say(message: str) -> None:
    """Say something to a person: on stderr, so that stdout stays data."""
    sys.stderr.write(printable_lines(message) + "\n")


def printable_lines(message: str) -> str:
    """Return the message made printable, its line ends kept."""
    return "\n".join(printable(line) for line in message.split("\n"))


class ProgressBars:
    """Progress on stderr: bars on a terminal, a line a stage in a log, nothing when quiet."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._bars: RichProgress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> ProgressBars:
        if not self._quiet and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

            self._bars = Progress(
                TextColumn("{task.description:<20}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                console=Console(stderr=True),
            )
            self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bars is not None:
            self._bars.stop()

    def begin(self, title: str, total: int) -> None:
        """A stage of `total` items begins."""
        if self._bars is not None:
            self._task = self._bars.add_task(title, total=total)
        elif not self._quiet:
            say(f"{title}: {total}")

    def advance(self) -> None:
        """One item more is done."""
        if self._bars is not None and self._task is not None:
            self._bars.advance(self._task)
