"""OPML: folders survive the round trip, bad files are refused, bombs are inert."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import ParseError
from schemas.feed import Feed, Outlet, Subscription
from schemas.ids import stable_id
from transforms.wire.opml import read_opml, write_opml

READER_EXPORT = b"""<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title>My feeds</title></head><body>
  <outline text="News"><outline text="World / Asia">
    <outline text="Harbour Gazette & Post" type="rss" xmlUrl="https://feeds.gazette.example/world?a=1&b=2"
             htmlUrl="https://www.gazette.example/"/>
    <outline title="Wire" type="rss" xmlUrl="http://feeds.burner.example/wire" htmlUrl="https://wire.example/"/>
  </outline></outline>
  <outline text="Gazette sport" xmlurl="feed://feeds.gazette.example/sport"/>
  <outline text="Again" xmlUrl="https://feeds.gazette.example/world?a=1&b=2"/>
</body></opml>
"""


def test_a_readers_export_is_read_with_its_folders() -> None:
    subscription = read_opml(READER_EXPORT, url="my.opml")
    assert [(outlet.outlet_id, outlet.name, outlet.kind) for outlet in subscription.outlets] == [
        ("gazette.example", "gazette.example", "unknown"),
        ("wire.example", "Wire", "unknown"),
    ]
    assert [(feed.outlet_id, feed.url, feed.section) for feed in subscription.feeds] == [
        ("gazette.example", "https://feeds.gazette.example/world?a=1&b=2", "News/World ∕ Asia"),
        ("gazette.example", "https://feeds.gazette.example/sport", None),
        ("wire.example", "http://feeds.burner.example/wire", "News/World ∕ Asia"),
    ]


def test_folders_survive_import_export_import() -> None:
    first = read_opml(READER_EXPORT, url="my.opml")
    exported = write_opml(first)
    assert read_opml(exported, url="again.opml") == first
    assert write_opml(read_opml(exported, url="again.opml")) == exported


def test_an_exported_file_has_outlets_and_sections_as_folders() -> None:
    outlet = Outlet("g", "Gazette", "gazette.example", "GB", "en", "paper")
    url = "https://gazette.example/rss"
    text = write_opml(Subscription((outlet,), (Feed(stable_id("feed", url), "g", url, "world/asia"),))).decode()
    assert text.index('text="Gazette"') < text.index('text="world"') < text.index('text="asia"') < text.index(url)


WORDS = st.text("abcdefgäß日<>&\"'%", min_size=1, max_size=8)
NAMES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
SECTIONS = st.none() | st.lists(NAMES, min_size=1, max_size=3).map("/".join)


@st.composite
def subscriptions(draw: st.DrawFn) -> Subscription:
    outlets, feeds = [], []
    for number in range(draw(st.integers(1, 4))):
        outlet_id = f"o{number}"
        kind = draw(st.sampled_from(["paper", "unknown"]))
        country = draw(st.sampled_from([None, "GB"]))
        outlets.append(Outlet(outlet_id, draw(NAMES), f"{outlet_id}.example", country, "en", kind, None))
        for feed in range(draw(st.integers(0 if number else 1, 3))):
            url = f"https://{outlet_id}.example/{feed}?a=1&b=%20"
            enabled, minutes = draw(st.booleans()), draw(st.sampled_from([5, 60, 90]))
            feeds.append(Feed(stable_id("feed", url), outlet_id, url, draw(SECTIONS), enabled, minutes))
    return Subscription(tuple(outlets), tuple(feeds))


@given(subscriptions())
def test_what_is_written_is_read_back(subscription: Subscription) -> None:
    assert read_opml(write_opml(subscription), url="x") == subscription


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not-opml"),
        (b"<html><body>no</body></html>", "not-opml"),
        (b"just text", "malformed"),
        (b"<opml><body/></opml>", "no-feeds"),
        (b'<opml><body><outline xmlUrl="javascript:alert(1)"/></body></opml>', "bad-feed-address"),
        (b"<opml><body>" + b'<outline text="a">' * 50_000, "too-deep"),
        (b" " * 5_000_001, "too-large"),
    ],
)
def test_bad_files_are_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ParseError) as caught:
        read_opml(data, url="bad.opml")
    assert caught.value.reason == reason


def test_bombs_and_outside_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("canary")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    outside = f'<!ENTITY l9 SYSTEM "{(tmp_path / "secret").as_uri()}">'
    for subset in ('<!ENTITY l0 "ha">' + laughs, outside):
        data = f'<!DOCTYPE opml [{subset}]><opml><outline text="&l9;" xmlUrl="https://a.example/"/></opml>'.encode()
        start = time.process_time()
        with pytest.raises(ParseError) as caught:
            read_opml(data, url="bomb.opml")
        assert caught.value.reason == "entity-declarations"
        assert "canary" not in str(caught.value)
        assert time.process_time() - start < 1


@given(st.binary(max_size=300) | st.binary(max_size=100).map(lambda tail: READER_EXPORT[:500] + tail))
def test_any_bytes_are_a_subscription_or_a_parse_error(data: bytes) -> None:
    with contextlib.suppress(ParseError):
        read_opml(data, url="x")


@pytest.mark.corpora
def test_real_exports_survive_the_round_trip(corpora: Path) -> None:
    files = sorted((corpora / "feeds" / "opml").rglob("*.opml"))
    assert len(files) > 50
    for file in files:
        subscription = read_opml(file.read_bytes(), url=file.name)
        assert read_opml(write_opml(subscription), url=file.name) == subscription
