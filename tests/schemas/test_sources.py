"""feeds.toml: what is read is what was written, and every mistake is told with its line and its remedy."""

from __future__ import annotations

import contextlib
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import ConfigurationError
from schemas.feed import OUTLET_KINDS, Feed, Outlet, Subscription
from schemas.ids import stable_id
from schemas.sources import MAX_ERRORS, format_subscription, parse_subscription
from transforms.wire.urls import canonicalize, registrable_domain

OUTLET = """[[outlets]]
id = "gazette"
name = "The Harbour Gazette"
domain = "gazette.example"
"""


def mistakes(text: str) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        parse_subscription(text, path="feeds.toml")
    return str(caught.value).splitlines()


def test_a_full_outlet_is_read() -> None:
    text = OUTLET + (
        'country = "GB"\nlanguage = "en"\nkind = "paper"\nwikidata_id = "Q42"\n'
        '  [[outlets.feeds]]\n  url = "https://gazette.example/rss"\n  section = "world"\n'
        "  enabled = false\n  poll_minutes = 15\n"
    )
    expected = Subscription(
        (Outlet("gazette", "The Harbour Gazette", "gazette.example", "GB", "en", "paper", "Q42"),),
        (
            Feed(
                stable_id("feed", "https://gazette.example/rss"),
                "gazette",
                "https://gazette.example/rss",
                "world",
                enabled=False,
                poll_minutes=15,
            ),
        ),
    )
    assert parse_subscription(text, path="feeds.toml") == expected


def test_what_is_left_out_has_its_default() -> None:
    subscription = parse_subscription(OUTLET + '[[outlets.feeds]]\nurl = "https://gazette.example/rss"', path="x")
    outlet, feed = subscription.outlets[0], subscription.feeds[0]
    assert (outlet.country, outlet.language, outlet.kind, outlet.wikidata_id) == (None, None, "unknown", None)
    assert (feed.section, feed.enabled, feed.poll_minutes) == (None, True, 60)


def test_an_empty_file_subscribes_to_nothing() -> None:
    assert parse_subscription("# nothing yet\n", path="x") == Subscription((), ())


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('kind = "newspaper"', '"newspaper" is not a kind of outlet; did you mean "paper"?'),
        ('country = "UK"', '"UK" is not a country code; write "GB"'),
        ('country = "gb"', 'write "GB"'),
        ('language = "en_US"', "BCP 47"),
        ('language = "english"', "BCP 47"),
        ('wikidata_id = "42"', "Q number"),
        ("kind = 3", "3 is not text; put it in quotes"),
        ('langauge = "en"', 'unknown key "langauge" in outlet; did you mean "language"?'),
        ('country = ""', "leave the key out"),
    ],
)
def test_a_wrong_outlet_value_is_told_with_its_line(line: str, told: str) -> None:
    found = mistakes(OUTLET + line + "\n")
    assert len(found) == 1
    assert found[0].startswith("feeds.toml:5: ")
    assert told in found[0]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('url = "ftp://gazette.example/rss"', "starting with https://"),
        ('url = "gazette.example/rss"', "starting with https://"),
        ('url = "https://gazette.example/a b"', "starting with https://"),
        ('url = "https://[::1/"', "starting with https://"),
        ('url = "https:///rss"', "starting with https://"),
        ('url = "https://gazette.example:99999/"', "starting with https://"),
        ('url = "https://g.example/"\npoll_minutes = 1', "from 5 to 10080"),
        ('url = "https://g.example/"\npoll_minutes = true', "from 5 to 10080"),
        ('url = "https://g.example/"\nenabled = "yes"', "neither true nor false"),
        ('uri = "https://g.example/"', 'did you mean "url"?'),
        ('section = "world"', "this feed has no url"),
    ],
)
def test_a_wrong_feed_value_is_told(line: str, told: str) -> None:
    assert any(told in found for found in mistakes(OUTLET + "[[outlets.feeds]]\n" + line + "\n"))


def test_missing_keys_point_at_the_table() -> None:
    found = mistakes(OUTLET + '\n[[outlets]]\nid = "second"\n')
    assert [message.split(" ")[0] for message in found] == ["feeds.toml:6:"] * 2
    assert "no domain" in found[0]
    assert "no name" in found[1]


def test_doubles_are_told_with_the_first_line() -> None:
    feed = '[[outlets.feeds]]\nurl = "https://gazette.example/rss"\n'
    assert "feed url is already used on line 6" in mistakes(OUTLET + feed + feed)[0]
    assert "outlet id is already used on line 2" in mistakes(OUTLET + OUTLET)[0]


def test_doubles_in_inline_tables_are_found_too() -> None:
    inline = 'outlets = [{id="a", name="A", domain="a.example"}, {id="a", name="B", domain="b.example"}]'
    assert "already used" in mistakes(inline)[0]


def test_broken_toml_is_told_with_its_line() -> None:
    assert mistakes(OUTLET + "country = GB\n")[0].startswith("feeds.toml:5: not TOML")
    assert mistakes("outlets = [")[0].startswith("feeds.toml:1: not TOML")


@pytest.mark.parametrize("text", ["outlets = 3", 'outlets = ["a"]', OUTLET + "feeds = 3", "feeds = []"])
def test_the_wrong_shape_is_told(text: str) -> None:
    assert mistakes(text)


def test_many_mistakes_are_told_at_once_and_counted() -> None:
    found = mistakes("[[outlets]]\n" * 5)
    assert len(found) == MAX_ERRORS + 1
    assert found[-1].endswith("and 5 more mistakes")


def test_a_password_in_an_address_is_not_repeated() -> None:
    found = mistakes(OUTLET + '[[outlets.feeds]]\nurl = "ftp://me:canary@gazette.example/?key=canary"\n')
    assert "canary" not in found[0]


NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).map(str.strip).filter(bool)
IDS = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=12)


@st.composite
def subscriptions(draw: st.DrawFn) -> Subscription:
    outlets = draw(
        st.lists(
            st.builds(
                Outlet,
                IDS,
                NAMES,
                IDS.map(lambda name: f"{name}.example"),
                st.sampled_from([None, "GB", "UN"]),
                st.sampled_from([None, "en", "pt-BR", "zh-Hant-TW"]),
                st.sampled_from(OUTLET_KINDS),
                st.sampled_from([None, "Q9531"]),
            ),
            max_size=4,
            unique_by=lambda outlet: outlet.outlet_id,
        )
    )
    paths = draw(st.lists(IDS, max_size=8, unique=True)) if outlets else []
    feeds = []
    for path in paths:
        outlet = draw(st.sampled_from(outlets))
        url = f"https://{outlet.domain}/{path}?a=1"
        minutes = draw(st.sampled_from([5, 60, 10_080]))
        feed_id = stable_id("feed", url)
        feeds.append(Feed(feed_id, outlet.outlet_id, url, draw(st.none() | NAMES), draw(st.booleans()), minutes))
    order = [outlet.outlet_id for outlet in outlets]
    return Subscription(tuple(outlets), tuple(sorted(feeds, key=lambda feed: order.index(feed.outlet_id))))


@given(subscriptions())
def test_what_is_written_is_read_back(subscription: Subscription) -> None:
    assert parse_subscription(format_subscription(subscription), path="x") == subscription


@given(st.text(max_size=200))
def test_any_text_is_a_subscription_or_a_configuration_error(text: str) -> None:
    with contextlib.suppress(ConfigurationError):
        parse_subscription(text, path="x")


def test_our_own_subscription_is_sound_and_wide(root: Path) -> None:
    subscription = parse_subscription((root / "feeds.toml").read_text(encoding="utf-8"), path="feeds.toml")
    assert len(subscription.feeds) >= 60
    assert len(subscription.outlets) >= 30
    assert len({outlet.country for outlet in subscription.outlets}) >= 30
    assert {outlet.outlet_id for outlet in subscription.outlets} == {feed.outlet_id for feed in subscription.feeds}
    assert all(registrable_domain(outlet.domain) == outlet.domain for outlet in subscription.outlets)
    assert all(canonicalize(feed.url) == feed.url for feed in subscription.feeds)
