"""`onrecord backfill`: derive and load from WARC files, ours or somebody else's. No network."""

from __future__ import annotations

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path

from flows.commands.options import Verbs, add_run_options, settings_of
from flows.settings import parse_instant
from schemas.errors import ConfigurationError

_DESCRIPTION = """\
Derive and load again, from what is already archived.

  onrecord backfill --from archive                    everything of ours, after a change of the code
  onrecord backfill --from warc CC-NEWS-*.warc.gz     somebody else's WARC files (CC-NEWS, wget, Heritrix)

Records already loaded give the same rows, so a backfill can be run as often as you like.
--since and --until choose records by their WARC-Date."""


def add(verbs: Verbs, common: argparse.ArgumentParser) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "backfill",
        parents=[common],
        help="load from WARC files: the archive again, or somebody else's",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--from", dest="source", choices=("archive", "warc"), default="archive", help="what to read")
    parser.add_argument("files", nargs="*", metavar="FILE", help="WARC files, with --from warc")
    add_run_options(parser)
    parser.set_defaults(main=main)


def main(arguments: argparse.Namespace) -> int:
    """Run it."""
    from flows.backfill import BackfillRequest, run_backfill
    from flows.commands.running import here, print_summary, through_prefect
    from flows.subscription import narrow, read_subscription

    files = _files(arguments)
    settings = settings_of(arguments)
    request = BackfillRequest(
        warc_files=files,
        only=tuple(arguments.only),
        since=parse_instant(arguments.since) if arguments.since else None,
        until=parse_instant(arguments.until) if arguments.until else None,
    )
    subscription = narrow(read_subscription(Path(arguments.feeds)), request.only)
    if arguments.dry_run:
        from flows.dry_run import show_backfill

        return show_backfill(request, subscription, settings, as_json=arguments.json)
    if os.environ.get("PREFECT_API_URL"):
        from flows.deployed import backfill

        parameters = {
            "source": arguments.source,
            "warc_files": [str(path.resolve()) for path in files] or None,
            "feeds": str(Path(arguments.feeds).resolve()),
            "home": str(settings.home),
            "only": list(request.only),
            "since": arguments.since,
            "until": arguments.until,
            "jobs": settings.jobs,
        }
        return through_prefect(backfill, parameters, as_json=arguments.json)
    with here(settings, quiet=arguments.quiet or arguments.json) as execution:
        summary = run_backfill(request, subscription, settings, execution, datetime.now(UTC))
    return print_summary(summary, settings, as_json=arguments.json, quiet=arguments.quiet)


def _files(arguments: argparse.Namespace) -> tuple[Path, ...]:
    files = tuple(Path(name) for name in arguments.files)
    if arguments.source == "warc" and not files:
        raise ConfigurationError("--from warc: name the WARC files to read")
    if arguments.source == "archive" and files:
        raise ConfigurationError(f"{files[0]}: files are read with --from warc")
    for path in files:
        if not path.is_file():
            raise ConfigurationError(f"{path}: there is no such file")
    return files
