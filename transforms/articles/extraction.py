"""One response → one article: payload, page, declarations, prose; or the reason why it is none."""

from __future__ import annotations

import logging
import re
from datetime import datetime
from functools import cache

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from py3langid.langid import MODEL_FILE, LanguageIdentifier
from trafilatura import bare_extraction
from trafilatura.settings import Document

from schemas.article import Article
from schemas.errors import ArticleRefused
from schemas.response import Response
from transforms.articles.canonical import canonical_url
from transforms.articles.cleaning import clean_text
from transforms.articles.credits import byline_of, headline_of, section_of, shown_byline
from transforms.articles.dating import modified, published
from transforms.articles.live_blogs import is_live_blog, live_entries
from transforms.articles.metadata import PageMetadata, inner_text, read_metadata
from transforms.articles.paragraphs import distinct, paragraphs_of
from transforms.articles.refusals import asks_password, refuse_by_content, refuse_by_kind
from transforms.articles.rescue import densest_paragraphs
from transforms.wire.decoding import decode_content, decode_text

# What it discards it also logs, and our refusals say it better; without a handler Python prints it to stderr.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())
logging.getLogger("htmldate").addHandler(logging.NullHandler())

_MAX_TAGS = 100_000  # a million <p> cost trafilatura half a minute; the longest of 258 real pages has 8,100 tags
# References to characters that no XML text may hold: libxml2 decodes them, and trafilatura then drops the page.
_CONTROL_REFERENCE = re.compile(
    r"&#(?:x0*(?:[0-8bcef]|1[0-9a-f]|fff[ef])(?![0-9a-f])|0*(?:[0-8]|1[124-9]|2\d|3[01]|6553[45])(?!\d));?",
    re.IGNORECASE,
)
_CAPTIONS = [
    "//figcaption",
    "//figure[not(.//p[string-length() > 300])]",
    "//*[contains(concat(' ', translate(@class, '_-', '  '), ' '), ' caption ')][not(.//p[string-length() > 300])]",
]
# trafilatura misses most of one page in sixty; where the densest element says three times as much, it is right
_RESCUE_WORDS = 100
_RESCUE_RATIO = 3
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
    anchors = [clean_text(inner_text(anchor)) for anchor in tree.iter("a")]
    headline = headline_of(page, entry_title)
    paragraphs = _paragraphs(tree, url, headline)
    refuse_by_content(page, paragraphs, anchors, url, is_asking_password=asks_password(tree))
    text = "\n\n".join(paragraphs)
    is_live = is_live_blog(page, tree)
    published_at, published_from = published(
        page, tree, url=url, entry_published_at=entry_published_at, fetched_at=response.fetched_at
    )
    return Article(
        canonical_url=canonical_url(page, url),
        url=url,
        headline=headline,
        byline=byline_of(page) or shown_byline(page, tree),
        section=section_of(page),
        language=detect_language(text, declared=page.language),
        published_at=published_at,
        published_from=published_from,
        modified_at=modified(page, response.fetched_at),
        text=text,
        fetched_at=response.fetched_at,
        live_entries=live_entries(page, tree, text, response.fetched_at) if is_live else (),
        flags=tuple(_flags(page, is_live=is_live)),
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


def _paragraphs(tree: HtmlElement, url: str, headline: str | None) -> list[str]:
    # with_metadata stays off: it would ask the clock for the latest date, and we read the page's metadata ourselves
    try:
        document = bare_extraction(
            tree, url=url, fast=True, with_metadata=False, include_comments=False, include_tables=False,
            deduplicate=False, prune_xpath=_CAPTIONS,
        )  # fmt: skip
    except Exception as error:  # third-party code on hostile trees: whatever it trips over, this page is refused
        raise ArticleRefused(url, "extractor-failed", f"{type(error).__name__}: {error}"[:200]) from error
    found = paragraphs_of(document.body, headline) if isinstance(document, Document) else []
    denser = distinct([clean_text(text) for text in densest_paragraphs(tree)], headline)
    is_missed = _word_count(denser) >= max(_RESCUE_WORDS, _RESCUE_RATIO * _word_count(found))
    return denser if is_missed else found


def _word_count(paragraphs: list[str]) -> int:
    return sum(len(paragraph.split()) for paragraph in paragraphs)


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


def _flags(page: PageMetadata, *, is_live: bool) -> list[str]:
    flags = []
    if str(page.article.get("isAccessibleForFree")).strip().lower() in ("false", "no", "http://schema.org/false"):
        flags.append("paywall")
    if is_live:
        flags.append("live-blog")
    return flags
