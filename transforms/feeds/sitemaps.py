"""News sitemaps and sitemap indexes → the same as a feed: entries, and the sitemaps to read next.

https://www.sitemaps.org/protocol.html and https://developers.google.com/search/docs/crawling-indexing/sitemaps
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from lxml import etree

from schemas.errors import FeedError, ParseError
from transforms.feeds.entries import MAX_ENTRIES, RawEntry, RawFeed
from transforms.feeds.feedtree import local_name
from transforms.wire.xmltree import read_xml

MAX_SITEMAPS = 10  # of one index: the latest changed; the others change no more, or are not news
_ROOT = re.compile(r"<(?:[\w.-]{1,20}:)?(urlset|sitemapindex)[\s>/]")
_TAG = re.compile(r"</?(?:[\w.-]{1,20}:)?(?:url|sitemap)[\s>]")
_WINDOW = 4_096  # characters in which the root element is looked for
_NEVER = datetime.min.replace(tzinfo=UTC)
_PADDING = {4: "-01-01", 7: "-01"}  # https://www.w3.org/TR/NOTE-datetime: a year or a month is a date, too


def is_sitemap(text: str) -> bool:
    """Tell whether decoded `text` says in its beginning that it is a sitemap or an index of them."""
    return _ROOT.search(text[:_WINDOW]) is not None


def read_sitemap(text: str, *, url: str) -> RawFeed:
    """Read a decoded sitemap; `news:` gives title, language and date of publication, `lastmod` the date of change.

    Entries and sitemaps stand latest first, undated ones last in the order given: the caps keep what is news.
    Raises FeedError with reason "not-a-feed", "malformed", "too-deep", "too-large" or "entity-declarations".
    """
    try:
        tree = read_xml(text, url=url)
    except ParseError as error:
        raise FeedError(url, error.reason, error.detail) from None
    name = local_name(tree.root)
    if name not in ("urlset", "sitemapindex"):
        raise FeedError(url, "not-a-feed", f"the root element is <{name[:40]}>")
    problems: tuple[str, ...] = ()
    if tree.is_mended:
        problems = ("malformed: not well-formed XML, mended",)
        if len(tree.root) and _is_cut(tree.text):
            problems += ("incomplete-entry: 1 dropped",)
            del tree.root[-1]
    if name == "sitemapindex":
        listed = _latest_first(_located(tree.root, "sitemap"))
        pages = [link for item in listed[:MAX_SITEMAPS] if (link := item.link)]
        return RawFeed("sitemapindex", None, None, (), problems=problems, pages=tuple(pages))
    entries = _latest_first(_located(tree.root, "url"))
    if len(entries) > MAX_ENTRIES:
        problems += (f"too-many-entries: {len(entries) - MAX_ENTRIES} dropped",)
    return RawFeed("sitemap", None, None, entries[:MAX_ENTRIES], problems=problems)


def _is_cut(text: str) -> bool:
    """Tell whether the last <url> or <sitemap> is not closed: its address may be half an address."""
    tags = list(_TAG.finditer(text))
    return bool(tags) and not tags[-1][0].startswith("</")


def _located(root: etree._Element, name: str) -> Iterator[RawEntry]:
    for element in root:
        if local_name(element) == name:
            texts = dict(_texts(element))
            published, changed = texts.get("publication_date"), texts.get("lastmod")
            moments = [_moment(date) for date in (published, changed)]
            unread = any(date and moment is None for date, moment in zip((published, changed), moments, strict=True))
            yield RawEntry(
                link=texts.get("loc"),
                title=texts.get("title"),
                language=texts.get("language"),
                published_at=moments[0],
                updated_at=moments[1],
                date_problem="unreadable-date" if unread else None,
            )


def _texts(element: etree._Element) -> Iterator[tuple[str, str]]:
    """The texts of a <url> or <sitemap>, and of the <news:news> in it; pictures and videos have titles of their own."""
    for child in element:
        name = local_name(child)
        if name == "news":
            yield from ((local_name(part), (part.text or "").strip()) for part in child.iter())
        elif name in ("loc", "lastmod"):
            yield name, (child.text or "").strip()


def _latest_first(entries: Iterable[RawEntry]) -> list[RawEntry]:
    return sorted(entries, key=lambda entry: entry.published_at or entry.updated_at or _NEVER, reverse=True)


def _moment(text: str | None) -> datetime | None:
    """Return a W3C date as UTC; a date without a time is its first moment, one without a zone is in UTC."""
    date = (text or "").strip()
    try:
        moment = datetime.fromisoformat(date + _PADDING.get(len(date), ""))
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
