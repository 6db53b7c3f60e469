"""The command line, thin: parse, call, exit status. Every verb is a module of `flows.commands`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from flows.commands import backfill, demo, entities, export, extract, feeds, run, snapshot, sql, status
from flows.console import say
from flows.settings import code_version
from schemas.errors import OnrecordError

_DESCRIPTION = """\
News feeds in; who said what, on the record, in SQL out.

  onrecord demo                          see it work on a sample newsroom, offline
  onrecord feeds check                   is my feeds.toml right?
  onrecord run                           fetch what is new, load it, publish it
  onrecord sql "from quotes limit 10"    ask the warehouse
  onrecord extract article.txt           who says what in this text?
"""
_EPILOG = """\
exit status: 0 all well; 1 finished, but something was refused, quarantined or unreachable;
2 wrong usage or configuration; 3 another run holds the lock; 4 the warehouse needs attention."""


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all verbs; `tests` hold docs and parser against each other through it."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--home", metavar="DIR", help="where everything lies (default: $ONRECORD_HOME, or ./data)")
    common.add_argument("--json", action="store_true", help="results as JSON on stdout, for machines")
    common.add_argument("--quiet", action="store_true", help="no progress and no messages but errors")

    parser = argparse.ArgumentParser(
        prog="onrecord",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"onrecord {code_version()}")
    verbs = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in (demo, run, backfill, extract, sql, export, feeds, entities, status, snapshot):
        command.add(verbs, common)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status (DESIGN §6a)."""
    arguments = build_parser().parse_args(argv)
    try:
        status_code: int = arguments.main(arguments)
        sys.stdout.flush()
    except OnrecordError as error:
        say(f"onrecord: {error}")
        return error.exit_status
    except KeyboardInterrupt:
        say("onrecord: stopped; the next run goes on from here")
        return 130
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status_code


if __name__ == "__main__":
    sys.exit(main())
