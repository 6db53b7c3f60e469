"""The options that `run` and `backfill` share, and the settings they make."""

from __future__ import annotations

import argparse
import os
from typing import Any

from flows.settings import Settings, read_settings

Verbs = Any  # argparse's own type for this is private


def add_run_options(parser: argparse.ArgumentParser) -> None:
    """Add what every loading command takes."""
    parser.add_argument("--feeds", metavar="FILE", default="feeds.toml", help="the subscription (default: feeds.toml)")
    parser.add_argument(
        "--only", metavar="OUTLET", action="append", default=[], help="only this outlet's feeds (repeatable)"
    )
    parser.add_argument("--since", metavar="DATE", help="from this instant on: 2026-11-22 or 2026-11-22T06:00Z")
    parser.add_argument("--until", metavar="DATE", help="up to, and not including, this instant")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done; touch nothing")
    parser.add_argument("--jobs", metavar="N", type=int, help="worker processes (default: one per core)")


def add_network_options(parser: argparse.ArgumentParser) -> None:
    """Add what only a command that fetches takes."""
    parser.add_argument(
        "--allow-host",
        metavar="HOST[:PORT]",
        action="append",
        default=[],
        help="open an address that is not global, such as 127.0.0.1:8080 (repeatable; $ONRECORD_ALLOW_HOSTS)",
    )
    parser.add_argument(
        "--connect-to",
        metavar="HOST=ADDRESS:PORT",
        action="append",
        default=[],
        help="dial this address for that host name; it must be allowed too (repeatable)",
    )


def settings_of(arguments: argparse.Namespace) -> Settings:
    """Return the settings that the options and the environment ask for."""
    return read_settings(
        os.environ,
        home=arguments.home,
        allow_hosts=tuple(getattr(arguments, "allow_host", ())),
        connect_to=tuple(getattr(arguments, "connect_to", ())),
        jobs=getattr(arguments, "jobs", None),
    )
