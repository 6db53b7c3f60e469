"""`onrecord entities`: who is who: look entities up, and rule on them; rulings are remembered and can be taken back."""

from __future__ import annotations

import argparse
import getpass
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flows.commands import knowledge
from flows.commands.options import Verbs, settings_of
from flows.console import print_json, print_table, say
from schemas.ruling import Ruling

if TYPE_CHECKING:
    from flows.adapters.rulings import Rulings

_DESCRIPTION = """\
One person, one organisation, one place: one entity. Look them up, and rule where the extractor is wrong.

  onrecord entities find "maria odum"             entities of that name, with their ids
  onrecord entities show ID                       names, what counts as it and why, rulings, latest quotes
  onrecord entities duplicates                    pairs that may be one, the likeliest first
  onrecord entities merge ID ID                   the first is the second
  onrecord entities never-merge ID ID             they are two, whatever the articles seem to tell
  onrecord entities rename ID "Maria Odum"        its canonical name
  onrecord entities split ID "Maria Odum (judge)" --in OUTLET    in these articles it is another one
  onrecord entities decisions                     all rulings, the newest first
  onrecord entities import FILE                   a bigger knowledge base, for every later run
  onrecord entities undo [DECISION]               take one back (the newest): rows are again what they were

An entity is meant by its id, its Wikidata id, or its whole name where only one has it. A ruling takes effect at once,
without reading a text again, and every later run follows it."""


def add(verbs: Verbs, common: argparse.ArgumentParser) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "entities",
        parents=[common],
        help="who is who: find, show, merge, never-merge, split, rename, undo",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    by_ruling = argparse.ArgumentParser(add_help=False)
    by_ruling.add_argument("--reason", metavar="TEXT", help="why, kept with the ruling")
    by_ruling.add_argument("--by", metavar="NAME", help="who rules (default: your user name)")

    def action(name: str, what: str, main: Callable[[argparse.Namespace], int], *words: str) -> argparse.ArgumentParser:
        parents = [common, by_ruling] if main is _rule else [common]
        added: argparse.ArgumentParser = actions.add_parser(name, parents=parents, help=what, description=what)
        for word in words:
            added.add_argument(word, metavar=word.upper())
        added.set_defaults(main=main, action=name)
        return added

    action("find", "entities with these words in a name", find, "words").add_argument("--limit", type=int, default=20)
    action("show", "what is known of one", show, "entity")
    action("duplicates", "pairs that may be one, best first", duplicates).add_argument("--limit", type=int, default=50)
    action("decisions", "all rulings, the newest first", decisions)
    action("merge", "the first is the second", _rule, "entity", "into")
    action("never-merge", "they are two", _rule, "entity", "other")
    action("rename", "give it another canonical name", _rule, "entity", "name")
    split = action("split", "in some articles it is another one", _rule, "entity", "name")
    split.add_argument(
        "--in", dest="places", metavar="ARTICLE|OUTLET", action="append", required=True,
        help="an article's id or address, or an outlet's id, name or domain (repeatable)",
    )  # fmt: skip
    undo = action("undo", "take a ruling back", _rule)
    undo.add_argument("decision", nargs="?", metavar="DECISION", help="an id of `decisions` (default: the newest)")
    knowledge.add_import(actions, common)


def find(arguments: argparse.Namespace) -> int:
    """Print the entities that have the words in a name."""
    from flows.adapters import entity_reading
    from flows.adapters.snapshots import open_snapshot

    with open_snapshot(settings_of(arguments).published_file) as connection:
        found = entity_reading.find(connection, arguments.words, arguments.limit)
    if arguments.json:
        print_json(found)
    elif found:
        print_table(list(found[0]), [list(row.values()) for row in found])
    elif not arguments.quiet:
        say(f"No entity has all of {arguments.words!r} in a name.")
    return 0


def show(arguments: argparse.Namespace) -> int:
    """Print what is known of one entity."""
    from flows.adapters import entity_reading
    from flows.adapters.snapshots import open_snapshot

    with open_snapshot(settings_of(arguments).published_file) as connection:
        entity = entity_reading.describe(connection, arguments.entity)
    if arguments.json:
        print_json(entity)
        return 0
    lists = {key: value for key, value in entity.items() if isinstance(value, list)}
    print_table(("", ""), [(key, value) for key, value in entity.items() if key not in lists and value is not None])
    aliases = [f"{row['alias']}" + ("" if row["kind"] == "name" else f" ({row['kind']})") for row in lists["aliases"]]
    if aliases:
        print_table(("also called",), [(", ".join(aliases),)])
    for title, key in (("Counts as it", "counts_as_it"), ("Rulings", "rulings"), ("Latest", "latest_quotes")):
        rows = [{name: cell for name, cell in row.items() if not name.endswith("_ids")} for row in lists[key]]
        if rows:
            print_table(list(rows[0]), [list(row.values()) for row in rows], title=title)
    return 0


def duplicates(arguments: argparse.Namespace) -> int:
    """Print the pairs that may be one, with the command that makes them one."""
    from flows.adapters import entity_reading
    from flows.adapters.snapshots import open_snapshot

    with open_snapshot(settings_of(arguments).published_file) as connection:
        pairs = entity_reading.duplicates(connection, arguments.limit)
    if arguments.json:
        print_json(pairs)
    elif pairs:
        columns = ("likelihood", "keep", "type", "articles", "merge", "articles", "ids for merge")
        rows = [
            (
                f"{pair.likelihood:.2f}", pair.one.name, pair.one.type, pair.one.articles, pair.other.name,
                pair.other.articles, f"{pair.other.entity_id} {pair.one.entity_id}",
            )
            for pair in pairs
        ]  # fmt: skip
        print_table(columns, rows)
    elif not arguments.quiet:
        say("No two entities look like one.")
    return 0


def decisions(arguments: argparse.Namespace) -> int:
    """Print all rulings."""
    from flows.adapters import entity_reading
    from flows.adapters.snapshots import open_snapshot

    with open_snapshot(settings_of(arguments).published_file) as connection:
        found = entity_reading.rulings(connection)
    if arguments.json:
        print_json(found)
    elif found:
        columns = ("decision", "kind", "entity", "other or new name", "reason", "by", "on", "taken back")
        rows = [
            (
                r["decision_id"], r["kind"], r["entity"], r["new_name"] or r["other_entity"], r["reason"],
                r["decided_by"], r["decided_at"], r["revoked_at"],
            )
            for r in found
        ]  # fmt: skip
        print_table(columns, rows)
    elif not arguments.quiet:
        say("Nothing was ruled yet.")
    return 0


def _rule(arguments: argparse.Namespace) -> int:
    """Make a ruling, or take one back, and say what it was."""
    from flows.ruling import rule

    ruling = rule(settings_of(arguments), _maker(arguments), now=datetime.now(UTC), decided_by=_who(arguments))
    if arguments.json:
        print_json(ruling)
    elif not arguments.quiet:
        say(_told(ruling))
    return 0


def _maker(arguments: argparse.Namespace) -> Callable[[Rulings], Ruling]:
    given, reason = arguments, arguments.reason
    makers: dict[str, Callable[[Rulings], Ruling]] = {
        "merge": lambda rulings: rulings.merge(given.entity, given.into, reason),
        "never-merge": lambda rulings: rulings.never_merge(given.entity, given.other, reason),
        "rename": lambda rulings: rulings.rename(given.entity, given.name, reason),
        "split": lambda rulings: rulings.split(given.entity, given.name, given.places, reason),
        "undo": lambda rulings: rulings.undo(given.decision),
    }
    return makers[arguments.action]


def _who(arguments: argparse.Namespace) -> str | None:
    if arguments.by:
        return str(arguments.by)
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return None


def _told(ruling: Ruling) -> str:
    if ruling.revoked_at is not None:
        return f"Ruling {ruling.decision_id} ({ruling.kind}) is taken back."
    told = {
        "merge": f"{ruling.entity_id} counts as {ruling.other_entity_id} from now on.",
        "never_merge": f"{ruling.entity_id} and {ruling.other_entity_id} stay two.",
        "rename": f"{ruling.entity_id} is called {ruling.new_name} from now on.",
        "split": f"{ruling.new_name} is {ruling.other_entity_id} from now on.",
    }[ruling.kind]
    return f"{told} To take it back: onrecord entities undo {ruling.decision_id}"
