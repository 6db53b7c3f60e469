"""Golden pages, refusals, hostile HTML, and the property that bytes give an Article or a ParseError."""

from __future__ import annotations

import gzip
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.article import TEXT_ROLES, Article, Block
from schemas.errors import ArticleRefused, ParseError
from schemas.response import Response
from transforms.articles.cleaning import clean_line, clean_text
from transforms.articles.extraction import extract_article, parse_page
from transforms.wire.decoding import decode_content, decode_text

PAGES = Path(__file__).parent / "pages"
FETCHED_AT = datetime(2024, 7, 1, tzinfo=UTC)
PROSE = (
    "The minister for rivers said on Monday that the dam would be opened before the end of the week.",
    "Farmers in the lower valley refused the offer twice and promised to go on with their blockade.",
    "Parliament is to vote on the matter tomorrow, with the opposition split on the cost of it all.",
    "“Water does not wait for a quorum,” the speaker of the house told a radio station in the capital.",
)


def respond(
    body: bytes, *, url: str = "https://paper.example/news/story", status: int = 200, **headers: str
) -> Response:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Response(url, status, "OK" if status == 200 else "No", "HTTP/1.1", named, body, FETCHED_AT)


def page(*paragraphs: str, head: str = "", around: tuple[str, str] = ("<article>", "</article>")) -> bytes:
    prose = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<html><head>{head}</head><body>{around[0]}{prose}{around[1]}</body></html>".encode()


def reason(response: Response) -> str:
    with pytest.raises(ParseError) as caught:
        extract_article(response)
    assert caught.value.url == response.url
    return caught.value.reason


def body_of(response: Response) -> bytes:
    return decode_content(response.body, response.header("content-encoding"), url=response.url)


def broken_blocks(article: Article, body: bytes, content_type: str | None = None) -> list[Block]:
    """The blocks that are not where they say: in the text, one after the other, and in the page as it was archived."""
    tree = parse_page(decode_text(body, content_type, url=article.url), article.url)
    inside = [block for block in article.blocks if block.start is not None]
    assert "\n\n".join(article.text[block.start : block.end] for block in inside) == article.text
    broken = [block for block in inside if article.text[block.start : block.end] != block.text]
    for block in article.blocks:
        found = tree.xpath(block.node_path)
        shown = iter(clean_line("".join(found[0].itertext())) if len(found) == 1 else "")
        # in order, not in one piece: scripts, and what is only read aloud, may stand between
        if not all(letter in shown for letter in block.text if not letter.isspace()):
            broken.append(block)
    return broken


@pytest.mark.parametrize("name", sorted(path.stem for path in PAGES.glob("*.html")))
def test_golden_pages(name: str) -> None:
    expected = json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))
    body = (PAGES / f"{name}.html").read_bytes()
    entry = expected.get("entry_published_at")
    article = extract_article(
        respond(body, url=expected["url"], content_type=expected["content_type"]),
        entry_published_at=datetime.fromisoformat(entry) if entry else None,
    )
    assert article.text.split("\n\n") == expected["text"]
    for field in ("canonical_url", "headline", "byline", "section", "language", "published_from"):
        assert getattr(article, field) == expected[field], field
    for field in ("published_at", "modified_at"):
        moment = getattr(article, field)
        assert (moment.isoformat() if moment else None) == expected[field], field
    assert list(article.flags) == expected["flags"]
    if "blocks" in expected:
        assert [block.role for block in article.blocks] == expected["blocks"]


def test_content_coding_and_overriding_content_type() -> None:
    body = gzip.compress(page(*PROSE))
    response = respond(body, content_encoding="gzip", content_type="application/octet-stream")
    assert extract_article(response, content_type="text/html").text == "\n\n".join(PROSE)
    assert reason(respond(body[:-12], content_encoding="gzip")) == "truncated-encoding"


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        (respond(b"", status=404), "http-404"),
        (respond(page(*PROSE), status=503), "http-503"),
        (respond(b" \n\t"), "empty"),
        (respond(b"%PDF-1.7 ..."), "not-html"),
        (respond(b'{"a": 1}'), "not-html"),
        (respond(page(*PROSE), content_type="image/png"), "not-html"),
        (respond(b"<html><body></body></html>"), "no-text"),
        (respond(b"<!-- nothing -->"), "no-text"),
        (respond(page("Ten words are not enough to be called an article.")), "too-short"),
        (respond(b"<p>" * 200_000), "too-complex"),
        (respond(page(*PROSE[:2], head="<title>404 - Page not found</title>")), "error-page"),
        (respond(page(*PROSE[:2], head="<title>Sorry, this page could not be found | Paper</title>")), "error-page"),
        (respond(page(*PROSE), url="https://paper.example/"), "not-an-article"),
    ],
)
def test_refusals(response: Response, expected: str) -> None:
    assert reason(response) == expected


def test_consent_wall_is_refused_but_an_article_about_cookies_is_not() -> None:
    wall = page(
        "We and our partners store cookies on your device. With your consent we show personalised ads.",
        "Choose accept all to consent to cookies, or manage settings. Our partners use legitimate interest.",
        "Read how our partners use cookies in our privacy policy, and withdraw consent at any time.",
        head="<title>Before you continue to the Paper</title>",
    )
    assert reason(respond(wall)) == "consent-wall"
    story = page(*PROSE, "The new law on cookies asks sites for consent.", head="<title>New cookie law passed</title>")
    assert extract_article(respond(story)).headline == "New cookie law passed"


def test_listing_and_subscription_pages_are_refused_unless_they_declare_an_article() -> None:
    teasers = [f"Minister {number} to speak about dams, rivers and the price of water" for number in range(30)]
    listing = page(*teasers)
    assert reason(respond(listing, url="https://paper.example/world")) == "not-an-article"
    offer = page(
        "Subscribe today for $1 per week and get unlimited digital access, with newsletters for members.",
        "Cancel anytime. Sign in if you have a subscription. After the free trial you are billed $12 per month.",
    )
    assert reason(respond(offer, url="https://paper.example/offers")) == "not-an-article"
    declared = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Who speaks when"}</script>'
    assert extract_article(respond(page(*teasers, head=declared))).headline == "Who speaks when"


def test_headline_that_starts_with_a_number_is_not_an_error_page() -> None:
    story = page(*PROSE, head="<title>500 homes lost in the flood</title>")
    assert extract_article(respond(story)).headline == "500 homes lost in the flood"


def test_dates_out_of_bounds_are_dropped() -> None:
    head = (
        '<meta property="article:published_time" content="2024-07-03T00:00:00Z"><meta name="date" content="1970-01-01">'
    )
    article = extract_article(respond(page(*PROSE, head=head)), entry_published_at=datetime(2031, 1, 1, tzinfo=UTC))
    assert (article.published_at, article.published_from, article.modified_at) == (None, None, None)
    near = extract_article(respond(page(*PROSE)), entry_published_at=datetime(2024, 7, 1, 23, tzinfo=UTC))
    assert (near.published_at, near.published_from) == (datetime(2024, 7, 1, 23, tzinfo=UTC), "feed")


@pytest.mark.parametrize(
    ("link", "believed"),
    [
        ("https://paper.example/news/story-2", True),
        ("https://elsewhere.example/news/story", False),
        ("https://paper.example/", False),
        ("javascript:alert(1)", False),
        ("http://[broken", False),
    ],
)
def test_canonical_link(link: str, believed: bool) -> None:
    article = extract_article(respond(page(*PROSE, head=f'<link rel="canonical" href="{link}">')))
    assert article.canonical_url == (link if believed else "https://paper.example/news/story")


@pytest.mark.parametrize("depth", [300, 1_500])
def test_deep_nesting_keeps_the_text(depth: int) -> None:
    article = extract_article(respond(page(*PROSE, around=("<div>" * depth, "</div>" * depth))))
    assert article.text == "\n\n".join(PROSE)


@pytest.mark.parametrize(
    "body",
    [
        page(*PROSE, around=("<div>" * 50_000, "")),
        page(*PROSE, around=("<b><i><span>" * 2_000, "")),
        b"<html><body><article><p>" + b"<p>".join(text.encode() for text in PROSE),
        page(*PROSE, head='<script type="application/ld+json">' + "[" * 100_000),
        page(
            *PROSE,
            head='<script type="application/ld+json">{"@type":"Article","author":{"name":{"name":[1,{}]}}}</script>',
        ),
        page(*PROSE, head="<title>" + "x" * 100_000),
        b"\xff\xfe" + "".join(PROSE).encode("utf-16-le")[:-1],
    ],
)
def test_hostile_html_is_an_article_or_refused(body: bytes) -> None:
    try:
        article = extract_article(respond(body))
    except ArticleRefused:
        return
    assert article.text == clean_text(article.text)


def test_control_characters_do_not_cost_the_article() -> None:
    dirty = [text.replace(" ", " &#1;&#0;\x00\x07&#xFFFF;&#xD800;", 1) for text in PROSE]
    text = extract_article(respond(page(*dirty))).text
    assert re.search("[\x00-\x08\x0b-\x1f\ud800-\udfff]", text) is None
    assert all(paragraph.split(" ", 1)[1].split(" ", 1)[-1] in text for paragraph in PROSE)


SCRAPS = st.sampled_from(
    [
        *(f"<p>{text}</p>".encode() for text in PROSE),
        *(b"<div>", b"</div>", b"<table><tr><td>", b"<figure><figcaption>", b"<h1>Dam</h1>", b"<br>", b"\x00", b"&#1;"),
        *(
            b"<html lang='\xff'>",
            b"<script type='application/ld+json'>",
            b"</script>",
            b'{"@type":"NewsArticle"',
            b"<!--",
        ),
        *(b'<meta charset="utf-16">', b'<link rel="canonical" href="//[">', b'<meta name="date" content="0001-01-01">'),
        *(
            b"\xed\xa0\x80",
            b"\xef\xbf\xbf",
            b"<![CDATA[",
            b"<?xml version='1.0' encoding='rot13'?>",
            b"<svg><p>",
            b"</body>",
        ),
    ]
)


@settings(derandomize=True, deadline=None, max_examples=150)
@given(
    body=st.one_of(
        st.binary(max_size=300), st.lists(st.one_of(SCRAPS, st.binary(max_size=20)), max_size=30).map(b"".join)
    ),
    content_type=st.sampled_from([None, "text/html", "text/html; charset=utf-16", "text/html; charset=zip", "x"]),
    encoding=st.sampled_from([None, None, None, "gzip", "br", "deflate, gzip", "zstd"]),
)
def test_any_bytes_give_an_article_or_a_parse_error(
    body: bytes, content_type: str | None, encoding: str | None
) -> None:
    headers = {"content_type": content_type, "content_encoding": encoding}
    response = respond(body, **{name: value for name, value in headers.items() if value})
    try:
        article = extract_article(response)
    except ParseError:
        return
    assert isinstance(article, Article)
    assert article.text == clean_text(article.text) != ""
    assert article == extract_article(response)
    assert broken_blocks(article, body_of(response)) == []


@pytest.mark.corpora
@pytest.mark.timeout(900)
def test_real_pages_become_articles_whose_blocks_are_where_they_say(corpora: Path) -> None:
    tried = 0
    refused: list[str] = []
    for listing in sorted((corpora / "pages" / "fundus").glob("*/meta.info")):
        known = json.loads(listing.read_text(encoding="utf-8"))
        for path in sorted(listing.parent.glob("*.html.gz")):
            fetched_at = datetime.fromisoformat(known[path.name]["crawl_date"]).replace(tzinfo=UTC)
            body, url = gzip.decompress(path.read_bytes()), known[path.name]["url"]
            tried += 1
            try:
                article = extract_article(Response(url, 200, "OK", "HTTP/1.1", (), body, fetched_at))
            except ParseError as error:
                refused.append(f"{path.name}: {error.reason}: {error.detail}")
                continue
            assert broken_blocks(article, body) == [], path.name
            paragraphs = [text for text in article.text.split("\n\n") if len(text) >= 30]
            assert len(set(paragraphs)) == len(paragraphs), path.name
            beside = {block.text for block in article.blocks if block.role not in TEXT_ROLES}
            assert beside.isdisjoint(paragraphs), path.name
    assert tried > 250
    assert len(refused) <= tried * 0.05, refused
