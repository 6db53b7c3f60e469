"""One response → one article: payload, page, declarations, prose; or the reason why it is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache

from lxml import etree
from lxml.etree import strip_elements
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from schemas.article import Article, BylineSource, HeadlineSource
from schemas.errors import ArticleRefused
from schemas.response import Response
from transforms.articles.body import Body, read_body
from transforms.articles.bylines import byline_of, declared_byline
from transforms.articles.canonical import canonical_url
from transforms.articles.cleaning import clean_text
from transforms.articles.dating import Dates, dates_of
from transforms.articles.headlines import headline_of
from transforms.articles.live_blogs import is_live_blog, live_entries
from transforms.articles.metadata import PageMetadata, inner_text, is_paywalled, read_metadata, section_of, tags_of
from transforms.articles.paragraphs import PARAGRAPH_BREAK
from transforms.articles.refusals import asks_password, refuse_by_content, refuse_by_kind
from transforms.articles.roles import is_correction
from transforms.articles.segments import UNREAD
from transforms.wire.decoding import decode_content, decode_text

_MAX_TAGS = 100_000  # a million <p> cost trafilatura half a minute; the longest of 258 real pages has 8,100 tags
# References to characters that no XML text may hold: libxml2 decodes them, and trafilatura then drops the page.
_CONTROL_REFERENCE = re.compile(
    r"&#(?:x0*(?:[0-8bcef]|1[0-9a-f]|fff[ef])(?![0-9a-f])|0*(?:[0-8]|1[124-9]|2\d|3[01]|6553[45])(?!\d));?",
    re.IGNORECASE,
)
_LANGUAGE_WINDOW = 1_000  # characters; more changes nothing
_SHORT_TEXT = 200  # characters under which what the page declares is the better guess


def extract_article(
    response: Response,
    *,
    entry_title: str | None = None,
    entry_published_at: datetime | None = None,
    content_type: str | None = None,
) -> Article:
    """Return the article in `response`, whose body still has its content coding on.

    `entry_*` is what the feed said; `content_type` overrides the header of that name.
    Raises ArticleRefused with reason "http-<status>", "not-html", "empty", "too-complex", "no-text",
    "consent-wall", "login-wall", "too-short", "not-an-article", "error-page" or "extractor-failed", and ParseError
    with those of `decode_content`; nothing else, whatever the bytes.
    """
    url = response.url
    if response.status != 200:
        raise ArticleRefused(url, f"http-{response.status}", response.reason)
    content_type = content_type or response.header("content-type")
    body = decode_content(response.body, response.header("content-encoding"), url=url)
    refuse_by_kind(body, content_type, url)
    tree = parse_page(decode_text(body, content_type, url=url), url)
    page = read_metadata(tree, url)
    is_asking_password, is_live = asks_password(tree), is_live_blog(page, tree)
    strip_elements(tree, *UNREAD, with_tail=False)  # after what the page declares was read, before its text is
    _held = list(tree.iter())  # else lxml makes the Python object of an element anew for every pass that meets it
    anchors = (clean_text(inner_text(anchor)) for anchor in tree.iter("a"))
    headline = headline_of(page, entry_title)
    content = read_body(tree, page, url=url, headline=headline[0], byline=declared_byline(page))
    paragraphs = content.text.split(PARAGRAPH_BREAK) if content.text else []
    refuse_by_content(page, paragraphs, anchors, url, is_asking_password=is_asking_password)
    dates = dates_of(page, tree, url=url, entry_published_at=entry_published_at, fetched_at=response.fetched_at)
    byline = byline_of(page, tree, [block.text for block in content.blocks if block.role == "byline"])
    entries = live_entries(page, tree, content.text, response.fetched_at) if is_live else ()
    article = _article(response, page, content, dates, headline=headline, byline=byline)
    return replace(article, live_entries=entries, flags=tuple(_flags(page, content, dates, is_live=is_live)))


def _article(
    response: Response,
    page: PageMetadata,
    content: Body,
    dates: Dates,
    *,
    headline: tuple[str | None, HeadlineSource | None],
    byline: tuple[str | None, BylineSource | None],
) -> Article:
    return Article(
        canonical_url=canonical_url(page, response.url),
        url=response.url,
        headline=headline[0],
        headline_from=headline[1],
        byline=byline[0],
        byline_from=byline[1],
        section=section_of(page),
        language=detect_language(content.text, declared=page.language),
        declared_language=page.language,
        published_at=dates.published.at if dates.published else None,
        published_from=dates.published.source if dates.published else None,
        published_zone=dates.published.zone if dates.published else None,
        modified_at=dates.modified.at if dates.modified else None,
        modified_from=dates.modified.source if dates.modified else None,
        tags=tags_of(page),
        image_count=content.image_count,
        video_count=content.video_count,
        text=content.text,
        fetched_at=response.fetched_at,
        blocks=content.blocks,
    )


def parse_page(text: str, url: str) -> HtmlElement:
    """Return the tree of an HTML page. Raises ArticleRefused "too-complex", or "no-text" when there is no tree."""
    if text.count("<") > _MAX_TAGS:
        raise ArticleRefused(url, "too-complex", f"over {_MAX_TAGS} tags")
    # huge_tree: without it more than 256 levels of nesting lose the text silently
    parser = HTMLParser(huge_tree=True, encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return document_fromstring(_CONTROL_REFERENCE.sub("", text).encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ArticleRefused(url, "no-text", str(error)) from error


def detect_language(text: str, *, declared: str | None) -> str | None:
    """Return the BCP 47 primary subtag of the prose: py3langid's guess, or `declared` when the text is short."""
    if declared and len(text) < _SHORT_TEXT:
        return declared
    code: str = _language_identifier().classify(text[:_LANGUAGE_WINDOW])[0]
    return code


@cache
def _language_identifier() -> LanguageIdentifier:
    """Load the model on first use: its 5 MB of weights take most of a second."""
    return LanguageIdentifier.from_model_file(MODEL_FILE)


def _flags(page: PageMetadata, content: Body, dates: Dates, *, is_live: bool) -> Iterator[str]:
    if is_paywalled(page):
        yield "paywall"
    if is_live:
        yield "live-blog"
    if any(block.role == "note" and is_correction(block.text) for block in content.blocks):
        yield "correction"
    if dates.is_doubtful:
        yield "doubtful-date"
