"""Which responses are not articles, and why. Conservative: every rule needs two signs that agree."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from schemas.errors import ArticleRefused
from transforms.articles.cleaning import words
from transforms.articles.metadata import PageMetadata, as_text
from transforms.articles.segments import SENTENCE

_MAGIC = {  # how other files begin, whatever the header says of them
    b"%PDF-": "a PDF document",
    b"%!PS": "a PostScript document",
    b"{\\rtf": "an RTF document",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"II*\x00": "a TIFF image",
    b"MM\x00*": "a TIFF image",
    b"\x00\x00\x01\x00": "an icon",
    b"RIFF": "a WebP image, a WAV or an AVI file",
    b"\x00\x00\x00": "an AVIF image or an MP4 film",
    b"ID3": "an MP3 file",
    b"OggS": "an Ogg file",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\xd0\xcf\x11\xe0": "an office document",
    b"\x1f\x8b": "a gzip archive",
    b"<svg": "an SVG image",
    b"{": "JSON",
    b"[": "JSON",
}
_XML_KIND = re.compile(
    rb"(?:<\?xml\b[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*|<\?.{0,300}?\?>\s*|<!DOCTYPE\s+svg[^>]{0,300}>\s*)*"
    rb"<(rss|feed|rdf:RDF|urlset|sitemapindex|svg|opml)\b",
    re.DOTALL,
)
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
    r"|(?:(?:sorry|oops|whoops|ups|hoppla)\W+)?(?:the |this )?(?:page|article|story|content|url)\b.{0,30}\b"
    r"(?:not (?:be )?found|(?:does ?n.t|does not|no longer) exists?|unavailable|(?:is )?no longer available)"
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
_LOGIN_TITLE = re.compile(
    r"^\W*(?:please )?(?:(?:member|subscriber|user|account) )?(?:log ?in|sign ?in|log ?on|register|my account"
    r"|create (?:an |your )?account|anmelden|anmeldung|einloggen|registrieren|(?:se )?connexion|connectez-vous"
    r"|iniciar sesión|inicia sesión|accedi|inloggen|logga in)(?: (?:to|or|now|here)\b.{0,60})?\s*(?:$|[|–—·-])",
    re.IGNORECASE,
)
_LOGIN_PATH = re.compile(
    r"/(?:log-?in|sign-?in|sso|oauth2?|auth|register|account|accounts|anmelden|anmeldung|connexion|iniciar-sesion)(?:[/.]|$)",
    re.IGNORECASE,
)
_LOGIN_WORDS = re.compile(
    r"\b(?:log(?:ged)?[ -]?in|sign(?:ed)?[ -]?in|sign[ -]?up|password|passwort|mot de passe|contraseña|forgot(?:ten)?"
    r"|create an account|e-?mail address|user ?name|remember me|anmelden|registrieren|einloggen|already (?:a member"
    r"|registered|have an account|a subscriber)|connectez-vous|iniciar sesión)\b",
    re.IGNORECASE,
)
_LITTLE_PROSE = 150  # words
_TELLING_WORD = 4  # letters; shorter words stand in every text
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
    start = body[:2_048].removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n\f\v")
    for magic, what in _MAGIC.items():
        if start.startswith(magic):
            raise ArticleRefused(url, "not-html", f"begins like {what}")
    if found := _XML_KIND.match(start):
        raise ArticleRefused(url, "not-html", f"XML whose root is {found[1].decode()}")


def asks_password(tree: HtmlElement) -> bool:
    """Tell whether the page has a field for a password."""
    return any((field.get("type") or "").strip().lower() == "password" for field in tree.iter("input"))


def refuse_by_content(
    page: PageMetadata, paragraphs: list[str], anchors: Iterable[str], url: str, *, is_asking_password: bool = False
) -> None:
    """Raise ArticleRefused for a page whose prose is not an article's.

    - "error-page": title or heading says so, and there is less prose than a short article has.
    - "consent-wall": the prose is of no declared article, and speaks of consent in every other sentence.
    - "login-wall": the prose is of no declared article, there is little of it, and two of these agree: a field for a
      password, a title, an address, words of signing in.
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
    if not _is_of_article(page, text) and (consent := _consent_words(text, titles)):
        raise ArticleRefused(url, "consent-wall", f"{consent} words of consent among {count}")
    signs = _login_signs(text, titles, url) + ["a field for a password"] * is_asking_password
    if not _is_of_article(page, text) and count < _LITTLE_PROSE and len(signs) >= 2:
        raise ArticleRefused(url, "login-wall", ", ".join(signs))
    if not paragraphs:
        raise ArticleRefused(url, "no-text", "the extractor found no prose")
    if count < MIN_WORDS and not _is_unspaced(text):
        raise ArticleRefused(url, "too-short", f"{count} words")
    if not _says_article(page) and (why := _listing_signs(page, paragraphs, anchors, url)):
        raise ArticleRefused(url, "not-an-article", why)


def _says_article(page: PageMetadata) -> bool:
    og_type = page.meta.get("og:type", "").lower()
    return bool(page.article) or og_type == "article" or "article:published_time" in page.meta


def _is_of_article(page: PageMetadata, text: str) -> bool:
    """Tell whether an article is declared, and the prose has one word at least of its headline: walls have none."""
    headline = as_text(page.article.get("headline")) or page.meta.get("og:title") or ""
    told = {word for word in words(headline) if len(word) >= _TELLING_WORD}
    return _says_article(page) and (not told or any(word in text.casefold() for word in told))


def _consent_words(text: str, titles: list[str]) -> int:
    """Return how many words of consent the prose has, or 0 when they are too few for a wall."""
    count, consent = len(text.split()), len(_CONSENT_WORDS.findall(text))
    is_titled = any(_CONSENT_TITLE.search(title) for title in titles)
    least = max(3, count // 40) if is_titled else max(5, count // 30)
    return consent if count < 400 and consent >= least else 0


def _login_signs(text: str, titles: list[str], url: str) -> list[str]:
    """Return what says that a page only asks its reader to sign in."""
    signs = []
    if any(_LOGIN_TITLE.search(title) for title in titles):
        signs.append("a title of signing in")
    if _LOGIN_PATH.search(urlsplit(url).path):
        signs.append("an address of signing in")
    if len(_LOGIN_WORDS.findall(text)) >= max(2, len(text.split()) // 30):
        signs.append("words of signing in")
    return signs


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
    return len(paragraph.split()) >= 12 and SENTENCE.search(paragraph) is not None


def _is_unspaced(text: str) -> bool:
    """Tell whether the script writes words without spaces (Chinese, Japanese, Thai): length counts, not words."""
    return len(re.findall("[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff]", text)) >= 3 * MIN_WORDS
