"""When an article was published and changed, and who says so. Trust falls from feed to JSON-LD to meta to guess."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from htmldate import find_date
from lxml.html import HtmlElement

from schemas.article import DateSource
from transforms.articles.metadata import PageMetadata, parse_datetime

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


def published(
    page: PageMetadata, tree: HtmlElement, *, url: str, entry_published_at: datetime | None, fetched_at: datetime
) -> tuple[datetime | None, DateSource | None]:
    """Return the first believable date of publication, aware UTC, and its source; (None, None) without one.

    Believable is from 1990 to a day after `fetched_at`. A page date that is only a day stands for its midnight.
    """
    for moment, source in _candidates(page, tree, url, entry_published_at, fetched_at):
        if moment is not None and _is_believable(moment, fetched_at):
            return moment, source
    return None, None


def modified(page: PageMetadata, fetched_at: datetime) -> datetime | None:
    """Return the first believable date of change that the page declares, aware UTC."""
    declared = (page.article.get("dateModified"), *(page.meta.get(name) for name in _MODIFIED))
    moments = (parse_datetime(value) for value in declared if value)
    return next((moment for moment in moments if moment and _is_believable(moment, fetched_at)), None)


def _candidates(
    page: PageMetadata, tree: HtmlElement, url: str, entry_published_at: datetime | None, fetched_at: datetime
) -> Iterator[tuple[datetime | None, DateSource]]:
    if entry_published_at is not None:
        is_aware = entry_published_at.tzinfo is not None
        yield entry_published_at.astimezone(UTC) if is_aware else entry_published_at.replace(tzinfo=UTC), "feed"
    declared = parse_datetime(page.article.get("datePublished") or page.article.get("dateCreated"))
    yield declared, "json-ld"
    for name in _PUBLISHED:
        if moment := parse_datetime(page.meta.get(name)):
            declared = moment
            yield moment, "meta"
    if declared is not None:  # and was not believed: htmldate would only round it until it fits its bounds
        return
    latest = (fetched_at + _CLOCK_SKEW).strftime("%Y-%m-%d")
    # extensive_search off: a guess from any date-like string in the prose is worse than none
    guess = find_date(tree, extensive_search=False, original_date=True, url=url, min_date=_MIN_DATE, max_date=latest)
    yield parse_datetime(guess), "htmldate"


def _is_believable(moment: datetime, fetched_at: datetime) -> bool:
    return _EARLIEST <= moment <= fetched_at + _CLOCK_SKEW
