"""When a feed is due: its publisher's wishes, its own rhythm, its failures; and never given up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.feed import DAYS, Feed, FeedRhythm, FeedState
from schemas.response import FetchPlan
from transforms.wire.polling import BACK_OFF, LONGEST_WAIT, SLACK, address_of, due_feeds, failure_class, is_due, wait_of

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)  # a Sunday
FEED = Feed("f1", "gazette", "https://gazette.example/rss", poll_minutes=60)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def fetched(hours_ago: float = 1, **facts: object) -> FeedState:
    return replace(FeedState(FEED, NOW - hours_ago * HOUR, etag="e", last_modified="yesterday"), **facts)  # type: ignore[arg-type]


def failing(times: int, failure: str, **facts: object) -> FeedState:
    return fetched(consecutive_failures=times, last_failure=failure, **facts)


def showing(count: int, gap: timedelta, newest_ago: timedelta = timedelta(0), **facts: object) -> FeedState:
    """A feed that showed `count` entries, one every `gap`, the newest published so long before it was read."""
    state = fetched(entry_count=count, entry_gap_s=round(gap.total_seconds()), **facts)
    assert state.last_fetched_at is not None
    return replace(state, newest_entry_at=state.last_fetched_at - newest_ago)


def test_a_feed_never_fetched_is_due_and_carries_its_ids() -> None:
    assert due_feeds([FeedState(FEED)], NOW) == [FetchPlan("feed", FEED.url, outlet_id="gazette", feed_id="f1")]


def test_validators_travel_with_the_plan() -> None:
    (plan,) = due_feeds([fetched(1)], NOW)
    assert (plan.etag, plan.last_modified) == ("e", "yesterday")


def test_a_disabled_feed_is_never_due() -> None:
    assert not due_feeds([FeedState(replace(FEED, enabled=False))], NOW)


def test_the_longest_unfetched_come_first_whatever_the_order_given() -> None:
    states = [FeedState(replace(FEED, feed_id=f"f{n}"), NOW - timedelta(hours=n % 3 + 2)) for n in range(6)]
    states.append(FeedState(replace(FEED, feed_id="new")))
    plans = due_feeds(states, NOW)
    assert [plan.feed_id for plan in plans] == ["new", "f2", "f5", "f1", "f4", "f0", "f3"]
    assert due_feeds(states[::-1], NOW) == plans


def test_cron_may_come_a_little_early() -> None:
    nightly = replace(FEED, poll_minutes=24 * 60)
    assert is_due(FeedState(nightly, NOW - DAY + timedelta(minutes=20)), NOW)
    assert not is_due(FeedState(nightly, NOW - DAY + timedelta(hours=2)), NOW)


def test_a_wrong_clock_does_not_silence_a_feed() -> None:
    assert is_due(FeedState(FEED, NOW + timedelta(days=3_650)), NOW)
    assert not is_due(FeedState(FEED, NOW + timedelta(minutes=5)), NOW)


# what publishers ask for


@pytest.mark.parametrize(
    ("facts", "wait"),
    [
        ({}, HOUR),
        ({"rhythm": FeedRhythm(ttl_minutes=15)}, HOUR),
        ({"rhythm": FeedRhythm(ttl_minutes=180)}, 3 * HOUR),
        ({"rhythm": FeedRhythm(update_minutes=720)}, 12 * HOUR),
        ({"rhythm": FeedRhythm(ttl_minutes=120, update_minutes=60), "fresh_s": 4 * 3600}, 4 * HOUR),
        ({"fresh_s": 31_536_000}, LONGEST_WAIT),
        ({"rhythm": FeedRhythm(update_minutes=525_600)}, LONGEST_WAIT),
    ],
)
def test_what_the_publisher_asks_for_is_kept_to_for_up_to_a_day(facts: dict[str, object], wait: timedelta) -> None:
    assert wait_of(fetched(**facts)) == wait


def test_the_wish_of_feeds_toml_is_the_shortest_wait_and_may_be_a_week() -> None:
    weekly = replace(FEED, poll_minutes=7 * 24 * 60)
    assert wait_of(replace(fetched(), feed=weekly)) == 7 * DAY
    assert wait_of(replace(failing(1, "timeout"), feed=weekly)) == 7 * DAY


def test_skipped_hours_and_days_put_a_poll_off() -> None:
    noon = fetched(2, rhythm=FeedRhythm(skip_hours=(12, 13)))
    assert not is_due(noon, NOW)
    assert is_due(noon, NOW + 2 * HOUR)
    sunday = fetched(2, rhythm=FeedRhythm(skip_days=("Sunday",)))
    assert not is_due(sunday, NOW)
    assert is_due(sunday, NOW + DAY)


def test_a_run_a_night_at_a_skipped_hour_still_polls_every_night() -> None:
    assert is_due(fetched(24, rhythm=FeedRhythm(skip_hours=(11, 12, 13), skip_days=DAYS[5:])), NOW)


# its own rhythm


def test_a_feed_is_read_about_as_often_as_it_has_something_new() -> None:
    assert wait_of(showing(20, timedelta(minutes=5))) == HOUR
    assert wait_of(showing(20, 3 * HOUR)) == 3 * HOUR
    assert wait_of(showing(10, 40 * HOUR)) == LONGEST_WAIT


def test_a_silent_feed_is_read_less_often_and_at_least_daily() -> None:
    assert wait_of(showing(20, HOUR, newest_ago=50 * HOUR)) == 5 * HOUR
    assert wait_of(showing(20, HOUR, newest_ago=400 * DAY)) == timedelta(hours=10)  # half of what it shows
    assert wait_of(fetched(newest_entry_at=NOW - 400 * DAY)) == LONGEST_WAIT


def test_no_wait_is_so_long_that_entries_pass_by_unseen() -> None:
    busy = showing(20, timedelta(minutes=30), rhythm=FeedRhythm(ttl_minutes=1_440))
    assert wait_of(busy) == 5 * HOUR


def test_entries_dated_in_the_future_do_not_matter() -> None:
    assert wait_of(showing(20, HOUR, newest_ago=-40 * DAY)) == HOUR


# failures


@pytest.mark.parametrize(
    ("failure", "name"),
    [
        ("timeout", "temporary"),
        ("connect", "temporary"),
        ("dns", "temporary"),
        ("http-500", "temporary"),
        ("http-503", "temporary"),
        ("http-429", "temporary"),
        ("robots-unavailable", "temporary"),
        (None, "temporary"),
        ("tls", "soft"),
        ("robots", "soft"),
        ("http-401", "soft"),
        ("http-403", "soft"),
        ("html-not-feed", "soft"),
        ("malformed", "soft"),
        ("http-404", "hard"),
        ("bad-url", "hard"),
        ("refused-address", "hard"),
        ("http-410", "gone"),
    ],
)
def test_failures_have_classes(failure: str | None, name: str) -> None:
    assert failure_class(failure) == name


@pytest.mark.parametrize(
    ("failure", "waits"),
    [
        ("timeout", [2 * HOUR, 4 * HOUR, 8 * HOUR, 16 * HOUR, DAY, DAY]),
        ("html-not-feed", [6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 2 * DAY]),
        ("http-404", [DAY, 2 * DAY, 4 * DAY, 7 * DAY, 7 * DAY]),
        ("http-410", [7 * DAY, 14 * DAY, 28 * DAY, 28 * DAY]),
    ],
)
def test_each_class_backs_off_in_its_own_way(failure: str, waits: list[timedelta]) -> None:
    assert [wait_of(failing(times, failure)) for times in range(1, len(waits) + 1)] == waits


def test_retry_after_is_honoured_up_to_a_day() -> None:
    assert wait_of(failing(1, "http-429", retry_after_s=6 * 3600)) == 6 * HOUR
    assert wait_of(failing(1, "http-503", retry_after_s=10**8)) == DAY
    assert wait_of(fetched(retry_after_s=6 * 3600)) == HOUR  # of an answer that was no refusal


STATES = st.builds(
    FeedState,
    st.builds(Feed, st.just("f"), st.just("o"), st.just(FEED.url), poll_minutes=st.integers(5, 10_080)),
    st.integers(0, 300 * 86_400).map(lambda seconds: NOW - timedelta(seconds=seconds)),
    consecutive_failures=st.integers(0, 10**6),
    last_failure=st.sampled_from([None, "timeout", "tls", "http-404", "http-410", "robots", "http-502"]),
    retry_after_s=st.none() | st.integers(0, 10**9),
    fresh_s=st.none() | st.integers(0, 10**9),
    entry_count=st.none() | st.integers(0, 5_000),
    newest_entry_at=st.none() | st.integers(-(10**9), 10**9).map(lambda seconds: NOW - timedelta(seconds=seconds)),
    entry_gap_s=st.none() | st.integers(0, 10**9),
    rhythm=st.builds(
        FeedRhythm,
        st.none() | st.integers(1, 525_600),
        st.none() | st.integers(1, 525_600),
        st.lists(st.integers(0, 23), max_size=23, unique=True).map(tuple),
        st.lists(st.sampled_from(DAYS), max_size=6, unique=True).map(tuple),
    ),
)


@given(STATES)
def test_no_feed_is_ever_given_up_and_none_is_polled_too_often(state: FeedState) -> None:
    wished = timedelta(minutes=state.feed.poll_minutes)
    longest = max(wished, BACK_OFF["gone"][1] if state.consecutive_failures else LONGEST_WAIT)
    assert wished <= wait_of(state) <= longest
    assert state.last_fetched_at is not None
    assert is_due(state, state.last_fetched_at + longest + DAY)
    assert not is_due(state, state.last_fetched_at + wished * (1 - 2 * SLACK))


@given(STATES, st.integers(0, 10**6), st.integers(0, 10**6))
def test_once_due_a_feed_stays_due_but_for_skipped_times(state: FeedState, first: int, more: int) -> None:
    state = replace(state, rhythm=replace(state.rhythm, skip_hours=(), skip_days=()))
    assert state.last_fetched_at is not None
    now = state.last_fetched_at + timedelta(seconds=first)
    assert is_due(state, now) <= is_due(state, now + timedelta(seconds=more))


# moved


def test_a_feed_that_moved_for_good_is_asked_for_at_its_new_address() -> None:
    moved = fetched(moved_to="https://news.gazette.example/rss")
    assert address_of(moved) == "https://news.gazette.example/rss"
    assert due_feeds([moved], NOW)[0].url == "https://news.gazette.example/rss"


def test_when_the_new_address_fails_the_old_one_is_asked_again() -> None:
    assert address_of(failing(1, "timeout", moved_to="https://news.gazette.example/rss")) == FEED.url


def test_secrets_of_the_old_address_are_not_lost_on_the_way() -> None:
    secret = replace(FEED, url="https://me:pass@gazette.example/rss?token=1")
    assert address_of(replace(fetched(moved_to="https://x.example/rss"), feed=secret)) == secret.url
    assert address_of(fetched(moved_to="https://x.example/rss?token=***")) == FEED.url
