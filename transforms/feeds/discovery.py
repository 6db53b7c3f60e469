"""Where a site keeps its feeds: what its page declares, links that look like feeds, robots.txt, the usual places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urldefrag, urlsplit

from lxml import etree

from schemas.errors import UrlError
from schemas.feed import FeedDocument
from transforms.wire.urls import canonicalize, join, registrable_domain, without_credentials

Origin = Literal["link", "anchor", "robots.txt", "guess"]

_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"})
_PAGE_WINDOW = 1_000_000  # characters in which a page names its feeds
_LOOKS_LIKE_A_FEED = re.compile(
    r"/(?:feeds?|rss|rss2|atom|rdf)(?:/|$|\.\w{2,5}$)|\.(?:rss|atom|rdf)$|[/_-](?:rss|feed|atom)[^/]*\.(?:xml|json)$",
    re.IGNORECASE,
)
_SITEMAP_LINE = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)  # RFC 9309 §2.2.4 lets it be
_USUAL_FEEDS = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json")
_USUAL_SITEMAPS = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml", "/news/sitemap.xml")
_MAX_ANCHORS = 20
_MAX_SITEMAPS = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may be a feed, and what made us think so."""

    url: str
    origin: Origin


def linked_feeds(text: str, url: str) -> list[str]:
    """Return the feeds that a page declares, in its order (https://html.spec.whatwg.org/#rel-alternate)."""
    return list(_addresses(_declared(_tree(text)), url))


def candidates(text: str, url: str, robots_body: bytes | None) -> list[Candidate]:
    """Return where to look for feeds of the site of which the page at `url` has this decoded `text`, best first.

    Declared feeds, links that look like feeds of the same publisher, and news sitemaps of robots.txt.
    """
    tree = _tree(text)
    publisher = registrable_domain(url)
    anchors = [link.get("href") or "" for link in tree.iter("a")] if tree is not None else []
    near = [
        address
        for address in _addresses(anchors, url)
        if _LOOKS_LIKE_A_FEED.search(urlsplit(address).path) and registrable_domain(address) == publisher
    ]
    listed = _SITEMAP_LINE.findall((robots_body or b"")[:500_000].decode("utf-8", "replace"))
    sitemaps = sorted(_addresses(listed, url), key=lambda address: "news" not in address.lower())
    found = [
        *(Candidate(address, "link") for address in _addresses(_declared(tree), url)),
        *(Candidate(address, "anchor") for address in near[:_MAX_ANCHORS]),
        *(Candidate(address, "robots.txt") for address in sitemaps[:_MAX_SITEMAPS]),
    ]
    first: dict[str, Candidate] = {}
    for candidate in found:
        first.setdefault(candidate.url, candidate)
    return list(first.values())


def usual_places(url: str, *, feeds: bool, sitemaps: bool) -> list[Candidate]:
    """Return the addresses at which sites usually keep a feed, a news sitemap, or both."""
    places = (_USUAL_FEEDS if feeds else ()) + (_USUAL_SITEMAPS if sitemaps else ())
    return [Candidate(address, "guess") for address in _addresses(places, url)]


def is_of_news(document: FeedDocument) -> bool:
    """Tell whether to subscribe to it: any feed; of sitemaps only those that date news, others list a whole site."""
    if document.format == "sitemapindex":
        return any("news" in page.lower() for page in (document.url, *document.pages))
    if document.format == "sitemap":
        return any(entry.published_at for entry in document.entries)
    return True


def _tree(text: str) -> etree._Element | None:
    parser = etree.HTMLParser(encoding="utf-8", recover=True, no_network=True)
    try:
        return etree.fromstring(text[:_PAGE_WINDOW].encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        return None


def _declared(tree: etree._Element | None) -> Iterator[str]:
    for link in tree.iter("link") if tree is not None else ():
        if "alternate" in (link.get("rel") or "").lower().split() and (link.get("type") or "").lower() in _FEED_TYPES:
            yield link.get("href") or ""


def _addresses(links: Iterable[str], url: str) -> Iterator[str]:
    """The links as absolute addresses that can be asked for, without anybody's password, each once."""
    seen = set()
    for link in links:
        try:
            address, _ = urldefrag(without_credentials(join(url, link)))
            canonicalize(address)
        except (UrlError, ValueError):
            continue
        if address not in seen:
            seen.add(address)
            yield address
