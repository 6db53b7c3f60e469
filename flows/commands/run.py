"""`onrecord run`: the nightly flow, now. In this process, or as a Prefect flow run when PREFECT_API_URL is set."""

from __future__ import annotations

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path

from flows.commands.options import Verbs, add_network_options, add_run_options, settings_of
from flows.console import say
from flows.settings import parse_instant

_DESCRIPTION = """\
Poll the feeds that are due, fetch the articles that are new, extract who said what, validate, load, publish.

Whatever was asked of the network and whatever came back is kept in DIR/archive as WARC. A run that was
killed is finished by the next one. --since and --until choose by the date the feed gives an article.
With PREFECT_API_URL set, the same steps run as a Prefect flow run that you can watch there."""


def add(verbs: Verbs, common: argparse.ArgumentParser) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "run",
        parents=[common],
        help="fetch what is new, load it, publish it",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_run_options(parser)
    add_network_options(parser)
    parser.add_argument("--poll-all", action="store_true", help="poll every feed now, whatever its interval")
    parser.set_defaults(main=main)


def main(arguments: argparse.Namespace) -> int:
    """Run it."""
    from flows.commands.running import here, print_summary, through_prefect
    from flows.nightly import NightlyRequest, run_nightly
    from flows.subscription import narrow, read_subscription

    settings = settings_of(arguments)
    request = NightlyRequest(
        feeds=Path(arguments.feeds),
        only=tuple(arguments.only),
        since=parse_instant(arguments.since) if arguments.since else None,
        until=parse_instant(arguments.until) if arguments.until else None,
        poll_all=arguments.poll_all,
    )
    subscription = narrow(read_subscription(request.feeds), request.only)
    if settings.contact_url is None and not settings.connect_to and not arguments.quiet:
        say("Tell the outlets who reads them: set ONRECORD_CONTACT_URL to a page of yours, for the User-Agent.")
    if arguments.dry_run:
        from flows.dry_run import show_nightly

        return show_nightly(subscription, settings, datetime.now(UTC), as_json=arguments.json)
    if os.environ.get("PREFECT_API_URL"):
        from flows.deployed import nightly

        parameters = {
            "feeds": str(request.feeds.resolve()),
            "home": str(settings.home),
            "only": list(request.only),
            "since": arguments.since,
            "until": arguments.until,
            "poll_all": request.poll_all,
            "jobs": settings.jobs,
            "allow_hosts": sorted(settings.allow_hosts),
            "connect_to": arguments.connect_to,
        }
        return through_prefect(nightly, parameters, as_json=arguments.json)

    with here(settings, quiet=arguments.quiet or arguments.json) as execution:
        summary = run_nightly(request, subscription, settings, execution, datetime.now(UTC))
    return print_summary(summary, settings, as_json=arguments.json, quiet=arguments.quiet)
