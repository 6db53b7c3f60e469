"""When an article was published and changed, and who says so. Trust falls from feed to JSON-LD to meta to guess."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from htmldate import find_date
from lxml.html import HtmlElement

from schemas.article import DateSource
from transforms.articles.metadata import PageMetadata, as_text, declared_zone, parse_datetime

# What it discards it also logs; without a handler Python prints it to stderr.
logging.getLogger("htmldate").addHandler(logging.NullHandler())

_MIN_DATE = "1990-01-01"
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # no news site is older; templates say 1970 and 0001
_CLOCK_SKEW = timedelta(days=1)  # what a newsroom's clock or a missing time zone may be ahead of ours
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "parsely-pub-date",
    "sailthru.date", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.created", "dcterms.date", "pubdate",
    "publish-date", "publish_date", "publication_date", "cxenseparse:recs:publishtime", "date",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified", "dcterms.modified",
    "dc.date.modified", "last-modified", "lastmod",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dated:
    """A moment that was told: UTC, by whom, and with which offset from UTC ("+02:00"; None when none was told)."""

    at: datetime
    source: DateSource
    zone: str | None


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of an article. `is_doubtful`: the page or its feed told one that cannot be, which was passed over."""

    published: Dated | None
    modified: Dated | None
    is_doubtful: bool


def dates_of(
    page: PageMetadata, tree: HtmlElement, *, url: str, entry_published_at: datetime | None, fetched_at: datetime
) -> Dates:
    """Return the first believable date of publication, and of change, among what feed and page tell.

    Believable is from 1990 to a day after `fetched_at`. A page date that is only a day stands for its midnight.
    """
    told = [*_from_feed(entry_published_at), *_from_page(page, "datePublished", "dateCreated", names=_PUBLISHED)]
    changed = list(_from_page(page, "dateModified", names=_MODIFIED))
    published = next((dated for dated in told if _is_believable(dated, fetched_at)), None)
    if not any(dated.source != "feed" for dated in told) and published is None:
        # where a date was declared and not believed, htmldate would only round it until it fits its bounds
        published = _guessed(tree, url, fetched_at)
    return Dates(
        published=published,
        modified=next((dated for dated in changed if _is_believable(dated, fetched_at)), None),
        is_doubtful=not all(_is_believable(dated, fetched_at) for dated in (*told, *changed)),
    )


def _from_feed(entry_published_at: datetime | None) -> Iterator[Dated]:
    if entry_published_at is not None:
        is_aware = entry_published_at.tzinfo is not None
        moment = entry_published_at.astimezone(UTC) if is_aware else entry_published_at.replace(tzinfo=UTC)
        yield Dated(moment, "feed", None)


def _from_page(page: PageMetadata, *properties: str, names: tuple[str, ...]) -> Iterator[Dated]:
    declared = next((value for name in properties if (value := page.article.get(name))), None)
    if moment := parse_datetime(declared):
        yield Dated(moment, "json-ld", declared_zone(as_text(declared)))
    for name in names:
        if moment := parse_datetime(page.meta.get(name)):
            yield Dated(moment, "meta", declared_zone(page.meta[name]))


def _guessed(tree: HtmlElement, url: str, fetched_at: datetime) -> Dated | None:
    latest = (fetched_at + _CLOCK_SKEW).strftime("%Y-%m-%d")
    # extensive_search off: a guess from any date-like string in the prose is worse than none
    guess = find_date(tree, extensive_search=False, original_date=True, url=url, min_date=_MIN_DATE, max_date=latest)
    moment = parse_datetime(guess)
    return Dated(moment, "htmldate", None) if moment else None


def _is_believable(dated: Dated, fetched_at: datetime) -> bool:
    return _EARLIEST <= dated.at <= fetched_at + _CLOCK_SKEW
