"""`onrecord feeds`: list, check, discover, import and export the subscription."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from flows.commands.options import Verbs, add_network_options, settings_of
from flows.console import print_json, print_table, say
from schemas.errors import ConfigurationError
from schemas.feed import FeedDocument, Subscription

_DESCRIPTION = """\
Look after feeds.toml, the only configuration you must know.

  onrecord feeds list                        the outlets and their feeds
  onrecord feeds check                       is the file right? names every line that is not
  onrecord feeds discover https://news.example    which feeds and news sitemaps does this site have?
  onrecord feeds import subscriptions.opml   OPML from a feed reader → feeds.toml on stdout
  onrecord feeds export > feeds.opml         feeds.toml → OPML; folders are kept both ways"""


def add(verbs: Verbs, common: argparse.ArgumentParser) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "feeds",
        parents=[common],
        help="list, check, discover, import, export the subscription",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    subscription = argparse.ArgumentParser(add_help=False)
    subscription.add_argument("--feeds", metavar="FILE", default="feeds.toml", help="default: feeds.toml")
    output = argparse.ArgumentParser(add_help=False)
    output.add_argument(
        "--output", metavar="FILE", type=Path, help="write there instead of to stdout; never overwrites"
    )
    for name, main, parents, words in (
        ("list", list_feeds, [subscription], "the outlets and their feeds"),
        ("check", check_feeds, [subscription], "is the file right?"),
        ("discover", discover_feeds, [output], "which feeds and news sitemaps does a site have?"),
        ("import", import_feeds, [output], "OPML → feeds.toml"),
        ("export", export_feeds, [subscription, output], "feeds.toml → OPML"),
    ):
        action = actions.add_parser(name, parents=[common, *parents], help=words, description=words)
        if name == "import":
            action.add_argument("opml", metavar="OPML", type=Path, help="the file a feed reader exported")
        if name == "discover":
            action.add_argument("url", metavar="URL", help="a page of the site, its home page best")
            add_network_options(action)
        action.set_defaults(main=main)


def list_feeds(arguments: argparse.Namespace) -> int:
    """Print every feed with its outlet."""
    from transforms.wire.urls import redact

    subscription = _read(arguments)
    outlets = {outlet.outlet_id: outlet for outlet in subscription.outlets}
    if arguments.json:
        print_json([{"outlet": outlets[feed.outlet_id], "feed": feed} for feed in subscription.feeds])
        return 0
    rows = []
    for feed in subscription.feeds:
        outlet = outlets[feed.outlet_id]
        where = f"{outlet.country or ''} {outlet.language or ''}".strip()
        address = redact(feed.url) if feed.enabled else f"{redact(feed.url)} (disabled)"
        rows.append((outlet.outlet_id, where, outlet.kind, feed.section, address))
    print_table(("outlet", "where", "kind", "section", "feed"), rows)
    say(_count(subscription))
    return 0


def check_feeds(arguments: argparse.Namespace) -> int:
    """Read the file; the error tree says what is wrong with it."""
    subscription = _read(arguments)
    if arguments.json:
        print_json({"outlets": len(subscription.outlets), "feeds": len(subscription.feeds)})
    elif not arguments.quiet:
        say(f"{arguments.feeds}: right. {_count(subscription)}")
    return 0


def discover_feeds(arguments: argparse.Namespace) -> int:
    """A site in; its feeds out, as a table, and with --output as a feeds.toml; 1 when it has none."""
    from flows.discovery import as_subscription, discover
    from schemas.sources import format_subscription

    url = arguments.url if "//" in arguments.url else f"https://{arguments.url}"
    found = discover(url, settings_of(arguments))
    if arguments.json:
        print_json([{"url": feed.url, "origin": feed.origin} | _told(feed.document) for feed in found])
    elif found:
        rows = [(feed.url, feed.origin, *_told(feed.document).values()) for feed in found]
        print_table(("feed", "found by", *_told(found[0].document)), rows)
    else:
        say(f"{url}: no feed was found; if you know one, `onrecord feeds discover` reads its address, too")
    if found and arguments.output:
        _put(arguments.output, format_subscription(as_subscription(found)).encode())
        say(f"{arguments.output}: look over name, country and kind, then: onrecord feeds check --feeds FILE")
    return 0 if found else 1


def _told(document: FeedDocument) -> dict[str, object]:
    """What helps to choose between feeds."""
    dates = sorted(date for entry in document.entries if (date := entry.published_at or entry.updated_at))
    return {
        "title": document.title,
        "format": document.format,
        "entries": len(document.entries),
        "oldest": dates[0] if dates else None,
        "newest": dates[-1] if dates else None,
    }


def import_feeds(arguments: argparse.Namespace) -> int:
    """OPML in, feeds.toml out."""
    from schemas.sources import format_subscription
    from transforms.wire.opml import read_opml

    try:
        data = arguments.opml.read_bytes()
    except OSError as error:
        raise ConfigurationError(f"{arguments.opml}: cannot be read ({error.strerror})") from error
    subscription = read_opml(data, url=str(arguments.opml))
    _put(arguments.output, format_subscription(subscription).encode())
    if not arguments.quiet:
        say(f"{_count(subscription)} Look over names, countries and kinds, then: onrecord feeds check --feeds FILE")
    return 0


def export_feeds(arguments: argparse.Namespace) -> int:
    """feeds.toml in, OPML out."""
    from transforms.wire.opml import write_opml

    _put(arguments.output, write_opml(_read(arguments)))
    return 0


def _read(arguments: argparse.Namespace) -> Subscription:
    from flows.subscription import read_subscription

    return read_subscription(Path(arguments.feeds))


def _put(output: Path | None, data: bytes) -> None:
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        with output.open("xb") as file:
            file.write(data)
    except FileExistsError as error:
        raise ConfigurationError(f"{output}: exists already; it is not overwritten: name another file") from error
    except OSError as error:
        raise ConfigurationError(f"{output}: cannot be written ({error.strerror})") from error


def _count(subscription: Subscription) -> str:
    return f"{len(subscription.feeds)} feeds of {len(subscription.outlets)} outlets."
