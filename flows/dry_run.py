"""What a run or a backfill would do, told without touching the network, the archive or the warehouse."""

from __future__ import annotations

from datetime import datetime

from flows.adapters import archive
from flows.adapters.snapshots import read_article_histories, read_feed_states
from flows.backfill import BackfillRequest, chosen
from flows.console import print_json, print_table, say
from flows.movements import archived_files
from flows.settings import Settings
from schemas.errors import ArchiveError
from schemas.feed import Subscription
from transforms.wire.polling import due_feeds
from transforms.wire.schedule import RECHECKED_FOR, due_rechecks
from transforms.wire.urls import redact


def show_nightly(subscription: Subscription, settings: Settings, now: datetime, *, as_json: bool) -> int:
    """Print the feeds that are due now, and how many articles known. What is new in them only the feeds can tell."""
    plans = due_feeds(read_feed_states(settings.published_file, subscription.feeds), now)
    held = read_article_histories(settings.published_file, now - RECHECKED_FOR)
    again = due_rechecks(held, {feed.feed_id: feed for feed in subscription.feeds}, now)
    rows = [(plan.outlet_id, redact(plan.url), "yes" if plan.etag or plan.last_modified else "") for plan in plans]
    if as_json:
        print_json([{"outlet": outlet, "url": url, "conditional": bool(cond)} for outlet, url, cond in rows])
    else:
        print_table(("outlet", "feed due", "conditional"), rows)
        say(
            f"{len(plans)} of {len(subscription.feeds)} feeds are due, {len(again)} articles are to be looked at again;"
            " nothing was fetched."
        )
    return 0


def show_backfill(request: BackfillRequest, subscription: Subscription, settings: Settings, *, as_json: bool) -> int:
    """Print the WARC files and how many records of each would be read; 1 when one cannot be read to its end."""
    files = [str(path.resolve()) for path in request.warc_files] or archived_files(settings.archive)
    wanted = chosen(request, subscription)
    rows: list[tuple[str, int, str]] = []
    for name in files:
        records, problem = 0, ""
        try:
            for entry in archive.scan(settings.archive / name):
                records += wanted(entry)
        except ArchiveError as error:
            problem = f"unreadable from byte {error.offset}: {error.reason}"
        rows.append((name, records, problem))
    if as_json:
        print_json([{"file": name, "records": records, "problem": problem or None} for name, records, problem in rows])
    else:
        print_table(("WARC file", "records", "problem"), rows)
        say(f"{sum(row[1] for row in rows)} records in {len(rows)} files; nothing was loaded.")
    return 1 if any(problem for *_, problem in rows) else 0
