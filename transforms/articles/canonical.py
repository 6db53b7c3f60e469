"""The one address of an article, whichever view of it was fetched: AMP, print, mobile, a page of several, a cache."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from schemas.errors import UrlError
from transforms.articles.metadata import PageMetadata, as_list
from transforms.wire.urls import canonicalize, join, registrable_domain
from transforms.wire.wrappers import unwrapped

_VIEW_SUFFIX = re.compile(r"(?:/(?:amp|print|mobile)|[._-]amp)(?=(?:\.html?)?/?$)", re.IGNORECASE)
_VIEW_PARAMETER = re.compile(
    r"(?:amp|print|mobile|printable|singlepage)(?:=(?:1|true|yes|amp|print)?)?"
    r"|(?:outputtype|output|view|format|mode|pagewanted)=(?:amp|print|mobile|all|singlepage)",
    re.IGNORECASE,
)
_VIEW_SEGMENT = re.compile(
    r"(?:amp|print|mobile|full|all|single-?page)(?:\.html?)?|(?:page|seite)?[/_-]?\d{1,2}", re.IGNORECASE
)
_ROOT = re.compile(r"https?://[^/?#]+/?(?:(?:index|default|home)(?:\.\w{2,5})?/?)?", re.IGNORECASE)


def canonical_url(page: PageMetadata, url: str) -> str:
    """Return the canonicalised address an article is known by.

    The first believable one that the page declares (rel=canonical, og:url, JSON-LD), else that it was fetched from,
    less what asks for a view of it. Not believed: another publisher's, the site's root, a folder that the article lies
    in (some templates name their section's front everywhere).
    """
    home = unwrapped(url)
    for declared in _declared(page):
        try:
            link = canonicalize(unwrapped(join(home, declared)))
            if registrable_domain(link) == registrable_domain(home) and _is_of_article(link, home):
                return link
        except UrlError:
            continue
    return canonicalize(_without_view(home))


def _declared(page: PageMetadata) -> Iterator[str]:
    yield from (link for link in (page.canonical, page.meta.get("og:url")) if link)
    for key in ("mainEntityOfPage", "url"):
        for value in as_list(page.article.get(key)):
            link = (value.get("@id") or value.get("url")) if isinstance(value, dict) else value
            if isinstance(link, str) and "/" in link:
                yield link


def _is_of_article(link: str, url: str) -> bool:
    if _ROOT.fullmatch(link):
        return False
    folder, path = urlsplit(link).path.rstrip("/"), urlsplit(url).path.rstrip("/")
    if urlsplit(link).query or not path.startswith(f"{folder}/"):
        return True
    return _VIEW_SEGMENT.fullmatch(path.removeprefix(f"{folder}/")) is not None


def _without_view(url: str) -> str:
    parts = urlsplit(url)
    kept = [part for part in parts.query.split("&") if part and not _VIEW_PARAMETER.fullmatch(part)]
    path = _VIEW_SUFFIX.sub("", parts.path) or "/"
    return parts._replace(path=path, query="&".join(kept), fragment="").geturl()
