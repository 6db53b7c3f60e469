"""Decides which articles to fetch, which to fetch again, and which older pages of a feed to read. No clock here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from schemas.errors import UrlError
from schemas.feed import ArticleHistory, ArticleState, Entry, Feed, PagedFeed
from schemas.ids import entry_id
from schemas.response import FetchPlan
from transforms.wire.polling import SLACK
from transforms.wire.urls import canonicalize

MAX_TRIES = 6
_RETRY_WAITS = tuple(
    timedelta(minutes=minutes) for minutes in (30, 120, 480, 1_440, 1_440)
)  # after each try but the last
_A_DAY = timedelta(days=1)
# an article is looked at again when it is so old: in a quarter of the changes within the hour, in most within the day
RECHECKS = (timedelta(hours=1), timedelta(hours=24), timedelta(days=7))
RECHECKED_FOR = timedelta(days=14)  # a recheck that no run came to do in all that time is not made up for
_RESTAMPED_SHARE = 0.5  # of three or more known entries: a feed that redates more than that at once redates all it has
_RESTAMPED_LEAST = 3


def due_articles(
    entries: Sequence[tuple[Feed, Entry]], known: Mapping[str, ArticleState], now: datetime
) -> list[FetchPlan]:
    """Return a plan for each article to fetch, in the order the entries came, each canonical URL once.

    New ones are fetched; failing ones up to `MAX_TRIES` times, longer and longer apart; loaded and refused ones only
    when an entry's own date (updated, else published) is later than the one the last fetch was made for: then the
    article was revised. Both dates are the feed's, so no clock decides; those of a feed that gives most of its entries
    a new date at once say nothing. Entries without a usable link have no plan.
    """
    restamping = _restamping_feeds(entries, known)
    plans: dict[str, FetchPlan] = {}
    for feed, entry in entries:
        url = entry.canonical_url
        if url is None or url in plans:
            continue
        state = known.get(url)
        is_revised = state is not None and feed.feed_id not in restamping and _is_redated(entry, state)
        if state is None or is_revised or _is_to_retry(state, now):
            plans[url] = _article_plan(feed, entry, url, state)
    return list(plans.values())


def due_rechecks(
    histories: Iterable[ArticleHistory], feeds: Mapping[str, Feed], now: datetime, *, planned: Collection[str] = ()
) -> list[FetchPlan]:
    """Return a conditional request for each article that came to one of the ages in `RECHECKS` since it was asked for.

    Ages count from its first fetch; of several ages missed, one request makes up. `feeds` are the subscribed ones by
    id, `planned` the canonical URLs that are fetched anyway.
    """
    return [
        _article_plan(feed, history.entry, history.entry.canonical_url, history)
        for history in histories
        if (feed := feeds.get(history.feed_id)) is not None
        and feed.enabled
        and history.entry.canonical_url is not None
        and history.entry.canonical_url not in planned
        and is_recheck_due(history.first_fetched_at, history.last_fetched_at, now)
    ]


def is_recheck_due(first_fetched_at: datetime, last_fetched_at: datetime, now: datetime) -> bool:
    """Tell whether an article first and last asked for then reached an age of `RECHECKS` and was not seen since."""
    age = now - first_fetched_at
    reached = [recheck * (1 - SLACK) for recheck in RECHECKS if age >= recheck * (1 - SLACK)]
    return bool(reached) and age <= RECHECKED_FOR and last_fetched_at - first_fetched_at < reached[-1]


def due_pages(feeds: Iterable[PagedFeed], *, since: datetime | None, asked: Collection[str]) -> list[FetchPlan]:
    """Return a plan for each page that continues what was just read of a feed, but for the addresses already `asked`.

    The sitemaps of an index are always read. An older page is read when none of the entries so far was known and
    others of the feed were, so that some were missed; and as long as `since` lies before the oldest entry.
    """
    return [
        FetchPlan(
            "page", page, outlet_id=paged.feed.outlet_id, feed_id=paged.feed.feed_id, etag=etag, last_modified=date
        )
        for paged in feeds
        if paged.is_index or _is_gap(paged) or _reaches_back(paged, since)
        for page, etag, date in paged.pages
        if page not in asked and "***" not in page
    ]


def _is_gap(paged: PagedFeed) -> bool:
    return paged.has_entries and paged.was_known and not paged.is_joined


def _reaches_back(paged: PagedFeed, since: datetime | None) -> bool:
    return since is not None and paged.oldest_entry_at is not None and paged.oldest_entry_at > since


def _restamping_feeds(entries: Iterable[tuple[Feed, Entry]], known: Mapping[str, ArticleState]) -> set[str]:
    dated: Counter[str] = Counter()
    redated: Counter[str] = Counter()
    for feed, entry in entries:
        state = known.get(entry.canonical_url or "")
        if state is not None and state.entry_updated_at is not None and _changed_at(entry) is not None:
            dated[feed.feed_id] += 1
            redated[feed.feed_id] += _is_redated(entry, state)
    return {
        feed_id
        for feed_id, count in dated.items()
        if count >= _RESTAMPED_LEAST and redated[feed_id] > _RESTAMPED_SHARE * count
    }


def _is_redated(entry: Entry, state: ArticleState) -> bool:
    """Compare the feed's dates. Without a date on both sides nothing can be told, and nothing is fetched again."""
    changed_at = _changed_at(entry)
    return changed_at is not None and state.entry_updated_at is not None and changed_at > state.entry_updated_at


def _is_to_retry(state: ArticleState, now: datetime) -> bool:
    if state.loaded or state.refused or state.tries >= MAX_TRIES:
        return False
    if state.tries < 1 or state.last_fetched_at is None:
        return True
    elapsed = now - state.last_fetched_at
    return elapsed >= _RETRY_WAITS[state.tries - 1] * (1 - SLACK) or elapsed < -_A_DAY  # a wrong clock wrote that


def _changed_at(entry: Entry) -> datetime | None:
    return entry.updated_at or entry.published_at


def _article_plan(feed: Feed, entry: Entry, url: str, known: ArticleState | ArticleHistory | None) -> FetchPlan:
    return FetchPlan(
        kind="article",
        url=_address(entry, url),
        outlet_id=feed.outlet_id,
        feed_id=feed.feed_id,
        etag=known.etag if known else None,
        last_modified=known.last_modified if known else None,
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
