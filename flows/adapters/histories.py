"""What planning asks the warehouse: how feeds and articles fared until now, each question a file in schemas/queries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from flows.adapters.sql_files import Rows
from schemas.feed import ArticleHistory, ArticleState, Entry, Feed, FeedRhythm, FeedState
from schemas.ids import article_id
from transforms.rows.acquired import entry_of

_ENTRY = ("guid", "link", "canonical_url", "title", "author", "published_at", "updated_at")  # as the questions give it

Ask = Callable[[str, Mapping[str, object]], Rows]  # the name of a query and its values → its rows


def feed_states(ask: Ask, feeds: Iterable[Feed]) -> list[FeedState]:
    """Return the poll state of each feed, in the order given; a feed never loaded has an empty one."""
    wanted = list(feeds)
    rows = ask("feed_states.sql", {"feed_ids": [feed.feed_id for feed in wanted]})
    known = {feed_id: state for feed_id, *state in rows}
    return [_feed_state(feed, known[feed.feed_id]) if feed.feed_id in known else FeedState(feed) for feed in wanted]


def _feed_state(feed: Feed, values: list[Any]) -> FeedState:
    *facts, ttl, update, hours, days = values
    return replace(FeedState(feed, *facts), rhythm=FeedRhythm(ttl, update, tuple(hours), tuple(days)))


def article_states(ask: Ask, canonical_urls: Iterable[str]) -> dict[str, ArticleState]:
    """Return the state of each canonical URL of which the article was ever requested, here or elsewhere, by URL."""
    urls = list(canonical_urls)
    rows = ask("article_states.sql", {"canonical_urls": urls, "article_ids": [article_id(url) for url in urls]})
    return {row[0]: ArticleState(*row) for row in rows}


def pending_entries(ask: Ask, max_tries: int) -> list[tuple[str, Entry]]:
    """Return (feed id, entry) of what was offered and, after fewer than `max_tries`, neither got nor refused."""
    return [(row[0], _entry(row[1:])) for row in ask("pending_entries.sql", {"max_tries": max_tries})]


def article_histories(ask: Ask, since: datetime) -> list[ArticleHistory]:
    """Return the articles first fetched since then through a feed, and neither gone nor refused by the server."""
    end = 1 + len(_ENTRY)
    return [ArticleHistory(row[0], _entry(row[1:end]), *row[end:]) for row in ask("rechecks.sql", {"since": since})]


def _entry(values: Iterable[Any]) -> Entry:
    return entry_of(dict(zip(_ENTRY, values, strict=True)))


def known_offers(ask: Ask, offered: Sequence[tuple[str, str]]) -> dict[str, bool]:
    """Return of each feed that ever offered an entry whether any of what it offers now was known before.

    `offered`: (feed id, canonical URL) of the entries it offers now.
    """
    feeds, urls = [feed for feed, _ in offered], [url for _, url in offered]
    return dict(ask("known_offers.sql", {"feed_ids": feeds, "canonical_urls": urls}))


def sitemap_indexes(ask: Ask, feed_ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return, of those of the feeds that are sitemap indexes, the document each last was, by feed."""
    rows = ask("sitemap_indexes.sql", {"feed_ids": list(feed_ids)})
    return {row[0]: dict(zip(("feed_id", "pages", "format", "oldest_entry_at"), row, strict=True)) for row in rows}


def page_validators(ask: Ask, urls: Iterable[str]) -> dict[str, tuple[str | None, str | None]]:
    """Return (etag, last-modified) of the pages that were read before, by their address."""
    return {url: (etag, date) for url, etag, date in ask("page_validators.sql", {"urls": list(urls)})}
