"""`onrecord snapshot`: the published file and those kept: list them, prove them whole, put one back."""

from __future__ import annotations

import argparse
import shlex
from datetime import UTC, datetime
from pathlib import Path

from flows.commands.options import Verbs, settings_of
from flows.console import print_json, print_table, say
from flows.settings import Settings
from schemas.errors import LockHeld, WarehouseError

_DESCRIPTION = """\
The published file, and the last two before it, which every publish keeps.

  onrecord snapshot list                 name, time, size, what each holds, the run that loaded last
  onrecord snapshot verify               reads everything: are they whole? does the work file hold all its writes?
  onrecord snapshot restore NAME         puts one back, for analysts and for the next run

restore keeps what it replaces and says where. What was loaded since the snapshot is not lost: the next run
loads it again from the archive."""


def add(verbs: Verbs, common: argparse.ArgumentParser) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "snapshot",
        parents=[common],
        help="list, verify or restore the published files",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    action = actions.add_parser("list", parents=[common], help="what each holds", description="What each holds.")
    action.set_defaults(main=list_snapshots)
    action = actions.add_parser(
        "verify", parents=[common], help="are they whole?", description="Read all of it: is it whole?"
    )
    action.add_argument("name", nargs="?", metavar="NAME", help="only this one: published, work or a name of the list")
    action.set_defaults(main=verify)
    action = actions.add_parser("restore", parents=[common], help="put one back", description="Put one back.")
    action.add_argument("name", metavar="NAME", help="a name of the list; published mends the work file from it")
    action.set_defaults(main=restore)


def list_snapshots(arguments: argparse.Namespace) -> int:
    """Print what each holds, the newest first; exit status 4 when one cannot be opened."""
    from flows.adapters.inspection import describe, snapshot_paths

    found = [describe(name, path) for name, path in snapshot_paths(settings_of(arguments).home).items()]
    if arguments.json:
        print_json(found)
    elif found:
        rows = [
            (s.name, s.written_at, _size(s.bytes), s.articles, s.statements, s.last_run_id or s.trouble, s.last_outcome)
            for s in found
        ]
        print_table(("name", "written", "size", "articles", "statements", "last run", "outcome"), rows)
    elif not arguments.quiet:
        say("Nothing is published yet; fill the warehouse first: onrecord run")
    return WarehouseError.exit_status if any(s.trouble for s in found) else 0


def verify(arguments: argparse.Namespace) -> int:
    """Read all of each; print what is wrong, and exit with 4 when something is."""
    from flows.adapters.inspection import WORK, check_snapshot, find_snapshot, snapshot_paths

    settings = settings_of(arguments)
    paths = snapshot_paths(settings.home)
    wanted = [*paths, WORK]
    if arguments.name:
        wanted = [WORK if arguments.name == WORK else find_snapshot(settings.home, arguments.name)[0]]
    results: list[tuple[str, str, list[str]]] = []
    for name in wanted:
        state, faults = _check_work(settings) if name == WORK else ("whole", check_snapshot(paths[name]))
        results.append((name, "broken" if faults else state, faults))
    broken = any(faults for _, _, faults in results)
    if arguments.json:
        print_json([{"name": name, "state": state, "faults": faults} for name, state, faults in results])
    elif not arguments.quiet or broken:
        print_table(("name", "state", "what is wrong"), [(n, state, "\n".join(faults)) for n, state, faults in results])
    if broken:
        _advise(settings, {name for name, _, faults in results if faults}, paths)
    return WarehouseError.exit_status if broken else 0


def restore(arguments: argparse.Namespace) -> int:
    """Put one back as the work file and as the published file, under the lock."""
    from flows.adapters import snapshots
    from flows.adapters.inspection import check_snapshot, find_snapshot
    from flows.adapters.lock import Lock

    settings, now = settings_of(arguments), datetime.now(UTC)
    name, path = find_snapshot(settings.home, arguments.name)
    if faults := check_snapshot(path):
        raise WarehouseError(f"{path}: is not put back, it is not whole: {faults[0]}; see: onrecord snapshot verify")
    try:
        with Lock(settings.lock_file, f"restore-{now:%Y%m%dT%H%M%S}", now):
            commits, aside = snapshots.restore(path, settings.work_file, now)
            if path != settings.published_file:
                snapshots.publish_again(path, settings.published_file, settings.snapshots)
    except OSError as error:
        raise WarehouseError(
            f"{settings.home}: not put back: {error}; mend that, then: onrecord snapshot restore {name}"
        ) from error
    if arguments.json:
        print_json({"restored": name, "commit_number": commits, "replaced": str(aside) if aside else None})
    elif not arguments.quiet:
        say(f"{name} is put back: {settings.work_file} and {settings.published_file}.")
        if aside is not None:
            say(f"The work file it replaced is kept as {aside}; remove it when nobody will miss it.")
        if path != settings.published_file:
            say(
                "The published file it replaced is kept, too, up to the second publish from now: onrecord snapshot list"
            )
        say("What was loaded since is loaded again from the archive by the next run: onrecord run")
    return 0


def _check_work(settings: Settings) -> tuple[str, list[str]]:
    """Whether the work file was looked at, and what is wrong with it."""
    from flows.adapters.inspection import PUBLISHED, check_work, describe
    from flows.adapters.lock import Lock
    from flows.adapters.warehouse_file import note_of

    published = settings.published_file
    if not any(path.exists() for path in (settings.work_file, note_of(settings.work_file), published)):
        return "none yet", []
    now = datetime.now(UTC)
    try:
        with Lock(settings.lock_file, f"verify-{now:%Y%m%dT%H%M%S}", now):
            held = describe(PUBLISHED, published) if published.exists() else None
            return "whole", check_work(settings.work_file, held)
    except LockHeld:
        return "not looked at: a run is under way", []
    except PermissionError:
        return "not looked at: it is not yours to lock", []


def _advise(settings: Settings, broken: set[str], paths: dict[str, Path]) -> None:
    """Name the command that mends it: the newest whole snapshot, put back."""
    whole = [name for name in paths if name not in broken]
    at = f"--home {shlex.quote(str(settings.home))}"
    if broken & {"work", "published"} and whole:
        say(f"Put a whole one back: onrecord snapshot restore {whole[0]} {at}")
    elif broken & {"work", "published"}:
        say(f"No snapshot is whole. Set {settings.work_file.parent} and {settings.published_file} aside, and load the "
            f"archive again: onrecord backfill {at}")  # fmt: skip
    else:
        say("Only a kept snapshot is broken; the next two publishes replace it.")


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.1f} MB"
