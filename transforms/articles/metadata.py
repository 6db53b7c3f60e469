"""What a page declares about itself: JSON-LD (schema.org), meta tags, canonical link, language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any

from lxml.html import HtmlElement

_ARTICLE_TYPES = frozenset((
    "Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "BackgroundNewsArticle",
    "OpinionNewsArticle", "ReviewNewsArticle", "AskPublicNewsArticle", "AdvertiserContentArticle",
    "SatiricalArticle", "BlogPosting", "LiveBlogPosting", "Report", "Review", "TechArticle", "ScholarlyArticle",
    "SocialMediaPosting",
))  # fmt: skip
_MAX_NODES = 2_000  # of JSON-LD looked at; newsrooms have tens
_MAX_TAGS = 30
_MAX_TAG = 80  # characters
_MAX_JSON = 2_000_000  # characters in one script


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """The declarations of one page, as they stand: `article` is its main schema.org article, or empty."""

    article: Mapping[str, Any]
    types: frozenset[str]  # every schema.org type of a top-level or @graph node
    meta: Mapping[str, str]  # name, property or itemprop, lower case → its first content
    canonical: str | None
    language: str | None  # of <html lang>, primary subtag
    title: str | None
    h1s: tuple[str, ...]

    @property
    def h1(self) -> str | None:
        """The only <h1>; None when there are several: one of them is the site's name."""
        return self.h1s[0] if len(self.h1s) == 1 else None

    def first_meta(self, *names: str) -> str | None:
        """Return the content of the first of `names` that the page has."""
        return next((self.meta[name] for name in names if name in self.meta), None)


def read_metadata(tree: HtmlElement, url: str) -> PageMetadata:
    """Return what the page at `url` declares; broken declarations are as good as none. Never raises."""
    nodes = list(_json_ld(tree))
    h1s = [text for element in tree.iter("h1") if (text := inner_text(element))]
    title = next((text for element in tree.iter("title") if (text := inner_text(element))), None)
    canonical = next(iter(tree.xpath("//link[translate(@rel, 'CANOIL', 'canoil') = 'canonical']/@href")), None)
    language = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    return PageMetadata(
        article=_main_article(nodes, url),
        types=frozenset(name for node in nodes for name in types_of(node)),
        meta=_meta_tags(tree),
        canonical=str(canonical).strip() if canonical else None,
        language=found[0].lower() if (found := re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", language.strip())) else None,
        title=title,
        h1s=tuple(h1s),
    )


def inner_text(element: HtmlElement) -> str:
    """Return the element's text with white space collapsed; a line break is a space."""
    return " ".join(" ".join(element.itertext()).split())


def types_of(node: Mapping[str, Any]) -> list[str]:
    """Return the schema.org types of a JSON-LD node, without a namespace."""
    return [name.rsplit("/", 1)[-1] for name in as_list(node.get("@type")) if isinstance(name, str)]


def as_list(value: Any) -> list[Any]:
    """Return a JSON-LD value as the list it may always be."""
    return value if isinstance(value, list) else [] if value is None else [value]


def as_text(value: Any) -> str | None:
    """Return a JSON-LD value as plain text: the string, or the `name` of the node, or the first of a list."""
    for item in as_list(value):
        item = item.get("name") or item.get("@value") if isinstance(item, dict) else item
        if isinstance(item, str) and (text := " ".join(unescape(re.sub(r"<[^<>]{1,200}>", " ", item)).split())):
            return text
    return None


def _json_ld(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Yield the top-level nodes of every JSON-LD script, @graph and mainEntity opened, at most _MAX_NODES."""
    queue: list[Any] = []
    for script in tree.iter("script"):
        text = script.text or ""
        if (script.get("type") or "").strip().lower().startswith("application/ld+json") and len(text) <= _MAX_JSON:
            queue.append(_loads(text))
    for _ in range(_MAX_NODES):
        if not queue:
            return
        node = queue.pop(0)
        if isinstance(node, list):
            queue[:0] = node[:_MAX_NODES]
        elif isinstance(node, dict):
            yield node
            queue.extend(node.get(key) for key in ("@graph", "mainEntity", "mainEntityOfPage"))


def _loads(text: str) -> Any:
    """Return the JSON between the first opening and the last closing bracket, or None: wrappers are forgiven."""
    text = text.replace("<![CDATA[", "").replace("]]>", "")
    start = min((position for bracket in "{[" if (position := text.find(bracket)) >= 0), default=0)
    end = max(text.rfind("}"), text.rfind("]")) + 1
    try:
        return json.loads(text[start:end], strict=False)
    except (ValueError, RecursionError):
        return None


def _main_article(nodes: list[dict[str, Any]], url: str) -> Mapping[str, Any]:
    """Return the article node that names this page, else the first with a headline, else the first, else {}."""
    articles = [node for node in nodes if _ARTICLE_TYPES.intersection(types_of(node))]
    path = _path(url)
    for node in articles:
        about = [node.get(key) for key in ("url", "@id", "mainEntityOfPage")]
        about = [item.get("@id") or item.get("url") if isinstance(item, dict) else item for item in about]
        if "headline" in node and any(isinstance(item, str) and _path(item) == path for item in about):
            return node
    return next((node for node in articles if "headline" in node), articles[0] if articles else {})


def _path(url: str) -> str:
    return re.sub(r"^[a-z]+://[^/]*|[?#].*$", "", url.strip().lower()).rstrip("/")


def _meta_tags(tree: HtmlElement) -> dict[str, str]:
    tags: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = " ".join((element.get("content") or "").split())
        for attribute in ("property", "name", "itemprop"):
            if content and (name := element.get(attribute)):
                tags.setdefault(name.strip().lower(), content)
    return tags


_ISO_DATE = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)(?:[T ]+(\d\d?):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d?(?::?\d\d)?)?)?",
    re.IGNORECASE,
)


def parse_datetime(value: Any) -> datetime | None:
    """Return an ISO 8601, RFC 5322 or epoch date as aware UTC, or None. Without a zone, UTC is assumed."""
    value = as_text(value) if not isinstance(value, int | float) else str(value)
    if not value:
        return None
    try:
        if re.fullmatch(r"\d{10}(?:\d{3})?", value):
            return datetime.fromtimestamp(int(value[:10]), UTC)
        if found := _ISO_DATE.match(value):
            year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
            local = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=_zone(found[7]))
            return local.astimezone(UTC)
        moment = parsedate_to_datetime(value)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def declared_zone(value: str | None) -> str | None:
    """Return the offset from UTC that a date was written with, as "+02:00", or None when it was written without one."""
    if found := re.search(r"(?:(Z|UTC|GMT)|([+-])(\d\d):?(\d\d)?)\s*$", value or "", re.IGNORECASE):
        has_time = ":" in (value or "")[: found.start()]
        offset = "+00:00" if found[1] else f"{found[2]}{found[3]}:{found[4] or '00'}"
        return offset if has_time else None
    return None


def section_of(page: PageMetadata) -> str | None:
    """Return the section that the page files itself under, or None."""
    declared = as_text(page.article.get("articleSection")) or page.first_meta(
        "article:section", "og:section", "section"
    )
    return declared[:100] if declared else None


def tags_of(page: PageMetadata) -> tuple[str, ...]:
    """Return what the page says it is about: its keywords, without repeats, at most _MAX_TAGS."""
    keywords = as_list(page.article.get("keywords")) or [page.first_meta("news_keywords", "keywords", "article:tag")]
    texts = (as_text(keyword) or "" for keyword in keywords)
    tags = (tag.strip() for text in texts for tag in re.split(r"[,;|]", text))
    return tuple(dict.fromkeys(tag for tag in tags if 0 < len(tag) <= _MAX_TAG))[:_MAX_TAGS]


def is_paywalled(page: PageMetadata) -> bool:
    """Tell whether the page says that the article, or a part of it, is for subscribers only (schema.org, Facebook)."""
    nodes = [page.article, *(part for part in as_list(page.article.get("hasPart")) if isinstance(part, dict))]
    said = (str(node.get("isAccessibleForFree")).strip().lower().rsplit("/", 1)[-1] for node in nodes)
    return any(word in ("false", "no") for word in said) or page.meta.get("article:content_tier") == "locked"


def _zone(text: str | None) -> timezone:
    digits = re.sub(r"\D", "", text or "")
    if not text or not digits:
        return UTC
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if text.startswith("-") else offset)
