"""`onrecord sql`: a question to the published snapshot, or many at a prompt. Never writes."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from flows.commands.options import Verbs, settings_of
from schemas.errors import ConfigurationError

_DESCRIPTION = """\
Ask the published snapshot in DuckDB's SQL. The snapshot is opened read-only; a run may publish meanwhile.

  onrecord sql                                                a prompt, with completion and history
  onrecord sql "from quotes limit 10"
  onrecord sql "describe statements"
  onrecord sql --format csv "select speaker, quote from quotes" > quotes.csv
  onrecord sql --output quotes.parquet "from quotes"
  onrecord sql --file question.sql
  onrecord sql < question.sql

A table shows 100 rows and says how many more there are; the other forms give all. In CSV, text that a spreadsheet
would run as a formula gets an apostrophe in front; JSON and Parquet are exact."""


def add(verbs: Verbs, common: argparse.ArgumentParser) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "sql",
        parents=[common],
        help="ask the warehouse",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("query", nargs="?", help="SQL (default: read from stdin, or a prompt on a terminal)")
    parser.add_argument("--file", metavar="FILE", type=Path, help="read the SQL from there")
    forms = ("table", "csv", "json", "jsonl", "parquet")
    parser.add_argument("--format", choices=forms, help="default: table, or what --output's name says")
    parser.add_argument("--output", metavar="FILE", type=Path, help="write there instead of to stdout")
    parser.add_argument("--rows", metavar="N", type=int, default=100, help="rows of a table; 0 for all (default: 100)")
    parser.set_defaults(main=main)


def main(arguments: argparse.Namespace) -> int:
    """Run it."""
    from flows.adapters.snapshots import open_snapshot
    from flows.asking import Form, ask
    from flows.query_results import choose_form

    if arguments.rows < 0:
        raise ConfigurationError(f"--rows {arguments.rows}: give the number of rows to show, 0 for all")
    name = choose_form(arguments.format, arguments.output, as_json=arguments.json)
    form = Form(name, arguments.output, arguments.rows)
    published = settings_of(arguments).published_file
    question = _question(arguments)
    if question is None:
        from flows.prompt import Prompt

        return Prompt(published, form).run()
    with open_snapshot(published) as connection:
        ask(connection, question, form)
    return 0


def _question(arguments: argparse.Namespace) -> str | None:
    """The SQL to run; None when it is to be asked for at a prompt."""
    if arguments.query is not None and arguments.file is not None:
        raise ConfigurationError(f"--file {arguments.file}: give a query or a file, not both")
    if arguments.query is not None:
        return str(arguments.query)
    if arguments.file is not None:
        try:
            return str(arguments.file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigurationError(f"--file {arguments.file}: cannot be read ({error})") from error
    if sys.stdin.isatty() and sys.stdout.isatty() and arguments.output is None:
        return None
    return sys.stdin.read()
