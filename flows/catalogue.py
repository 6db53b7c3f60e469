"""Writes docs/warehouse.md from a live warehouse: every view, macro and table, with an example row and example queries.

    python -m flows.catalogue                  runs the sample newsroom and writes the page (`make docs`)
    python -m flows.catalogue --home DIR       from the warehouse of that home, which holds the sample newsroom

The page depends on the newsroom, the code and the SQL, and on nothing else: no clock, no run, no place.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from flows.adapters import sql_files
from flows.adapters.snapshots import open_snapshot
from flows.completion import Names
from flows.console import say, show
from flows.settings import Settings
from schemas.data import read_text

DOCS = Path(__file__).parents[1] / "docs"
_MARK = "<!-- catalogue -->"
_SHOWN = 60  # characters of an example value
_LOOKED_AT = 5_000  # rows the example is chosen from
_HEADINGS = {"view": "Views", "macro": "Macros", "table": "Tables"}
_TYPES = {"TIMESTAMP WITH TIME ZONE": "timestamptz"}


@dataclass(frozen=True, slots=True)
class Examples:
    """The hand-written part: questions with their SQL by name, and the columns that differ from run to run."""

    queries: Mapping[str, Mapping[str, str]]
    volatile: frozenset[str]


def read_examples(docs: Path = DOCS) -> Examples:
    """Return docs/catalogue/examples.toml."""
    held = tomllib.loads((docs / "catalogue" / "examples.toml").read_text(encoding="utf-8"))
    volatile = frozenset(held.pop("volatile"))
    return Examples({name: {q: sql.strip() for q, sql in some.items()} for name, some in held.items()}, volatile)


def render(connection: duckdb.DuckDBPyConnection, docs: Path = DOCS) -> str:
    """Return docs/warehouse.md for the warehouse that the connection reads."""
    examples = read_examples(docs)
    names = Names(sql_files.execute(connection, "queries", "completions.sql"))
    lines: list[str] = []
    relations = names.relations()
    for kind, heading in _HEADINGS.items():
        some = [(name, comment) for name, its_kind, comment in relations if its_kind == kind]
        if some:
            lines += [f"### {heading}", "", "| name | what it is |", "|---|---|"]
            lines += [f"| [{_code(name)}](#{_anchor(name)}) | {_prose(comment)} |" for name, comment in some]
            lines.append("")
    for name, kind, comment in relations:
        lines += _section(connection, names, name, kind, comment, examples)
    text = (docs / "catalogue" / "warehouse.md").read_text(encoding="utf-8")
    return text.replace(_MARK, "\n".join(lines).strip())


def _section(
    connection: duckdb.DuckDBPyConnection, names: Names, title: str, kind: str, comment: str, examples: Examples
) -> list[str]:
    name = title.partition("(")[0]
    lines = [f"### {_code(title)}", "", f"{_HEADINGS[kind][:-1]}. {_prose(comment)}", ""]
    _, columns = names.described(name) or ("", [])
    if columns:
        example = _example(connection, name, examples.volatile)
        lines += ["| column | type | what it is | for example |", "|---|---|---|---|"]
        for column, type_, words in columns:
            shown = example.get(column, "")
            lines.append(f"| `{column}` | {_TYPES.get(type_, type_.lower())} | {_prose(words)} | {shown} |")
        lines.append("")
    for question, query in examples.queries.get(name, {}).items():
        lines += [question, "", "```sql", query, "```", ""]
    return lines


def _example(connection: duckdb.DuckDBPyConnection, name: str, volatile: frozenset[str]) -> dict[str, str]:
    """Return a row by column, as Markdown: the fullest one, and of those the first by its stable values."""
    result = connection.execute(read_text("queries", "whole_relation.sql"), {"name": name})
    columns = [column[0] for column in result.description]
    rows = result.fetchmany(_LOOKED_AT)

    def rank(row: Sequence[Any]) -> tuple[int, list[str]]:
        stable = [value for column, value in zip(columns, row, strict=True) if column not in volatile]
        return sum(value is None or value == [] for value in stable), [show(value) for value in stable]

    if not rows:
        return {}
    best = min(rows, key=rank)
    return {
        column: "…" if column in volatile and value is not None else _value(value)
        for column, value in zip(columns, best, strict=True)
    }


def _value(value: object) -> str:
    text = " ".join(show(value).split())
    if not text:
        return ""
    return _code(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")


def _code(text: str) -> str:
    """A code span in a table's cell."""
    return "`" + text.replace("`", "ʹ").replace("|", "\\|") + "`"


def _prose(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def _anchor(title: str) -> str:
    """The anchor that GitHub gives a heading."""
    return "".join(c for c in title.lower().replace(" ", "-") if c.isalnum() or c in "-_")


def main(argv: Sequence[str] | None = None) -> int:
    """Write the page."""
    parser = argparse.ArgumentParser(prog="python -m flows.catalogue", description=__doc__.partition("\n")[0])
    parser.add_argument("--home", type=Path, help="a home that holds the sample newsroom (default: run it)")
    home = parser.parse_args(argv).home
    with tempfile.TemporaryDirectory() as folder:
        if home is None:
            from flows.commands.demo import EDITIONS, run_edition

            home = Path(folder)
            for edition in EDITIONS:
                run_edition(Settings(home=home, jobs=2), edition, quiet=True)
        with open_snapshot(home / "onrecord.duckdb") as connection:
            text = render(connection)
    page = DOCS / "warehouse.md"
    page.write_text(text, encoding="utf-8")
    say(f"{page}: written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
