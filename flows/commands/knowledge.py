"""`onrecord entities import`: a bigger knowledge base, in the formats people have, for every later run."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows.commands.options import settings_of
from flows.console import ProgressBars, print_json, say
from schemas.entity import ENTITY_TYPES
from schemas.errors import ConfigurationError

_DESCRIPTION = """\
Import a knowledge base: names, aliases, Wikidata ids, for every later run of this home, and `extract --home`.

  onrecord entities import latest-all.json.gz       Wikidata's entity dump, .gz or .bz2, streamed
  onrecord entities import query.csv --type person  a result of query.wikidata.org, CSV or JSON
  onrecord entities import entities.ftm.json        FollowTheMoney JSON lines, as OpenSanctions publishes them
  onrecord entities import ep-popolo-v1.0.json      Popolo, as EveryPolitician publishes it
  onrecord entities import legislators-current.yaml members of the US Congress (congress-legislators)
  onrecord entities import mine.csv --type person   columns: name; wikidata_id, aliases (a|b), country, gender …

Imported again, a file changes nothing; a newer one of the same name replaces what it told before; a killed import goes
on where it was. A file that is cut, or not what it seems, leaves everything as it was. Entities of texts already loaded
that have the whole name of one imported entity count as it at once; onrecord backfill reads the texts anew."""


def add_import(actions: Any, common: argparse.ArgumentParser) -> None:
    """Add the action to those of `onrecord entities`."""
    parser = actions.add_parser(
        "import",
        parents=[common],
        help="a bigger knowledge base, for every later run",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--format", metavar="FORMAT", help="wikidata-dump, wikidata-query, ftm, popolo, legislators, csv"
    )
    parser.add_argument("--type", choices=ENTITY_TYPES, help="of a table: what its entities are")
    parser.add_argument("--entity", metavar="COLUMN", help="of a table: the column of the entity (its id, or name)")
    parser.add_argument("--country", metavar="CODE", help="of Popolo: whose parliament it is, ISO 3166-1 alpha-2")
    parser.add_argument(
        "--sitelinks", metavar="N", type=int, default=5, help="of a dump: only what N Wikipedias have a page on (5)"
    )
    parser.add_argument(
        "--source", metavar="NAME", help="what it replaces when imported anew (default: the file's name)"
    )
    parser.set_defaults(main=main)


def main(arguments: argparse.Namespace) -> int:
    """Run it."""
    from flows.adapters.knowledge_sources import FORMATS, HowToRead
    from flows.importing import import_file
    from flows.settings import prepare_home

    if arguments.format not in (None, *FORMATS):
        raise ConfigurationError(f"--format {arguments.format}: one of {', '.join(FORMATS)}")
    if not arguments.file.is_file():
        raise ConfigurationError(f"{arguments.file}: there is no such file")
    settings = settings_of(arguments)
    prepare_home(settings)
    how = HowToRead(arguments.format, arguments.entity, arguments.type, arguments.sitelinks, arguments.country)
    with ProgressBars(quiet=arguments.quiet or arguments.json) as progress:
        done = import_file(arguments.file, how, settings, progress, datetime.now(UTC), arguments.source)
    if arguments.json:
        print_json(done)
    elif not arguments.quiet:
        if done.was_known:
            say(f"{done.source} was imported before, and is the same.")
        elif done.resumed_from:
            say(f"Went on from item {done.resumed_from:,}, where an earlier import was stopped.")
        left = f"; {done.left_out} names of more than 200 characters were left out" if done.left_out else ""
        say(f"{done.source} ({done.format}): {done.items:,} items read{left}.")
        say(
            f"The imported base holds {done.entities:,} entities in {done.bytes / 1e6:.1f} MB; every later run asks it."
        )
        if done.named_anew:
            say(f"{done.named_anew:,} entities of texts loaded before count as entities of it.")
    return 0
