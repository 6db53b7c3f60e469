"""Feeds: golden pairs per dialect, damage mended, texts and dates and links cleaned, real ones read."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import FeedError
from schemas.feed import Entry, FeedDocument
from transforms.feeds.documents import parse_feed
from transforms.feeds.entries import MAX_ENTRIES, SUMMARY_LENGTH, TITLE_LENGTH

URL = "https://example.org/news/feed"
GOLDEN = Path(__file__).parent / "golden"
SAMPLES = sorted(path for path in GOLDEN.iterdir() if not path.name.endswith(".expected.json"))


def parse(body: bytes | str, content_type: str | None = None) -> FeedDocument:
    return parse_feed(body.encode() if isinstance(body, str) else body, url=URL, content_type=content_type)


def rss(inside: str, prolog: str = "") -> str:
    return f'{prolog}<rss version="2.0"><channel><title>T</title>{inside}</channel></rss>'


def item(title: str = "One", link: str = "https://g.example/1", more: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


def only(body: bytes | str) -> Entry:
    (entry,) = parse(body).entries
    return entry


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_golden_pair(sample: Path) -> None:
    document = asdict(parse(sample.read_bytes()))
    plain = json.loads(json.dumps(document, default=datetime.isoformat))
    assert plain == json.loads(sample.with_name(sample.name + ".expected.json").read_text(encoding="utf-8"))


def test_every_dialect_has_a_golden_pair() -> None:
    formats = {parse(sample.read_bytes()).format for sample in SAMPLES}
    assert formats == {"rss091u", "rss10", "rss20", "atom10", "jsonfeed"}


def test_entries_beyond_the_cap_are_dropped_with_a_note() -> None:
    many = "".join(item(str(n), f"https://g.example/{n}") for n in range(MAX_ENTRIES + 3))
    document = parse(rss(many))
    assert len(document.entries) == MAX_ENTRIES
    assert document.problems == ("too-many-entries: 3 dropped",)
    items = [{"id": str(n), "url": f"/{n}"} for n in range(MAX_ENTRIES + 1)]
    document = parse(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}))
    assert (len(document.entries), document.problems) == (MAX_ENTRIES, ("too-many-entries: 1 dropped",))


@pytest.mark.parametrize(
    "cut",
    [
        rss(item() + "<item><title><![CDATA[Two").removesuffix("</channel></rss>"),
        rss(item() + "<item><title>Two</title><link>https://g.exam").removesuffix("</channel></rss>"),
        rss(item() + "<item><title><![CDATA[Two</title></item>" + item("Three")),
    ],
)
def test_of_a_cut_feed_the_complete_entries_are_kept(cut: str) -> None:
    document = parse(cut)
    assert [entry.title for entry in document.entries] == ["One"]
    assert "malformed: not well-formed XML, mended" in document.problems
    assert "incomplete-entry: 1 dropped" in document.problems


def test_bare_ampersands_html_entities_and_bad_references_are_mended() -> None:
    entry = only(rss(item("AT&T caf&eacute; &bogus; &#0;&#31;x", "https://g.example/?a=1&b=2")))
    assert entry.title == "AT&T café &bogus; x"
    assert entry.canonical_url == "https://g.example/?a=1&b=2"


def test_undeclared_prefixes_mean_what_every_reader_takes_them_for() -> None:
    entry = only(rss(item(more="<dc:creator>Ann</dc:creator><media:title>No</media:title>")))
    assert (entry.title, entry.author) == ("One", "Ann")


def test_junk_before_the_feed_is_ignored() -> None:
    assert only("Warning: something in feed.php on line 3\n\n<?xml version='1.0'?>" + rss(item())).title == "One"


@pytest.mark.parametrize(
    ("declared", "codec", "content_type"),
    [
        ("utf-8", "utf-8", "text/xml; charset=iso-8859-1"),
        ("utf-16", "utf-8", None),
        ("utf-8", "utf-16", None),
        ("iso-8859-1", "iso-8859-1", "text/xml"),
        ("windows-1251", "windows-1251", None),
    ],
)
def test_the_charset_is_the_one_the_bytes_are_in(declared: str, codec: str, content_type: str | None) -> None:
    title = "Мост закрыт" if codec == "windows-1251" else "Brücke gesperrt"
    body = rss(item(title), prolog=f'<?xml version="1.0" encoding="{declared}"?>').encode(codec)
    assert parse(body, content_type).entries[0].title == title


def test_one_stray_byte_does_not_switch_the_charset() -> None:
    body = rss(item("Brücke „gesperrt“") + item("Größe, Höhe, Länge für Fußgänger", "/2") * 4).encode()
    document = parse(body.replace(b"gesperrt", b"gesp\x96rrt"))
    assert [entry.title for entry in document.entries] == ["Brücke „gesp–rrt“", "Größe, Höhe, Länge für Fußgänger"]


def test_control_characters_go_and_bidi_ones_stay() -> None:
    assert only(rss(item("a\x00b\x01c\x7fd\u202ee"))).title == "abcd\u202ee"
    body = {
        "version": "https://jsonfeed.org/version/1",
        "items": [{"id": "a\x00b", "url": "/1", "title": "a\ud800b\x00c"}],
    }
    entry = only(json.dumps(body))
    assert (entry.guid, entry.title) == ("ab", "abc")


def test_text_is_plain_short_and_on_one_line() -> None:
    entry = only(
        rss(
            item(
                "x " * 5_000, more="<description>&lt;style&gt;p{}&lt;/style&gt;" + "<p>w</p>" * 9_000 + "</description>"
            )
        )
    )
    assert entry.title is not None
    assert len(entry.title) <= TITLE_LENGTH
    assert entry.title.endswith("x…")
    assert entry.summary is not None
    assert len(entry.summary) <= SUMMARY_LENGTH
    assert entry.summary.startswith("w w w")


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("&lt;script&gt;alert(1)&lt;/script&gt;Rain", "Rain"),
        ("&lt;b&gt;Ra&lt;/b&gt;in&lt;br/&gt;again", "Rain again"),
        ("Rain &amp;amp; wind &amp;#8212; more", "Rain & wind — more"),
        ("2 &lt; 3 and 4 &gt; 1", "2 < 3 and 4 > 1"),
        ("x'; DROP TABLE articles; --", "x'; DROP TABLE articles; --"),
        ("2016/6/29: a day", "2016/6/29: a day"),
    ],
)
def test_titles(title: str, plain: str) -> None:
    assert only(rss(item(title))).title == plain


@pytest.mark.parametrize(
    ("date", "expected", "note"),
    [
        ("Fri, 17 Apr 2026 14:05:09 -0400", datetime(2026, 4, 17, 18, 5, 9, tzinfo=UTC), None),
        ("2016/6/29", datetime(2016, 6, 29, tzinfo=UTC), None),
        (
            "Fri, 17 Apr 2026 14:05:09 +9900",
            datetime(2026, 4, 17, 14, 5, 9, tzinfo=UTC),
            "impossible-time-zone: 1 entry",
        ),
        ("Fri, 17 Apr 99999 14:05:09 GMT", None, "unreadable-date: 1 entry"),
        ("Mon, 01 Jan 0001 00:00:00 GMT", None, "implausible-date: 1 entry"),
        ("2101-01-01", None, "implausible-date: 1 entry"),
        ("Fri, 31 Apr 2026 14:05:09 GMT", None, "unreadable-date: 1 entry"),
        ("soon", None, "unreadable-date: 1 entry"),
    ],
)
def test_dates(date: str, expected: datetime | None, note: str | None) -> None:
    document = parse(rss(item(more=f"<pubDate>{date}</pubDate>")))
    assert document.entries[0].published_at == expected
    assert document.problems == ((note,) if note else ())


@pytest.mark.parametrize(
    ("link", "problem"),
    [
        ("", "no-link"),
        ("javascript:alert(1)", "bad-link"),
        ("data:text/html,x", "bad-link"),
        ("file:///etc/passwd", "bad-link"),
        ("ftp://g.example/1", "bad-link"),
        ("https://xn--a.example/", "bad-link"),
        ("https://g.example/" + "a" * 10_000, "bad-link"),
        ("http://2130706433/", "bad-link"),
    ],
)
def test_an_unusable_link_is_a_problem_of_its_entry_alone(link: str, problem: str) -> None:
    first, second = parse(rss(item("Bad", link) + item("Good", "https://g.example/2"))).entries
    assert (first.problem, first.canonical_url) == (problem, None)
    assert (second.problem, second.canonical_url) == (None, "https://g.example/2")


def test_credentials_are_neither_shown_nor_fetched_with() -> None:
    entry = only(rss(item(link="https://me:canary@g.example/1")))
    assert entry.canonical_url == "https://g.example/1"
    assert "canary" not in (entry.link or "")


def test_a_repeated_guid_is_one_entry_and_a_reused_one_is_none() -> None:
    def with_guid(guid: str, link: str) -> str:
        return item(link=link, more=f'<guid isPermaLink="false">{guid}</guid>')

    one, two = "https://g.example/1", "https://g.example/2"
    repeated = parse(rss(with_guid("g", one) + with_guid("g", one)))
    assert [(entry.guid, entry.canonical_url) for entry in repeated.entries] == [("g", one)]
    assert repeated.problems == ("duplicate-entry: 1 entry",)
    reused = parse(rss(with_guid("g", one) + with_guid("g", two)))
    assert [(entry.guid, entry.canonical_url) for entry in reused.entries] == [(None, one), (None, two)]
    assert reused.problems == ("shared-guid: 2 entries",)


@pytest.mark.parametrize(
    "damage", ["<title>Bread &amp Butter</title>", "<title>caf&eacute;</title>", '<atom:link href="/x"/>', "A & B"]
)
def test_references_and_prefixes_that_are_mended_are_no_damage(damage: str) -> None:
    document = parse(f'<rss version="2.0"><channel>{damage}</channel></rss>')
    assert document.entries == ()
    assert document.problems == ("malformed: not well-formed XML, mended",)


@pytest.mark.parametrize("weekday", ["mer, ", "Mi., ", "Понедельник, ", ""])
def test_a_weekday_in_any_language_hides_no_date(weekday: str) -> None:
    entry = only(rss(item(more=f"<pubDate>{weekday}16 Nov 2022 00:38:15 +0100</pubDate>")))
    assert entry.published_at == datetime(2022, 11, 15, 23, 38, 15, tzinfo=UTC)


def test_a_json_feed_with_dates_of_mail() -> None:
    items = [{"id": "1", "url": "/1", "date_published": "Fri, 31 May 2019 12:17:58 -0700"}]
    entry = only(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}))
    assert entry.published_at == datetime(2019, 5, 31, 19, 17, 58, tzinfo=UTC)


def test_text_of_an_xhtml_title_stays_text() -> None:
    title = '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">The &lt;blink&gt; tag</div></title>'
    entry = only(f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/1"/>{title}</entry></feed>')
    assert entry.title == "The <blink> tag"


# --- properties and corpora


FRAGMENTS = st.sampled_from(
    ["<rss>", "<rss version='2.0'>", "<channel>", "<item>", "</item>", "<title>", "</title>", "<link>", "</link>",
     "<feed",     " xmlns='http://www.w3.org/2005/Atom'>", "<entry>", "</entry>", "<![CDATA[", "]]>", "<!--", "-->",
     "<!DOCTYPE rss [",
     "<!ENTITY a 'b'>", "]>", "<?xml version='1.0'?>", "&a;", "&", "\x00", "é", "https://g.example/1", "<dc:date>",
     "{", "[",
     '"items"', ":", "<html>", "<pubDate>Fri, 17 Apr 2026", "</pubDate>", "</channel></rss>", "<x:y/>", "\ud800"]
)  # fmt: skip


@given(
    st.binary(max_size=300)
    | st.lists(FRAGMENTS, max_size=25).map(lambda parts: "".join(parts).encode(errors="replace"))
)
def test_any_bytes_are_a_feed_or_a_feed_error(body: bytes) -> None:
    try:
        document = parse(body)
    except FeedError as error:
        assert error.reason  # noqa: PT017 - both outcomes are right
        return
    assert all((entry.canonical_url is None) == (entry.problem is not None) for entry in document.entries)


@given(st.sampled_from(SAMPLES), st.data())
def test_a_damaged_feed_is_a_feed_or_a_feed_error(sample: Path, data: st.DataObject) -> None:
    body = bytearray(sample.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(body)))
        body[start : start + data.draw(st.integers(0, 20))] = data.draw(st.binary(max_size=6))
    try:
        parse(bytes(body))
    except FeedError as error:
        assert error.url == URL  # noqa: PT017


@pytest.mark.corpora
def test_real_feeds_are_read_or_refused(corpora: Path) -> None:
    outcomes: Counter[str] = Counter()
    for file in sorted((corpora / "feeds" / "captured").glob("*.gz")):
        try:
            document = parse(gzip.decompress(file.read_bytes()))
        except FeedError as error:
            outcomes[error.reason] += 1
        else:
            outcomes["read"] += 1
            outcomes["entries"] += len(document.entries)
    assert outcomes["read"] >= 95
    assert outcomes["entries"] >= 3_900


@pytest.mark.parametrize("identity", ["story-17", "HTTP://Paper.Example/a/../b", "/relative/link", "urn:uuid:1"])
def test_an_id_is_taken_character_by_character(identity: str) -> None:
    link = '<link href="https://g.example/1"/>'
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>{identity}</id>{link}</entry></feed>'
    assert (only(atom).guid, only(atom).canonical_url) == (identity, "https://g.example/1")
    assert only(rss(item(more=f"<guid>{identity}</guid>"))).guid == identity


def test_text_in_place_of_an_object_is_text() -> None:
    assert only(rss(item("Ferry &lt;object data='x'&gt;to sail&lt;/object&gt; again"))).title == "Ferry to sail again"
