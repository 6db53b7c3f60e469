"""What is served with status 200 where an article should be, and is none."""

from __future__ import annotations

import pytest

from tests.transforms.articles.test_articles import PROSE, page, reason, respond
from transforms.articles.extraction import extract_article

PASSWORD = '<form><input name="user"><input type="password" name="pass"></form>'
TINY_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (TINY_PDF, "PDF"),
        (b"\xef\xbb\xbf\n%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "PNG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"GIF89a\x01\x00\x01\x00", "GIF"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "WebP"),
        (b"\x00\x00\x00\x20ftypavif", "AVIF"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "svg"),
        (b"<svg><text>A long text in a picture</text></svg>", "SVG"),
        (b"PK\x03\x04\x14\x00", "ZIP"),
        (b'{"headline": "Not a page"}', "JSON"),
        (b'<?xml version="1.0"?>\n<!-- a feed -->\n<rss version="2.0"><channel/></rss>', "rss"),
        (b'<?xml version="1.0"?><urlset xmlns="x"></urlset>', "urlset"),
    ],
)
def test_files_that_are_no_pages_say_what_they_are(body: bytes, detail: str) -> None:
    for header in ("text/html; charset=utf-8", None):
        response = respond(body, content_type=header) if header else respond(body)
        assert reason(response) == "not-html"
        with pytest.raises(Exception, match=detail):
            extract_article(response)


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        (respond(page(*PROSE), content_type="application/pdf"), "not-html"),
        (
            respond(page("Please sign in to go on reading.", PASSWORD, head="<title>Sign in | Paper</title>")),
            "login-wall",
        ),
        (
            respond(page("Log in with your e-mail address and password.", "Forgot your password?", PASSWORD)),
            "login-wall",
        ),
        (
            respond(
                page("Sign in or create an account.", head="<title>Log in</title>"), url="https://paper.example/login"
            ),
            "login-wall",
        ),
        (respond(page("Bitte anmelden, Passwort vergessen?", PASSWORD, head="<title>Anmelden</title>")), "login-wall"),
        (respond(page("", PASSWORD), url="https://paper.example/account/login?next=/story"), "login-wall"),
        (respond(page(*PROSE[:1], head="<title>Oops! Page not found</title>")), "error-page"),
        (respond(page(*PROSE[:1], head="<title>Paper</title>", around=("<h1>404</h1>", ""))), "error-page"),
        (respond(page("We are sorry.", head="<title>Story</title><h1>This page doesn’t exist</h1>")), "error-page"),
        (respond(page(head="<title>Just a moment...</title>")), "error-page"),
    ],
)
def test_pages_that_are_no_articles(response: object, expected: str) -> None:
    assert reason(response) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "head",
    [
        "<title>Sign in the window: how a bakery came back</title>",
        "<title>Register of voters is out of date, says court</title>",
        "<title>Passwords: the end of an idea</title>",
    ],
)
def test_articles_with_a_login_form_beside_them_are_articles(head: str) -> None:
    long = page(*PROSE, *PROSE[::-1], PASSWORD, head=head)
    assert extract_article(respond(long)).text.startswith(PROSE[0])
    short = page(*PROSE[:2], PASSWORD, head=f'{head}<meta property="og:type" content="article">')
    assert extract_article(respond(short)).text.startswith(PROSE[0])
    assert extract_article(respond(page(*PROSE[:2], PASSWORD, head=head))).text.startswith(PROSE[0])


DECLARED = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "%s"}</script>'


def test_a_wall_is_a_wall_though_the_page_declares_the_article_behind_it() -> None:
    consent = (
        "We and our partners store cookies on your device. With your consent we show personalised ads.",
        "Choose accept all to consent to cookies, or manage settings. Our partners use legitimate interest.",
    )
    assert reason(respond(page(*consent, head=DECLARED % "Dam opens after long night"))) == "consent-wall"
    story = page(*consent, head=DECLARED % "What happens when you accept all cookies")
    assert extract_article(respond(story)).text.startswith("We and our partners")
    login = page(
        "Log in with your e-mail address and password.", PASSWORD, head=DECLARED % "Dam opens after long night"
    )
    assert reason(respond(login)) == "login-wall"
