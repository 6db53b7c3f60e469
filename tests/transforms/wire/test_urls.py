"""URLs: one spelling per address, nothing dropped that names an article, no secret shown."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from schemas.errors import UrlError
from transforms.wire.urls import MAX_URL_LENGTH, canonicalize, join, redact, registrable_domain


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://Gazette.Example", "https://gazette.example/"),
        ("http://gazette.example:80/a", "http://gazette.example/a"),
        ("https://gazette.example:443/a", "https://gazette.example/a"),
        ("http://gazette.example:443/a", "http://gazette.example:443/a"),
        ("https://gazette.example/a#comments", "https://gazette.example/a"),
        ("https://me:secret@gazette.example/a", "https://gazette.example/a"),
        ("https://gazette.example/a/../b/./c/..", "https://gazette.example/b/"),
        ("https://gazette.example/../../a", "https://gazette.example/a"),
        ("https://gazette.example/%7eann/%c3%a9%2fx", "https://gazette.example/~ann/%C3%A9%2Fx"),
        ("https://gazette.example/é?q=ü", "https://gazette.example/%C3%A9?q=%C3%BC"),
        ("https://gazette.example/100%", "https://gazette.example/100%25"),
        ("https://gazette.example/a b", "https://gazette.example/a%20b"),
        ("https://gazette.example/a//b/", "https://gazette.example/a//b/"),
        ("  https://gazette.example/a\n", "https://gazette.example/a"),
        ("https://gazette.example./a", "https://gazette.example/a"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://faß.example/", "https://xn--fa-hia.example/"),
        ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"),
        ("http://[0:0:0:0:0:0:0:1]:8080/", "http://[::1]:8080/"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/"),
        ("https://gazette.example/a?&&", "https://gazette.example/a"),
    ],
)
def test_one_spelling_per_address(url: str, canonical: str) -> None:
    assert canonicalize(url) == canonical


@pytest.mark.parametrize(
    "tracker",
    [
        "utm_source=rss", "UTM_Campaign=x", "fbclid=1", "gclid=1", "msclkid=1", "mc_cid=1", "at_medium=RSS",
        "CMP=share",
        "smid=tw", "ocid=x", "xtor=RSS-3", "_ga=1", "igshid=1", "ref=rss", "source=rss_feed", "ito=1490", "maca=en-rss",
        "ns_mchannel=rss", "%75tm_source=x", "utm_source",
    ],
)  # fmt: skip
def test_trackers_go(tracker: str) -> None:
    assert canonicalize(f"https://gazette.example/a?id=7&{tracker}&b=") == "https://gazette.example/a?id=7&b="


@pytest.mark.parametrize(
    ("view", "page"),
    [
        ("/story/amp", "/story"),
        ("/story/amp/", "/story"),
        ("/story/AMP/amp", "/story"),
        ("/story.amp", "/story"),
        ("/story.amp.html", "/story.html"),
        ("/story/amp.html", "/story.html"),
        ("/story?amp", "/story"),
        ("/story?amp=1&id=7", "/story?id=7"),
        ("/story?outputType=amp", "/story"),
        ("/story?view=print", "/story"),
        ("/story?print=true", "/story"),
    ],
)
def test_views_of_a_page_are_the_page(view: str, page: str) -> None:
    assert canonicalize(f"https://gazette.example{view}") == f"https://gazette.example{page}"


@pytest.mark.parametrize(
    "address",
    [
        "/amp",
        "/amp/",
        "/amp/ohm",
        "/guitar-amp",
        "/lamp",
        "/story?print=4711",
        "/story?view=gallery",
        "/story?format=7",
    ],
)
def test_what_only_looks_like_a_view_stays(address: str) -> None:
    assert canonicalize(f"https://gazette.example{address}") == f"https://gazette.example{address}"


@pytest.mark.parametrize(
    "parameter",
    [
        "id=1",
        "cid=77",
        "eid=5",
        "source=42",
        "ref=budget",
        "gallery=3",
        "keyword=ferry",
        "p=1",
        "session=2026",
        "s=%26",
    ],
)
def test_what_may_name_an_article_stays(parameter: str) -> None:
    assert canonicalize(f"https://gazette.example/a?{parameter}").endswith(f"?{parameter}")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("javascript:alert(1)", "scheme"),
        ("data:text/html,x", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("ftp://gazette.example/", "scheme"),
        ("gopher://gazette.example/", "scheme"),
        ("//gazette.example/a", "scheme"),
        ("", "scheme"),
        ("https:///a", "no-host"),
        ("https://?a", "no-host"),
        ("https://a..b/", "bad-host"),
        ("https://-a.example/", "bad-host"),
        ("https://a b.example/", "bad-host"),
        ("https://ex%61mple.org/", "bad-host"),
        ("https://gazette.example\\@evil.example/", "bad-host"),
        ("https://xn--a.example/", "bad-host"),
        ("https://" + "a" * 64 + ".example/", "bad-host"),
        ("https://ü" + "ü" * 70 + ".example/", "bad-host"),
        ("http://127.1/", "bad-host"),
        ("http://2130706433/", "bad-host"),
        ("http://0x7f000001/", "bad-host"),
        ("http://0177.0.0.1/", "bad-host"),
        ("http://[::1%25eth0]/", "bad-host"),
        ("http://[::1/", "malformed"),
        ("https://gazette.example:x/", "bad-port"),
        ("https://gazette.example:99999/", "bad-port"),
        ("https://gazette.example:0/", "bad-port"),
        ("https://gazette.example/\ud800", "malformed"),
        ("https://gazette.example/" + "a" * 10_000, "too-long"),
        ("https://gazette.example/" + "é" * 700, "too-long"),
    ],
)
def test_what_is_refused_and_why(url: str, reason: str) -> None:
    with pytest.raises(UrlError) as caught:
        canonicalize(url)
    assert caught.value.reason == reason
    assert len(str(caught.value)) < 600


PIECES = st.sampled_from(
    ["https://", "HTTP://", "a.example", "bücher.example", "/", "..", ".", "%2e", "%", "%41", "?", "&", "=", "#", "@",
     ":", "443", "utm_source=x", "/amp", ".amp", ".html", "amp=1",
     "\\", " ", "\t", "é", "[", "]", ";", "//", "xn--", "\x00", "İ", "％", "。"]
)  # fmt: skip
URLS = st.one_of(
    st.lists(PIECES, max_size=12).map("".join),
    st.lists(PIECES, max_size=12).map(lambda pieces: "https://a.example/" + "".join(pieces)),
    st.text(max_size=60),
    st.text(max_size=60).map("https://".__add__),
)


@given(URLS)
@example("https://a.example/%2e%2e/b")
@example("http://a.example/;%3F?%3F#")
def test_canonical_is_idempotent_and_safe_or_refused(url: str) -> None:
    try:
        canonical = canonicalize(url)
    except UrlError:
        return
    assert canonicalize(canonical) == canonical
    assert canonical.isascii()
    assert len(canonical) <= MAX_URL_LENGTH
    parts = urlsplit(canonical)
    assert parts.scheme in ("http", "https")
    assert parts.hostname
    assert parts.username is None
    assert not parts.fragment
    assert not set(canonical) & set(' "<>\\^`{|}\n\t\x00')


@pytest.mark.parametrize(
    ("given_", "domain"),
    [
        ("https://feeds.bbci.co.uk/news/rss.xml", "bbci.co.uk"),
        ("www.theguardian.com", "theguardian.com"),
        ("news.un.org", "un.org"),
        ("https://www.gov.uk/x", "www.gov.uk"),
        ("NEWS.Example.COM.", "example.com"),
        ("https://ann.github.io/feed", "ann.github.io"),
        ("http://127.0.0.1:8080/x", "127.0.0.1"),
        ("localhost", "localhost"),
        ("www.gazette.example", "gazette.example"),
        ("http://[::1]:8080/", "::1"),
        ("co.uk", "co.uk"),
        ("https://www.bücher.de/", "xn--bcher-kva.de"),
    ],
)
def test_registrable_domain(given_: str, domain: str) -> None:
    assert registrable_domain(given_) == domain


def test_the_suffix_list_is_the_one_in_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TLDEXTRACT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert registrable_domain("a.b.example.com.au") == "example.com.au"
    assert list(tmp_path.iterdir()) == []


def test_no_host_has_no_domain() -> None:
    with pytest.raises(UrlError):
        registrable_domain("https:///path")


@given(st.text(max_size=80))
def test_any_text_has_a_domain_or_none(text: str) -> None:
    try:
        domain = registrable_domain(text)
    except UrlError:
        return
    assert domain
    assert registrable_domain(f"[{domain}]" if ":" in domain else domain) == domain


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://me:canary@gazette.example/a", "https://***@gazette.example/a"),
        ("https://canary@gazette.example/a", "https://***@gazette.example/a"),
        ("https://g.example/a?token=canary&id=7", "https://g.example/a?token=***&id=7"),
        ("https://g.example/a?id=7&api_key=canary#x", "https://g.example/a?id=7&api_key=***#x"),
        ("https://g.example/a?APIKEY=canary", "https://g.example/a?APIKEY=***"),
        ("https://g.example/a?X-Amz-Signature=canary", "https://g.example/a?X-Amz-Signature=***"),
        ("https://g.example/a?sig=canary&key=canary", "https://g.example/a?sig=***&key=***"),
        ("https://g.example/a?p%61ssword=canary", "https://g.example/a?p%61ssword=***"),
        ("https://g.example/a#access_token=canary", "https://g.example/a#access_token=***"),
        ("fetching https://u:canary@g.example failed", "fetching https://***@g.example failed"),
        ("https://g.example/a?monkey=1&design=2&id=3", "https://g.example/a?monkey=1&design=2&id=3"),
    ],
)
def test_secrets_are_not_shown(url: str, shown: str) -> None:
    assert redact(url) == shown
    assert redact(shown) == shown


def test_an_error_does_not_repeat_a_secret() -> None:
    with pytest.raises(UrlError) as caught:
        canonicalize("ftp://me:canary@gazette.example/?token=canary")
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize(
    ("base", "link", "joined"),
    [
        ("https://g.example/news/feed", "a", "https://g.example/news/a"),
        ("https://g.example/news/feed", "/a", "https://g.example/a"),
        ("https://g.example/news/feed", "//h.example/a", "https://h.example/a"),
        ("https://g.example/news/feed", " http://h.example/ \n", "http://h.example/"),
    ],
)
def test_join(base: str, link: str, joined: str) -> None:
    assert join(base, link) == joined


def test_join_refuses_what_cannot_be_split() -> None:
    with pytest.raises(UrlError):
        join("https://g.example/", "http://[")
