"""Which responses are not articles, and why. Conservative: every rule needs two signs that agree."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from schemas.errors import ArticleRefused
from transforms.articles.metadata import PageMetadata

_MAGIC = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"PK\x03\x04", b"\x00\x00\x00", b"ID3", b"OggS")
_HTML_TYPES = (
    "text/html",
    "application/xhtml+xml",
    "text/plain",
    "application/xml",
    "text/xml",
    "application/octet-stream",
)
MIN_WORDS = 20
_HEADLINE_WORDS = 4  # a link of fewer words is a name or "read more"
_LISTED_HEADLINES = 5

_ERROR_TITLE = re.compile(
    r"^\W*(?:(?:error\W*)?(?:40[034]|410|50[0234])(?:\W*$|\W+(?:page|not|error|bad|gone))"
    r"|(?:sorry\W+)?(?:the |this )?(?:page|article|story|content|url)\b.{0,30}\b(?:not (?:be )?found"
    r"|(?:does ?n.t|does not|no longer) exists?|unavailable|(?:is )?no longer available)"
    r"|not found|access denied|forbidden|service unavailable|internal server error|just a moment|attention required"
    r"|are you a robot|seite nicht gefunden|page non trouvée|página no encontrada|pagina non trovata)",
    re.IGNORECASE,
)
_CONSENT_TITLE = re.compile(
    r"before you continue|cookie|consent|privacy (?:settings|notice|choices)|datenschutz|zustimmung|confidentialité",
    re.IGNORECASE,
)
_CONSENT_WORDS = re.compile(
    r"\bcookies?\b|\bconsent|\bpartners?\b|personali[sz]ed (?:ads|advertising)|privacy policy|\baccept all\b"
    r"|\breject all\b|manage (?:settings|preferences|choices)|legitimate interest|einwilligung|zustimm|datenschutz"
    r"|werbung|akzeptieren",
    re.IGNORECASE,
)
_SELLING_WORDS = re.compile(
    r"\bsubscri(?:be|ption)|\bsign (?:up|in)\b|\blog ?in\b|\bfree trial\b|\bper (?:month|week|year)\b"
    r"|\bcancel any ?time\b|\bunlimited (?:digital )?access\b"
    r"|\bnewsletters?\b|\bmembership\b|\bbilled\b|\babonn?\w+|[$€£]\s?\d",
    re.IGNORECASE,
)
_LISTING_TYPES = frozenset(
    ("CollectionPage", "ItemList", "SearchResultsPage", "ProfilePage", "AboutPage", "ContactPage")
)


def refuse_by_kind(body: bytes, content_type: str | None, url: str) -> None:
    """Raise ArticleRefused "empty" or "not-html" for a body that cannot be a page, by header and first bytes."""
    if not body.strip():
        raise ArticleRefused(url, "empty", "the body has no bytes but white space")
    kind = (content_type or "").split(";")[0].strip().lower()
    if kind and "/" in kind and kind not in _HTML_TYPES:
        raise ArticleRefused(url, "not-html", kind[:80])
    start = body[:1_024].lstrip()
    if start.startswith(_MAGIC):
        raise ArticleRefused(url, "not-html", f"starts like a binary file: {start[:4]!r}")
    if start[:1] in (b"{", b"["):
        raise ArticleRefused(url, "not-html", "starts like JSON")


def refuse_by_content(page: PageMetadata, paragraphs: list[str], anchors: Iterable[str], url: str) -> None:
    """Raise ArticleRefused for a page whose prose is not an article's.

    - "error-page": title or heading says so, and there is less prose than a short article has.
    - "consent-wall": no article is declared, and the prose speaks of consent in every other sentence.
    - "no-text", "too-short": nothing, or under 20 words.
    - "not-an-article": no article is declared, and the page is the site's root, declares itself a listing,
      is mostly fragments instead of sentences, mostly sells, or is made of other stories' headlines.

    `anchors` are the texts of the page's links.
    """
    text = "\n".join(paragraphs)
    count = len(text.split())
    titles = [title for title in (page.title, page.h1, page.meta.get("og:title")) if title]
    if count < 150 and any(_ERROR_TITLE.search(title) for title in titles):
        raise ArticleRefused(url, "error-page", titles[0][:80])
    if not _says_article(page) and (consent := _consent_words(text, titles)):
        raise ArticleRefused(url, "consent-wall", f"{consent} words of consent among {count}")
    if not paragraphs:
        raise ArticleRefused(url, "no-text", "the extractor found no prose")
    if count < MIN_WORDS and not _is_unspaced(text):
        raise ArticleRefused(url, "too-short", f"{count} words")
    if not _says_article(page) and (why := _listing_signs(page, paragraphs, anchors, url)):
        raise ArticleRefused(url, "not-an-article", why)


def _says_article(page: PageMetadata) -> bool:
    og_type = page.meta.get("og:type", "").lower()
    return bool(page.article) or og_type == "article" or "article:published_time" in page.meta


def _consent_words(text: str, titles: list[str]) -> int:
    """Return how many words of consent the prose has, or 0 when they are too few for a wall."""
    count, consent = len(text.split()), len(_CONSENT_WORDS.findall(text))
    is_titled = any(_CONSENT_TITLE.search(title) for title in titles)
    least = max(3, count // 40) if is_titled else max(5, count // 30)
    return consent if count < 400 and consent >= least else 0


def _listing_signs(page: PageMetadata, paragraphs: list[str], anchors: Iterable[str], url: str) -> str | None:
    """Return why a page without a declared article is a listing, landing or subscription page, or None."""
    text = "\n".join(paragraphs)
    count = len(text.split())
    if urlsplit(url).path.strip("/").lower() in ("", "index.html", "index.php", "home"):
        return "the site's root, and no article is declared"
    if listing := _LISTING_TYPES & page.types:
        return f"declares itself a {min(listing)}"
    selling = len(_SELLING_WORDS.findall(text))
    if count < 300 and selling >= max(4, count // 30):
        return f"{selling} words of selling among {count}"
    prose = sum(len(paragraph.split()) for paragraph in paragraphs if _is_prose(paragraph))
    if not _is_unspaced(text) and len(paragraphs) >= 4 and prose < count / 3:
        return f"only {prose} of {count} words stand in sentences"
    headlines = {anchor for anchor in anchors if len(anchor.split()) >= _HEADLINE_WORDS and anchor in text}
    linked = sum(len(anchor.split()) for anchor in headlines)
    if len(headlines) >= _LISTED_HEADLINES and linked >= count / 4:
        return f"{linked} of {count} words are the texts of {len(headlines)} links"
    return None


def _is_prose(paragraph: str) -> bool:
    """Tell whether a paragraph is sentences: long enough, with a sentence's end in it."""
    return len(paragraph.split()) >= 12 and re.search(r"[.!?…。！？।][\"'”’»)\]]*(?:\s|$)", paragraph) is not None


def _is_unspaced(text: str) -> bool:
    """Tell whether the script writes words without spaces (Chinese, Japanese, Thai): length counts, not words."""
    return len(re.findall("[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff]", text)) >= 3 * MIN_WORDS
