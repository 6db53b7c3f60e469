"""Finds the feeds of a site: asks its page, follows what may be a feed, and keeps what can be read as one."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from flows.adapters.addresses import AddressPolicy
from flows.adapters.http import Http
from flows.settings import Settings
from schemas.errors import FetchError, ParseError
from schemas.feed import Feed, FeedDocument, Outlet, Subscription
from schemas.ids import stable_id
from schemas.response import Fetch, FetchPlan, Response
from transforms.feeds.discovery import Candidate, candidates, is_of_news, usual_places
from transforms.feeds.documents import parse_feed
from transforms.wire.decoding import decode_content, decode_text
from transforms.wire.urls import redact, registrable_domain


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that was read: where, and what made us look there."""

    url: str
    origin: str
    document: FeedDocument


def discover(url: str, settings: Settings) -> list[FoundFeed]:
    """Return the feeds of the site that `url` is a page of, best first; `url` alone when it is a feed itself.

    The usual places are asked only where the page names nothing. Robots rules, address guard and limits are those of
    a run; nothing is archived. Raises FetchError when the page itself cannot be had.
    """
    return asyncio.run(_discover(url, settings))


def as_subscription(found: Iterable[FoundFeed]) -> Subscription:
    """Return the feeds as a subscription to one outlet, named as its feeds name it; a person looks it over."""
    feeds = list(found)
    domain = registrable_domain(feeds[0].url)
    title = next((feed.document.title for feed in feeds if feed.document.title), None)
    language = next((feed.document.language for feed in feeds if feed.document.language), None)
    outlet = Outlet(
        domain.partition(".")[0], title or domain, domain, language=language[:2].lower() if language else None
    )
    return Subscription(
        (outlet,), tuple(Feed(stable_id("feed", feed.url), outlet.outlet_id, feed.url) for feed in feeds)
    )


async def _discover(url: str, settings: Settings) -> list[FoundFeed]:
    policy = AddressPolicy(settings.allow_hosts, settings.connect_to)
    async with Http(settings.user_agent, policy) as http:
        *hops, last = await http.fetch(FetchPlan("article", url))
        page = _answer(last)
        if (document := _read(page)) is not None:
            return [FoundFeed(page.url, "given", document)]
        robots = [hop.response.body for hop in hops if hop.plan.kind == "robots" and hop.response]
        named = candidates(_text(page), page.url, robots[-1] if robots else None)
        found = await _read_all(http, named)
        unnamed = usual_places(
            page.url,
            feeds=not any(feed.origin != "robots.txt" for feed in found),
            sitemaps=not any(feed.origin == "robots.txt" for feed in found),
        )
        return _distinct(found + await _read_all(http, unnamed))


async def _read_all(http: Http, places: list[Candidate]) -> list[FoundFeed]:
    origins = {place.url: place.origin for place in places}
    answers: dict[str, Response] = {}

    def keep(fetch: Fetch) -> None:
        if fetch.plan.kind == "feed" and fetch.response is not None and fetch.response.status == 200:
            answers[fetch.plan.url] = fetch.response

    await http.fetch_all([FetchPlan("feed", place) for place in origins], keep)
    found = []
    for place, origin in origins.items():
        document = _read(answers[place]) if place in answers else None
        if document is not None and is_of_news(document):
            found.append(FoundFeed(place, origin, document))
    return found


def _distinct(found: Iterable[FoundFeed]) -> list[FoundFeed]:
    """Of feeds at one address, or with the same entries (RSS and Atom of the same), the first."""
    kept: list[FoundFeed] = []
    seen: set[object] = set()
    for feed in found:
        marks = {feed.document.url, frozenset(entry.canonical_url for entry in feed.document.entries) or feed.url}
        if not marks & seen:
            kept.append(feed)
        seen |= marks
    return kept


def _answer(fetch: Fetch) -> Response:
    if fetch.response is None:
        raise FetchError(redact(fetch.url), fetch.error_kind or "", fetch.error or "no answer")
    if fetch.response.status != 200:
        raise FetchError(redact(fetch.url), f"http-{fetch.response.status}", f"answered {fetch.response.status}")
    return fetch.response


def _read(response: Response) -> FeedDocument | None:
    try:
        return parse_feed(_body(response), url=response.url, content_type=response.header("content-type"))
    except ParseError:
        return None


def _text(response: Response) -> str:
    try:
        return decode_text(_body(response), response.header("content-type"), url=response.url)
    except ParseError:
        return ""


def _body(response: Response) -> bytes:
    return decode_content(response.body, response.header("content-encoding"), url=response.url)
