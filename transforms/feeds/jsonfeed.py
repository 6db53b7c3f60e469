"""JSON Feed 1.0 and 1.1 (https://jsonfeed.org/version/1.1) → what the feed said, dialect taken off."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from schemas.errors import FeedError
from transforms.feeds.entries import MAX_ENTRIES, RawEntry, RawFeed


def read_json_feed(text: str, *, url: str) -> RawFeed:
    """Read a decoded JSON Feed; members of the wrong type count as absent, an item without an id goes by its link.

    Raises FeedError with reason "not-a-feed" (not JSON, or JSON of another kind) or "too-deep".
    """
    try:
        document = json.loads(text)
    except RecursionError:
        raise FeedError(url, "too-deep", "JSON nested beyond reading") from None
    except ValueError as error:
        raise FeedError(url, "not-a-feed", f"neither XML nor JSON: {error}"[:200]) from None
    version = document.get("version") if isinstance(document, dict) else None
    items = document.get("items") if isinstance(document, dict) else None
    if not isinstance(items, list) or not (isinstance(version, str) and "jsonfeed.org" in version):
        raise FeedError(url, "not-a-feed", "JSON, but no JSON Feed: it needs a version and items")
    problems = (f"too-many-entries: {len(items) - MAX_ENTRIES} dropped",) if len(items) > MAX_ENTRIES else ()
    return RawFeed(
        format="jsonfeed",
        title=_text(document, "title"),
        language=_text(document, "language"),
        entries=[_entry(item) for item in items[:MAX_ENTRIES] if isinstance(item, dict)],
        problems=problems,
        pages=(next_url,) if (next_url := _text(document, "next_url")) else (),
    )


def _entry(item: dict[str, Any]) -> RawEntry:
    dates = {key: _moment(_text(item, key)) for key in ("date_published", "date_modified")}
    is_unreadable = any(moment is None and _text(item, key) for key, moment in dates.items())
    return RawEntry(
        guid=_text(item, "id"),
        link=_text(item, "url") or _text(item, "external_url") or _address(_text(item, "id")),
        title=_text(item, "title"),
        summary=_text(item, "summary") or _text(item, "content_text") or _text(item, "content_html"),
        author=_author(item),
        language=_text(item, "language"),
        published_at=dates["date_published"],
        updated_at=dates["date_modified"],
        date_problem="unreadable-date" if is_unreadable else None,
    )


def _text(table: dict[str, Any], key: str) -> str | None:
    """Return a member as text. Version 1.0 let ids be numbers."""
    value = table.get(key)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**40:
        return str(value)
    return value if isinstance(value, str) and value.strip() else None


def _address(identity: str | None) -> str | None:
    return identity if identity and identity.startswith(("http://", "https://")) else None


def _author(item: dict[str, Any]) -> str | None:
    """Return the names: `authors` is 1.1, `author` 1.0."""
    authors = item.get("authors")
    people = authors if isinstance(authors, list) else [item.get("author")]
    names = [name for person in people[:20] if isinstance(person, dict) and (name := _text(person, "name"))]
    return ", ".join(names) or None


def _moment(text: str | None) -> datetime | None:
    """Return an RFC 3339 date in UTC, or one of RFC 5322, as some write; one without an offset is taken as UTC."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text.strip()) if text[:1].isdigit() else parsedate_to_datetime(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
