"""What to fetch and when: decided by data, never by a clock of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.feed import ArticleState, Entry, Feed, FeedState
from schemas.ids import stable_id
from schemas.response import FetchPlan
from transforms.wire.schedule import MAX_TRIES, batches_by_host, due_articles, due_feeds

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
FEED = Feed("f1", "gazette", "https://gazette.example/rss", poll_minutes=60)
URL = "https://gazette.example/a"


def entry(url: str | None = URL, **changes: object) -> Entry:
    plain = Entry(
        guid="g1", link=url, canonical_url=url, title="T", summary=None, author=None, published_at=None, updated_at=None
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def fetched(minutes_ago: float, failures: int = 0) -> FeedState:
    return FeedState(FEED, NOW - timedelta(minutes=minutes_ago), "etag", "yesterday", failures)


def is_due(state: FeedState) -> bool:
    return bool(due_feeds([state], NOW))


def test_a_feed_never_fetched_is_due_and_carries_its_ids() -> None:
    assert due_feeds([FeedState(FEED)], NOW) == [FetchPlan("feed", FEED.url, outlet_id="gazette", feed_id="f1")]


def test_validators_travel_with_the_plan() -> None:
    (plan,) = due_feeds([fetched(60)], NOW)
    assert (plan.etag, plan.last_modified) == ("etag", "yesterday")


def test_a_disabled_feed_is_never_due() -> None:
    assert not is_due(FeedState(replace(FEED, enabled=False)))


@pytest.mark.parametrize(
    ("minutes_ago", "failures", "due"),
    [
        (59.9, 0, False),
        (60, 0, True),
        (119, 1, False),
        (120, 1, True),
        (479, 3, False),
        (480, 3, True),
        (24 * 60 - 1, 5, False),
        (24 * 60, 5, True),
        (24 * 60, 10_000, True),
        (24 * 60 - 1, 10_000, False),
    ],
)
def test_the_wait_doubles_with_failures_up_to_a_day(minutes_ago: float, failures: int, due: bool) -> None:
    assert is_due(fetched(minutes_ago, failures)) is due


def test_a_weekly_feed_waits_its_week() -> None:
    weekly = replace(FEED, poll_minutes=7 * 24 * 60)
    assert not due_feeds([FeedState(weekly, NOW - timedelta(days=2), consecutive_failures=3)], NOW)


def test_a_wrong_clock_does_not_silence_a_feed() -> None:
    assert is_due(FeedState(FEED, NOW + timedelta(days=3_650)))
    assert not is_due(FeedState(FEED, NOW + timedelta(minutes=5)))


def test_the_longest_unfetched_come_first_whatever_the_order_given() -> None:
    states = [FeedState(replace(FEED, feed_id=f"f{n}"), NOW - timedelta(hours=n % 3 + 2)) for n in range(6)]
    states.append(FeedState(replace(FEED, feed_id="new")))
    plans = due_feeds(states, NOW)
    assert [plan.feed_id for plan in plans] == ["new", "f2", "f5", "f1", "f4", "f0", "f3"]
    assert due_feeds(states[::-1], NOW) == plans


def test_a_new_article_is_fetched_with_what_the_feed_said_of_it() -> None:
    published, updated = NOW - timedelta(days=1), NOW - timedelta(hours=1)
    (plan,) = due_articles([(FEED, entry(published_at=published, updated_at=updated))], {})
    assert plan == FetchPlan(
        kind="article",
        url=URL,
        outlet_id="gazette",
        feed_id="f1",
        entry_id=stable_id("entry", "f1", "g1"),
        entry_title="T",
        entry_published_at=published,
        entry_updated_at=updated,
    )


def test_without_a_guid_the_link_is_the_identity() -> None:
    (plan,) = due_articles([(FEED, entry(guid=None, published_at=NOW))], {})
    assert plan.entry_id == stable_id("entry", "f1", URL)
    assert plan.entry_updated_at == NOW


def test_each_address_once_and_none_without_a_link() -> None:
    entries = [(FEED, entry()), (replace(FEED, feed_id="f2"), entry(guid="g2")), (FEED, entry(None, problem="no-link"))]
    assert [plan.feed_id for plan in due_articles(entries, {})] == ["f1"]


@pytest.mark.parametrize(
    ("state", "wanted"),
    [
        (ArticleState(URL, tries=1, loaded=True, refused=False), False),
        (ArticleState(URL, tries=1, loaded=False, refused=True), False),
        (ArticleState(URL, tries=MAX_TRIES - 1, loaded=False, refused=False), True),
        (ArticleState(URL, tries=MAX_TRIES, loaded=False, refused=False), False),
        (ArticleState(URL, 1, loaded=True, refused=False, entry_updated_at=NOW), False),
        (ArticleState(URL, 1, loaded=True, refused=False, entry_updated_at=NOW - timedelta(seconds=1)), True),
        (ArticleState(URL, 1, loaded=False, refused=True, entry_updated_at=NOW - timedelta(seconds=1)), True),
        (ArticleState(URL, 9, loaded=False, refused=False, entry_updated_at=NOW - timedelta(seconds=1)), True),
    ],
)
def test_what_is_known_decides(state: ArticleState, wanted: bool) -> None:
    assert bool(due_articles([(FEED, entry(updated_at=NOW))], {URL: state})) is wanted


def test_an_undated_entry_is_never_a_revision() -> None:
    state = ArticleState(URL, 1, loaded=True, refused=False, entry_updated_at=NOW)
    assert not due_articles([(FEED, entry())], {URL: state})


PLANS = st.lists(st.integers(0, 9), max_size=60).map(
    lambda hosts: [FetchPlan("article", f"https://h{host}.example/{n}") for n, host in enumerate(hosts)]
)


@given(PLANS, st.integers(1, 20))
def test_batches_keep_every_plan_and_split_no_host(plans: list[FetchPlan], size: int) -> None:
    batches = batches_by_host(plans, size)
    assert sorted(plan.url for batch in batches for plan in batch) == sorted(plan.url for plan in plans)
    homes: dict[str, set[int]] = {}
    for number, batch in enumerate(batches):
        assert batch
        hosts = {plan.url.split("/")[2] for plan in batch}
        assert len(batch) <= size or len(hosts) == 1
        for host in hosts:
            homes.setdefault(host, set()).add(number)
    assert all(len(numbers) == 1 for numbers in homes.values())
    assert batches_by_host(plans, size) == batches


def test_an_unreadable_address_still_has_a_batch() -> None:
    assert batches_by_host([FetchPlan("article", "http://[")], 10) == [[FetchPlan("article", "http://[")]]
