"""Feed bytes → what the feed said: RSS, RDF, Atom, JSON Feed or a news sitemap, whatever the headers call it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urldefrag

from schemas.errors import FeedError, UrlError
from schemas.feed import FeedDocument
from transforms.feeds.discovery import linked_feeds
from transforms.feeds.entries import NAME_LENGTH, TITLE_LENGTH, RawFeed, clean_entries
from transforms.feeds.jsonfeed import read_json_feed
from transforms.feeds.sitemaps import is_sitemap, read_sitemap
from transforms.feeds.xmlfeed import read_xml_feed
from transforms.wire.decoding import decode_text
from transforms.wire.plaintext import plain_text
from transforms.wire.urls import canonicalize, join, redact

MAX_BYTES = 16_000_000  # the HTTP adapter stops earlier; a foreign WARC has no such adapter
_HTML_WINDOW = 4_096  # characters at the start in which a page says that it is one
_MAX_HINTS = 5


def parse_feed(body: bytes, *, url: str, content_type: str | None) -> FeedDocument:
    """Return what the feed at `url` said. `body` is its payload, content codings removed.

    The bytes decide what it is; `content_type` only helps to find the charset. Entries keep feed order, at most
    5,000 of them; `problems` notes all that was mended. Raises FeedError with reason "empty", "html-not-feed" (the
    detail names the feeds that the page offers), "not-a-feed", "malformed" (damaged, and no entry survived),
    "too-deep", "too-large", "entity-declarations". Nothing else is raised, whatever the bytes.
    """
    if len(body) > MAX_BYTES:
        raise FeedError(url, "too-large", f"{len(body)} bytes, {MAX_BYTES} are allowed")
    text = decode_text(body, content_type, url=url).lstrip("\ufeff \t\r\n")
    if not text:
        raise FeedError(url, "empty")
    try:
        raw = _reader(text)(text, url=url)
    except FeedError as error:
        if error.reason in ("not-a-feed", "malformed") and _is_html(text):
            raise FeedError(url, "html-not-feed", _offered_feeds(text, url)) from None
        raise
    entries, notes = clean_entries(raw.entries, url)
    return FeedDocument(
        url=url,
        format=raw.format,
        title=plain_text(raw.title, TITLE_LENGTH),
        language=plain_text(raw.language, NAME_LENGTH),
        entries=entries,
        rhythm=raw.rhythm,
        pages=tuple(_addresses(raw.pages, url)),
        problems=(*raw.problems, *notes),
    )


def _reader(text: str) -> Callable[..., RawFeed]:
    if text[0] in "{[":
        return read_json_feed
    return read_sitemap if is_sitemap(text) else read_xml_feed


def _addresses(links: Iterable[str], url: str) -> Iterator[str]:
    """The links as addresses that can be asked for; a page of a feed is no article, so nothing is dropped from them."""
    for link in dict.fromkeys(links):
        try:
            address, _ = urldefrag(join(url, link))
            canonicalize(address)
        except (UrlError, ValueError):
            continue
        yield redact(address)


def _is_html(text: str) -> bool:
    head = text[:_HTML_WINDOW].lower()
    return "<!doctype html" in head or "<html" in head


def _offered_feeds(text: str, url: str) -> str:
    """Return a sentence naming the feeds that a page links to."""
    found = [redact(link) for link in linked_feeds(text, url)[:_MAX_HINTS]]
    return f"the page offers {', '.join(found)}" if found else "a web page without a feed link"
