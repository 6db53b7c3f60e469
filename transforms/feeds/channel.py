"""What an XML feed says beside its entries: how often to read it, when not to, and where it goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit

from lxml import etree

from schemas.feed import DAYS, FeedRhythm
from transforms.feeds.feedtree import items_of, local_name

# http://web.resource.org/rss/1.0/modules/syndication/
_PERIODS = {"hourly": 60, "daily": 1_440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}
_YEAR = 525_600  # minutes
_OLDER = ("prev-archive", "next")  # RFC 5005 §4 and §3
_WORDPRESS = re.compile(r"\bwordpress\b", re.IGNORECASE)


def rhythm_of(root: etree._Element) -> FeedRhythm:
    """Return the feed's ttl, sy:updatePeriod, skipHours and skipDays; what cannot be understood was not said.

    A feed that asks to be skipped at every hour, or on every day, has not said when to read it: then it said nothing.
    """
    texts = {local_name(child): (child.text or "").strip() for child in _channel(root)}
    hours = {int(text) % 24 for text in _items(root, "skiphours") if text.isdecimal() and int(text) <= 24}
    days = {text.title() for text in _items(root, "skipdays")} & set(DAYS)
    period = _PERIODS.get(texts.get("updateperiod", "").lower())
    frequency = _whole(texts.get("updatefrequency")) or 1
    return FeedRhythm(
        ttl_minutes=_whole(texts.get("ttl")),
        update_minutes=max(round(period / frequency), 1) if period else None,
        skip_hours=tuple(sorted(hours)) if len(hours) < 24 else (),
        skip_days=tuple(day for day in DAYS if day in days) if len(days) < 7 else (),
    )


def older_page(root: etree._Element, url: str) -> str | None:
    """Return the link to the page with the entries before these: RFC 5005's, else WordPress' own; None without one."""
    links = {
        rel: href
        for child in _channel(root)
        if local_name(child) == "link" and (href := child.get("href"))
        for rel in (child.get("rel") or "").lower().split()
    }
    for rel in _OLDER:
        if rel in links:
            return links[rel]
    made_by = " ".join(child.text or "" for child in _channel(root) if local_name(child) == "generator")
    return _wordpress_page(url) if _WORDPRESS.search(made_by) and items_of(root) else None


def _wordpress_page(url: str) -> str:
    """https://developer.wordpress.org/reference/classes/wp_query/#pagination-parameters: feeds take `paged`, too."""
    parts = urlsplit(url)
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "paged"]
    number = _whole(dict(parse_qsl(parts.query)).get("paged")) or 1
    return parts._replace(query=urlencode([*query, ("paged", number + 1)]), fragment="").geturl()


def _channel(root: etree._Element) -> Iterator[etree._Element]:
    """The children of the root (Atom) and of its channel (RSS, RDF)."""
    for child in root:
        if local_name(child) == "channel":
            yield from child
        else:
            yield child


def _items(root: etree._Element, name: str) -> Iterator[str]:
    return ((item.text or "").strip() for child in _channel(root) if local_name(child) == name for item in child)


def _whole(text: str | None) -> int | None:
    """A positive whole number of at most a year in minutes; None for anything else."""
    digits = (text or "").strip()
    return min(int(digits[:9]), _YEAR) or None if digits.isascii() and digits.isdigit() else None
