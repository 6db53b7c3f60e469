"""`onrecord demo`: the whole line of data on the sample newsroom, over HTTP on loopback, in under a minute."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from flows.commands.options import Verbs, settings_of
from flows.console import print_json, print_table, say
from flows.settings import Settings
from schemas.errors import ConfigurationError

if TYPE_CHECKING:
    from flows.ledger import RunSummary

_DESCRIPTION = """\
Serve the sample newsroom on this machine and run the nightly flow over it twice: once for the morning's
edition, once for the evening's, in which an article was revised. Then ask the warehouse a question. All of
it goes into a home of its own, data/demo, apart from your news.

The newsroom (examples/newsroom) is seven made-up outlets with everything the web does to a reader: broken
and missing feeds, agency copy, consent walls, legacy encodings. It is our own prose; nobody said any of it."""
EDITIONS = (1, 2)
QUESTION = (
    "select quoted_on, speaker, speech_act, quote, outlet from quotes"
    " where quote ilike '%strike%' and speaker is not null order by quoted_on, outlet limit 8"
)


def add(verbs: Verbs, common: argparse.ArgumentParser) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "demo",
        parents=[common],
        help="see it work on a sample newsroom, offline",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--jobs", metavar="N", type=int, help="worker processes (default: one per core)")
    parser.set_defaults(main=main)


def main(arguments: argparse.Namespace) -> int:
    """Run it."""
    settings = settings_of(arguments)
    if arguments.home is None:
        settings = replace(settings, home=settings.home / "demo")
    summaries = [run_edition(settings, edition, quiet=arguments.quiet or arguments.json) for edition in EDITIONS]
    return _answer(settings, summaries, arguments)


def run_edition(settings: Settings, edition: int, *, quiet: bool) -> RunSummary:
    """Serve one edition on loopback and run the nightly flow over it, every feed due."""
    from flows.adapters.newsroom import Newsroom, serve
    from flows.commands.running import here
    from flows.nightly import NightlyRequest, run_nightly
    from flows.subscription import read_subscription

    folder = _folder()
    newsroom = Newsroom(folder, edition)
    # the evening's edition comes seconds after the morning's: no poll interval may hold it up
    request = NightlyRequest(folder / "feeds.toml", poll_all=True)
    subscription = read_subscription(request.feeds)
    with serve(newsroom) as port, here(settings, quiet=quiet) as execution:
        local = replace(
            settings,
            allow_hosts=settings.allow_hosts | {f"127.0.0.1:{port}"},
            connect_to=dict.fromkeys(newsroom.hosts, ("127.0.0.1", port)),
        )
        return run_nightly(request, subscription, local, execution, datetime.now(UTC))


def _folder() -> Path:
    """The newsroom of this checkout, or the copy that an installed package carries."""
    for folder in (Path(__file__).parents[2] / "examples" / "newsroom", Path(__file__).parents[1] / "newsroom"):
        if folder.is_dir():
            return folder
    raise ConfigurationError("the sample newsroom is missing: install onrecord again, or run from a checkout")


def _answer(settings: Settings, summaries: list[RunSummary], arguments: argparse.Namespace) -> int:
    from flows.adapters.snapshots import open_snapshot, query
    from flows.commands.running import print_summary

    if arguments.json:
        print_json([{"run_id": s.run_id, "outcome": s.outcome, "counts": s.counts} for s in summaries])
        return 0
    if arguments.quiet:
        return 0
    for edition, summary in zip(("Morning", "Evening"), summaries, strict=True):
        say(f"\n{edition} edition")
        print_summary(summary, settings, as_json=False, quiet=False)
    ask = f"{_command()} sql --home {os.path.relpath(settings.home)}"
    say(f'\nWho said what about the strike?\n\n    {ask} "{QUESTION}"\n')
    with open_snapshot(settings.published_file) as connection:
        result = query(connection, QUESTION)
        print_table([column[0] for column in result.description], result.fetchall())
    say(f'Your turn; the tables are in docs/warehouse.md:\n\n    {ask} "from quotes limit 10"')
    return 0


def _command() -> str:
    """The words that start onrecord the way it was started now."""
    started = Path(sys.argv[0])
    return os.path.relpath(started) if started.name == "onrecord" else f"{os.path.relpath(sys.executable)} -m flows"
