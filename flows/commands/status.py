"""`onrecord status`: how fresh, how full, what went wrong last."""

from __future__ import annotations

import argparse

from flows.commands.options import Verbs, settings_of
from flows.console import print_json, print_table, say

_DESCRIPTION = "What the warehouse holds, how the last runs went, which feeds are silent. Reads the published snapshot."


def add(verbs: Verbs, common: argparse.ArgumentParser) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "status", parents=[common], help="how fresh, how full, what went wrong", description=_DESCRIPTION
    )
    parser.set_defaults(main=main)


def main(arguments: argparse.Namespace) -> int:
    """Run it."""
    from flows.adapters.snapshots import open_snapshot, query
    from schemas.data import read_text

    tables = {}
    with open_snapshot(settings_of(arguments).published_file) as connection:
        for name in ("status", "recent_runs", "feed_freshness", "feeds_to_see_to"):
            result = query(connection, read_text("queries", f"{name}.sql"))
            tables[name] = [column[0] for column in result.description], result.fetchall()
    if arguments.json:
        print_json(
            {name: [dict(zip(columns, row, strict=True)) for row in rows] for name, (columns, rows) in tables.items()}
        )
        return 0
    for name, (columns, rows) in tables.items():
        if rows:
            print_table(columns, rows, title=name.replace("_", " ").capitalize())
    if not tables["feeds_to_see_to"][1]:
        say("All feeds are well.")
    return 0
