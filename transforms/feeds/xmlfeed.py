"""RSS 0.9x–2.0, RDF and Atom → what the feed said, dialect taken off. feedparser knows the dialects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import feedparser
from lxml import etree

from schemas.errors import FeedError, ParseError
from transforms.feeds.channel import older_page, rhythm_of
from transforms.feeds.entries import RawEntry, RawFeed
from transforms.feeds.feedtree import distil, drop, items_of, local_name
from transforms.wire.xmltree import XmlTree, read_xml

_ROOTS = frozenset({"rss", "rdf", "feed", "channel"})
_OPENING = re.compile(r"<(?:item|entry)[\s>]")
_CLOSING = re.compile(r"</(?:item|entry)\s*>")
_OFFSET = re.compile(r"[\d\s]([+-])(\d\d):?(\d\d)\s*$")


def read_xml_feed(text: str, *, url: str) -> RawFeed:
    """Read a decoded XML feed.

    libxml2 reads it first: feedparser then sees sound UTF-8 XML without DTD, of bounded depth and number of items,
    and has no need of its lenient parser, whose time on hostile input is not bounded.
    Raises FeedError with reason "not-a-feed", "malformed" (damaged, and no entry survived), "too-deep",
    "too-large" or "entity-declarations".
    """
    try:
        tree = read_xml(text, url=url)
    except ParseError as error:
        raise FeedError(url, error.reason, error.detail) from None
    root = tree.root
    if local_name(root) not in _ROOTS:
        raise FeedError(url, "not-a-feed", f"the root element is <{local_name(root)[:40]}>")
    rhythm, older = rhythm_of(root), older_page(root, url)  # before what feedparser is not asked about is taken away
    problems = list(_trim(tree))
    said = _understood(etree.tostring(root, encoding="utf-8", xml_declaration=True), url)
    if tree.is_damaged and not said.entries:
        raise FeedError(url, "malformed", "not well-formed, and no complete entry in it")
    if not said.entries and not said.version:
        raise FeedError(url, "not-a-feed", "no dialect that is known, and no entries")
    channel = said.feed
    return RawFeed(
        format=said.version or "unknown",
        title=_value(channel, "title"),
        language=_value(channel, "language"),
        entries=[_entry(item, is_rss=not said.version.startswith("atom")) for item in said.entries],
        rhythm=rhythm,
        problems=tuple(problems),
        pages=(older,) if older else (),
    )


def _trim(tree: XmlTree) -> Iterator[str]:
    """Take from the tree the last item of a document that was cut off in it, and all that is not asked; say so."""
    if tree.is_mended:
        yield "malformed: not well-formed XML, mended"
        if _last(_OPENING, tree.text) > _last(_CLOSING, tree.text):
            for item in items_of(tree.root)[-1:]:
                yield "incomplete-entry: 1 dropped"
                drop(item)
    dropped = distil(tree.root)
    if dropped:
        yield f"too-many-entries: {dropped} dropped"


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def _understood(document: bytes, url: str) -> Any:
    """Run feedparser on bytes (it would open a string as an address or a file). `url` is the base of links."""
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    return feedparser.parse(
        BytesIO(document), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )


def _entry(item: dict[str, Any], *, is_rss: bool) -> RawEntry:
    published, updated = _moment(item, "published"), _moment(item, "updated")
    if is_rss and published is None:
        published, updated = updated, None  # dc:date, which feedparser calls an update, is when RSS was published
    return RawEntry(
        guid=_value(item, "id"),
        link=_value(item, "feedburner_origlink") or _value(item, "link"),
        title=_value(item, "title"),
        summary=_value(item, "summary"),
        author=_value(item, "author"),
        language=_value(item, "language") or _value(item, "dc_language"),
        published_at=published,
        updated_at=updated,
        date_problem=next(filter(None, (_date_problem(item, name) for name in ("published", "updated"))), None),
    )


def _value(table: dict[str, Any], key: str) -> str | None:
    """Return a text that is really there: feedparser's own lookup would give an entry's date for its update."""
    value = dict.get(table, key)
    return value if isinstance(value, str) and value.strip() else None


def _moment(item: dict[str, Any], name: str) -> datetime | None:
    """Return feedparser's UTC tuple as a moment. A time zone that no place has is taken as UTC."""
    parsed = dict.get(item, f"{name}_parsed")
    if parsed is None:
        return None
    try:
        year, month, day, hour, minute, second = parsed[:6]
        moment = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)  # 60 is a leap second
        return moment + _impossible_offset(item, name)
    except (ValueError, TypeError, OverflowError):
        return None


def _impossible_offset(item: dict[str, Any], name: str) -> timedelta:
    """Return the offset written in the date when it is beyond ±14:00, else nothing."""
    found = _OFFSET.search(_value(item, name) or "")
    if not found:
        return timedelta(0)
    offset = timedelta(hours=int(found[2]), minutes=int(found[3])) * (-1 if found[1] == "-" else 1)
    return offset if abs(offset) > timedelta(hours=14) else timedelta(0)


def _date_problem(item: dict[str, Any], name: str) -> str | None:
    if _value(item, name) is None:
        return None
    if _moment(item, name) is None:
        return "unreadable-date"
    return "impossible-time-zone" if _impossible_offset(item, name) else None
