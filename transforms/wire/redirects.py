"""Where an answer sends on to: by a redirect, or by a page that is nothing but a refresh to another."""

from __future__ import annotations

import re
from urllib.parse import urldefrag, urljoin

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from schemas.errors import ParseError
from schemas.response import Fetch, Response
from transforms.wire.decoding import decode_content, decode_text

_REDIRECTS = (301, 302, 303, 307, 308)
# "shared declarative refresh steps": https://html.spec.whatwg.org/multipage/semantics.html#attr-meta-http-equiv-refresh
_REFRESH = re.compile(
    r"\s*(?P<seconds>\d{1,3})[\d.]*+(?:\s*+[;,]|\s)\s*+(?:url\s*+=\s*+)?+"
    r"(?:\"(?P<double>[^\"]*)|'(?P<single>[^']*)|(?P<bare>.+))",
    re.IGNORECASE | re.DOTALL,
)
_REFRESH_CHARS = 8_100  # of the value: the longest address that is asked for, and the seconds
_PATIENCE_S = 30  # longer ones are pages that load themselves anew
_CODED_BYTES, _DECODED_BYTES = 8_192, 32_768  # an interstitial page is small
_INTERSTITIAL_WORDS = 50  # "You are leaving us. If nothing happens, click here"; the prose of an article is longer
_UNSEEN = ("script", "style", "noscript", "template", "title")


def leads_to(fetch: Fetch) -> str | None:
    """Return the absolute URL that what came sends on to; None when it is itself what was asked for, or nothing came.

    The address is as the server has it: it is yet to be checked. Of an article only, a page that is nothing but a
    refresh counts like a redirect: short links and links out of other services lead through such pages.
    """
    response = fetch.response
    if response is None:
        return None
    if response.status in _REDIRECTS:
        return _location(response)
    return _refresh(response) if fetch.plan.kind == "article" and response.status == 200 else None


def _location(response: Response) -> str | None:
    location = response.header("location")
    if not location:
        return None
    raw = location.encode("latin-1", "replace")  # servers send UTF-8 there, though they should not
    return _joined(response.url, raw.decode("utf-8", "replace"))


def _refresh(response: Response) -> str | None:
    """Return where a page with next to no text goes by itself within seconds, unless that is where it is."""
    if len(response.body) > _CODED_BYTES:
        return None
    try:
        body = decode_content(
            response.body, response.header("content-encoding"), url=response.url, limit=_DECODED_BYTES
        )
    except ParseError:  # derive says what is wrong with it
        return None
    header = response.header("refresh")
    if header is None and b"refresh" not in body.lower():
        return None
    tree = _tree(decode_text(body, response.header("content-type"), url=response.url))
    values = [header] if header is not None else []
    if tree is not None:
        if _words(tree) >= _INTERSTITIAL_WORDS:
            return None
        values += [meta.get("content", "") for meta in tree.iter("meta") if _is_refresh(meta)]
    targets = (_joined(response.url, target) for value in values if (target := _target(value)))
    return next((target for target in targets if urldefrag(target)[0] != urldefrag(response.url)[0]), None)


def _tree(text: str) -> HtmlElement | None:
    try:
        return document_fromstring(text.encode("utf-8"), parser=HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _words(tree: HtmlElement) -> int:
    seen = tree.xpath(f"//text()[not({' or '.join(f'ancestor::{tag}' for tag in _UNSEEN)})]")
    return sum(len(text.split()) for text in seen)


def _is_refresh(meta: HtmlElement) -> bool:
    """In `noscript` it is for readers without JavaScript, and leads to a page that asks for it more often than not."""
    is_meant = next(meta.iterancestors("noscript"), None) is None
    return is_meant and (meta.get("http-equiv") or "").strip().lower() == "refresh"


def _target(value: str) -> str | None:
    found = _REFRESH.match(value[:_REFRESH_CHARS])
    if found is None or int(found["seconds"]) > _PATIENCE_S:
        return None
    return (found["double"] or found["single"] or found["bare"] or "").strip() or None


def _joined(url: str, address: str) -> str:
    try:
        return urljoin(url, address)
    except ValueError:
        return address
