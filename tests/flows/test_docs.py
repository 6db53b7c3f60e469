"""The docs against the product: command lines parse, names exist, docs/warehouse.md is what `make docs` writes."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from flows.adapters.snapshots import open_snapshot
from flows.catalogue import read_examples, render
from flows.cli import build_parser

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
# a line of a code block, or a code span, that begins with the command; a prompt or a path may stand before it
_COMMAND = re.compile(r"^(?: {4}|\t)(?:\$ )?(?:\.venv/bin/)?onrecord (.+)$|`onrecord ([^`]+)`", re.MULTILINE)
_PLACEHOLDERS = ("…", "...", "|", "NAME", "QUERY")


def commands() -> list[tuple[str, str]]:
    """(page, what follows `onrecord`) for every command line shown; spans that are no whole command are left out."""
    found = []
    for page in PAGES:
        for match in _COMMAND.finditer(page.read_text(encoding="utf-8")):
            block, span = match.groups()
            if block is not None or not any(placeholder in span for placeholder in _PLACEHOLDERS):
                found.append((page.name, block or span))
    return found


def words(line: str) -> list[str]:
    """The arguments of a command line, up to the first redirection."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars="<>&;")
    lexer.whitespace_split, lexer.commenters = True, "#"
    arguments: list[str] = []
    for word in lexer:
        if word and set(word) <= set("<>&;"):
            break
        arguments.append(word)
    return arguments


def test_there_are_commands_to_test() -> None:
    assert len(commands()) > 25
    assert {"README.md", "operations.md", "warehouse.md"} <= {page for page, _ in commands()}


@pytest.mark.parametrize(("page", "line"), commands())
def test_every_command_line_parses(page: str, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    code: object = 0
    try:
        build_parser().parse_args(words(line))
    except SystemExit as ended:
        code = ended.code
    assert code == 0, f"{page}: onrecord {line}: {capsys.readouterr().err}"


@pytest.mark.parametrize(("page", "line"), [(page, line) for page, line in commands() if line.startswith("sql ")])
def test_every_question_in_the_docs_is_answered(page: str, line: str, newsroom_home: Path) -> None:
    query = build_parser().parse_args(words(line)).query
    if query is not None:
        with open_snapshot(newsroom_home / "onrecord.duckdb") as connection:
            assert connection.execute(query).fetchmany(1), f"{page}: nothing is found by {query}"


def test_every_table_and_view_named_exists(newsroom_home: Path) -> None:
    with open_snapshot(newsroom_home / "onrecord.duckdb") as connection:
        query = "select table_name from duckdb_columns() where not internal"
        known = {name for (name,) in connection.execute(query).fetchall()}
        columns = {name for (name,) in connection.execute("select column_name from duckdb_columns()").fetchall()}
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    tables = readme.split("## The tables")[1].split("\n## ")[0]
    named = set(re.findall(r"`([a-z_]+)`", tables))
    assert named <= known, named - known
    assert named >= {"statements", "quotes"}
    for page in PAGES:
        for table, column in re.findall(r"`([a-z_]+)\.([a-z_]+)`", page.read_text(encoding="utf-8")):
            if table in known and column not in ("toml", "duckdb", "jsonl"):
                assert column in columns, f"{page.name}: {table}.{column}"


def test_every_command_is_in_the_readme_or_in_operations() -> None:
    text = " ".join(line for _, line in commands())
    for verb in ("run", "backfill", "extract", "sql", "export", "feeds", "status", "snapshot"):
        assert re.search(rf"\b{verb}\b", text), verb


def test_the_catalogue_is_what_the_warehouse_says(newsroom_home: Path) -> None:
    with open_snapshot(newsroom_home / "onrecord.duckdb") as connection:
        rendered = render(connection)
    assert (ROOT / "docs" / "warehouse.md").read_text(encoding="utf-8") == rendered, "it is stale: make docs"


EXAMPLES = [(name, query) for name, queries in read_examples().queries.items() for query in queries.values()]


@pytest.mark.parametrize(("name", "query"), EXAMPLES)
def test_every_example_query_runs_and_is_about_what_it_stands_under(name: str, query: str, newsroom_home: Path) -> None:
    assert re.search(rf"\b{name}\b", query)
    with open_snapshot(newsroom_home / "onrecord.duckdb") as connection:
        answer = connection.execute(query).fetchall()
    assert answer or name in ("disagreements", "feed_health", "checks", "entities", "coverage")
