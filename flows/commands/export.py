"""`onrecord export`: tables and views of the published snapshot to Parquet, CSV, JSON lines or schema.org JSON-LD."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from flows.commands.options import Verbs, settings_of
from flows.console import print_json, print_table, say
from schemas.errors import ConfigurationError

_DESCRIPTION = """\
Take tables and views out of the published snapshot, for other tools. A run may load meanwhile.

  onrecord export --output out                                quotes, in Parquet, a folder a day
  onrecord export --output out --what quotes,speakers --format csv
  onrecord export --output out --since 2026-11-01 --until 2026-12-01
  onrecord export --output out --format jsonld                schema.org Quotation in NewsArticle, a line each
  onrecord export --format jsonld --statement STATEMENT_ID    one of them, on stdout

Parquet is compressed with zstd; what has a day lies in folders day=2026-11-22 that DuckDB, pandas, R and Spark read as
one table. In CSV, text that a spreadsheet would run as a formula gets an apostrophe in front. Files come whole or not
at all, and none is overwritten without --replace. In JSON-LD, statements the text says were not made are left out."""


def add(verbs: Verbs, common: argparse.ArgumentParser) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "export",
        parents=[common],
        help="take tables out: Parquet, CSV, JSON lines, JSON-LD",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--what", metavar="NAME,…", default="quotes", help="tables and views (default: quotes)")
    parser.add_argument(
        "--format", choices=("parquet", "csv", "jsonl", "jsonld"), default="parquet", help="default: parquet"
    )
    parser.add_argument("--output", metavar="DIR", type=Path, help="the directory to write in; made when it is missing")
    parser.add_argument("--since", metavar="DATE", help="from this day on: 2026-11-22")
    parser.add_argument("--until", metavar="DATE", help="up to, and not including, this day")
    parser.add_argument("--statement", metavar="ID", help="with --format jsonld: only this statement")
    parser.add_argument("--replace", action="store_true", help="replace what a former export wrote there")
    parser.set_defaults(main=main)


def main(arguments: argparse.Namespace) -> int:
    """Run it."""
    if arguments.statement:
        return _one(arguments)
    if arguments.output is None:
        raise ConfigurationError("name the directory to write in: --output DIR")
    from flows.adapters.export import ExportRequest, export

    request = ExportRequest(
        what=tuple(name.strip() for name in arguments.what.split(",") if name.strip()),
        form=arguments.format,
        output=arguments.output,
        since=_day("--since", arguments.since),
        until=_day("--until", arguments.until),
        replace=arguments.replace,
    )
    written = export(settings_of(arguments).published_file, request)
    if arguments.json:
        print_json(written)
    elif not arguments.quiet:
        print_table(("what", "rows", "written to"), [(done.what, done.rows, str(done.path)) for done in written])
        whole = [done.what for done in written if not done.has_day]
        if whole and (request.since or request.until):
            say(f"Without a day, so written in whole: {', '.join(whole)}.")
    return 0


def _one(arguments: argparse.Namespace) -> int:
    """One statement's JSON-LD on stdout."""
    from flows.adapters.export import quotations
    from flows.adapters.snapshots import open_snapshot

    if arguments.format != "jsonld" or arguments.output is not None:
        raise ConfigurationError("--statement prints one statement on stdout: give --format jsonld, and no --output")
    with open_snapshot(settings_of(arguments).published_file) as connection:
        lines = list(quotations(connection, statement_id=arguments.statement))
    if not lines:
        raise ConfigurationError(
            f"--statement {arguments.statement}: no current article makes it, or its text says that it was not made; "
            "ids are in the column statement_id of quotes"
        )
    sys.stdout.writelines(lines)
    return 0


def _day(option: str, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ConfigurationError(f"{option} {text}: is not a day: write 2026-11-22") from error
