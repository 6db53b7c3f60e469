"""Decides what to fetch and when: feeds by their poll interval, articles by what is known of them. No clock here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from schemas.errors import UrlError
from schemas.feed import ArticleState, Entry, Feed, FeedState
from schemas.ids import entry_id
from schemas.response import FetchPlan
from transforms.wire.urls import canonicalize

MAX_TRIES = 3
MAX_WAIT = timedelta(hours=24)  # however often it failed, a feed is tried again after a day: feeds come back
_MAX_DOUBLINGS = 16
_NEVER = datetime.min.replace(tzinfo=UTC)


def due_feeds(states: Sequence[FeedState], now: datetime) -> list[FetchPlan]:
    """Return a plan for every enabled feed whose wait is over, the longest unfetched first.

    The wait is `poll_minutes`, doubled for each failure in a row, up to 24 hours. Plans carry the validators
    of the last response for a conditional GET (RFC 9110 §13).
    """
    due = [state for state in states if state.feed.enabled and _is_over(state, now)]
    due.sort(key=lambda state: (state.last_fetched_at or _NEVER, state.feed.feed_id))
    return [
        FetchPlan(
            kind="feed",
            url=state.feed.url,
            outlet_id=state.feed.outlet_id,
            feed_id=state.feed.feed_id,
            etag=state.etag,
            last_modified=state.last_modified,
        )
        for state in due
    ]


def wait_of(state: FeedState) -> timedelta:
    """Return how long after its last fetch the feed is due again."""
    interval = timedelta(minutes=state.feed.poll_minutes)
    backed_off = interval * (1 << min(max(state.consecutive_failures, 0), _MAX_DOUBLINGS))
    return min(backed_off, max(interval, MAX_WAIT))


def _is_over(state: FeedState, now: datetime) -> bool:
    if state.last_fetched_at is None:
        return True
    elapsed = now - state.last_fetched_at
    # A last fetch that lies days ahead was written by a wrong clock; waiting for it would silence the feed.
    return elapsed >= wait_of(state) or elapsed < -MAX_WAIT


def due_articles(entries: Sequence[tuple[Feed, Entry]], known: Mapping[str, ArticleState]) -> list[FetchPlan]:
    """Return a plan for each article to fetch, in the order the entries came, each canonical URL once.

    New ones are fetched; failing ones up to `MAX_TRIES` times; loaded and refused ones only when an entry's own
    date (updated, else published) is later than the one the last fetch was made for: then the article was
    revised. Both dates are the feed's, so no clock decides. Entries without a usable link have no plan.
    """
    plans: dict[str, FetchPlan] = {}
    for feed, entry in entries:
        url = entry.canonical_url
        if url is None or url in plans:
            continue
        if _is_wanted(entry, known.get(url)):
            plans[url] = _article_plan(feed, entry, url)
    return list(plans.values())


def _is_wanted(entry: Entry, state: ArticleState | None) -> bool:
    if state is None or _is_revised(entry, state):
        return True
    return not state.loaded and not state.refused and state.tries < MAX_TRIES


def _is_revised(entry: Entry, state: ArticleState) -> bool:
    """Compare the feed's dates. Without a date on both sides nothing can be told, and nothing is fetched again."""
    changed_at = _changed_at(entry)
    return changed_at is not None and state.entry_updated_at is not None and changed_at > state.entry_updated_at


def _changed_at(entry: Entry) -> datetime | None:
    return entry.updated_at or entry.published_at


def _article_plan(feed: Feed, entry: Entry, url: str) -> FetchPlan:
    return FetchPlan(
        kind="article",
        url=_address(entry, url),
        outlet_id=feed.outlet_id,
        feed_id=feed.feed_id,
        entry_id=entry_id(feed.feed_id, entry.guid, entry.canonical_url),
        entry_title=entry.title,
        entry_published_at=entry.published_at,
        entry_updated_at=_changed_at(entry),
    )


def _address(entry: Entry, canonical_url: str) -> str:
    """The link as the feed gives it, trackers and all: it is the one address the server is known to answer.

    One that is relative, or was redacted, is no address; then the canonical URL is asked for.
    """
    try:
        return entry.link if entry.link and canonicalize(entry.link) == canonical_url else canonical_url
    except UrlError:
        return canonical_url


def batches_by_host(plans: Iterable[FetchPlan], size: int) -> list[list[FetchPlan]]:
    """Cut `plans` into batches of about `size`, all plans of one host in the same batch.

    A batch is fetched by one process, which alone can keep to one request per host at a time. Hosts keep the
    order in which they first appear, and plans theirs within a host; only a host with more than `size` plans
    makes a batch longer than `size`.
    """
    hosts: dict[str, list[FetchPlan]] = {}
    for plan in plans:
        hosts.setdefault(_host(plan.url), []).append(plan)
    batches: list[list[FetchPlan]] = []
    for group in hosts.values():
        if batches and len(batches[-1]) + len(group) <= size:
            batches[-1].extend(group)
        else:
            batches.append(list(group))
    return batches


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # the HTTP adapter will refuse it; it still needs a batch to be refused in
        return ""
