"""Which articles to fetch, which again, which pages to read on: decided by data, never by a clock of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.feed import ArticleHistory, ArticleState, Entry, Feed, PagedFeed
from schemas.ids import stable_id
from schemas.response import FetchPlan
from transforms.wire.schedule import (
    MAX_TRIES,
    RECHECKED_FOR,
    RECHECKS,
    batches_by_host,
    due_articles,
    due_pages,
    due_rechecks,
    is_recheck_due,
)

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
FEED = Feed("f1", "gazette", "https://gazette.example/rss", poll_minutes=60)
URL = "https://gazette.example/a"
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def entry(url: str | None = URL, **changes: object) -> Entry:
    plain = Entry(
        guid="g1", link=url, canonical_url=url, title="T", summary=None, author=None, published_at=None, updated_at=None
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_a_new_article_is_fetched_with_what_the_feed_said_of_it() -> None:
    published, updated = NOW - timedelta(days=1), NOW - timedelta(hours=1)
    (plan,) = due_articles([(FEED, entry(published_at=published, updated_at=updated))], {}, NOW)
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
    (plan,) = due_articles([(FEED, entry(guid=None, published_at=NOW))], {}, NOW)
    assert plan.entry_id == stable_id("entry", "f1", URL)
    assert plan.entry_updated_at == NOW


def test_each_address_once_and_none_without_a_link() -> None:
    entries = [(FEED, entry()), (replace(FEED, feed_id="f2"), entry(guid="g2")), (FEED, entry(None, problem="no-link"))]
    assert [plan.feed_id for plan in due_articles(entries, {}, NOW)] == ["f1"]


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
    assert bool(due_articles([(FEED, entry(updated_at=NOW))], {URL: state}, NOW)) is wanted


def test_an_undated_entry_is_never_a_revision() -> None:
    state = ArticleState(URL, 1, loaded=True, refused=False, entry_updated_at=NOW)
    assert not due_articles([(FEED, entry())], {URL: state}, NOW)


def test_a_revised_article_is_asked_for_conditionally() -> None:
    state = ArticleState(URL, 1, True, False, NOW - HOUR, NOW, etag='"v1"', last_modified="Fri")
    (plan,) = due_articles([(FEED, entry(updated_at=NOW))], {URL: state}, NOW)
    assert (plan.etag, plan.last_modified) == ('"v1"', "Fri")


def test_a_failing_article_is_tried_over_days_not_minutes() -> None:
    def is_tried(tries: int, minutes_ago: float) -> bool:
        state = ArticleState(URL, tries, False, False, last_fetched_at=NOW - timedelta(minutes=minutes_ago))
        return bool(due_articles([(FEED, entry())], {URL: state}, NOW))

    assert [is_tried(1, 20), is_tried(1, 30), is_tried(2, 60), is_tried(2, 120), is_tried(4, 600)] == [
        False, True, False, True, False,
    ]  # fmt: skip
    assert all(is_tried(tries, 24 * 60) for tries in range(1, MAX_TRIES))  # a run a night tries every night
    assert is_tried(1, -10 * 24 * 60)  # a wrong clock


def offered(count: int, dates: dict[int, datetime]) -> list[tuple[Feed, Entry]]:
    return [
        (FEED, entry(f"{URL}/{number}", guid=f"g{number}", updated_at=dates.get(number, NOW - DAY)))
        for number in range(count)
    ]


def known(count: int) -> dict[str, ArticleState]:
    return {f"{URL}/{number}": ArticleState(f"{URL}/{number}", 1, True, False, NOW - DAY) for number in range(count)}


def test_a_feed_that_redates_all_it_has_makes_no_article_due() -> None:
    restamped = offered(20, dict.fromkeys(range(20), NOW))
    assert not due_articles(restamped, known(20), NOW)
    assert [plan.url for plan in due_articles(restamped, known(19), NOW)] == [f"{URL}/19"]  # but what is new is


def test_some_redated_articles_of_many_are_revised_ones() -> None:
    assert len(due_articles(offered(20, {3: NOW, 7: NOW}), known(20), NOW)) == 2
    assert len(due_articles(offered(2, {0: NOW, 1: NOW}), known(2), NOW)) == 2


def test_one_restamping_feed_does_not_silence_another() -> None:
    other = replace(FEED, feed_id="f2")
    honest = [(other, entry(f"{URL}/{n}", updated_at=NOW if n == 30 else NOW - DAY)) for n in range(30, 40)]
    both = offered(20, dict.fromkeys(range(20), NOW)) + honest
    assert [plan.url for plan in due_articles(both, known(40), NOW)] == [f"{URL}/30"]


# looking again


def history(first_ago: timedelta, last_ago: timedelta | None = None, **changes: object) -> ArticleHistory:
    last = first_ago if last_ago is None else last_ago
    plain = ArticleHistory("f1", entry(published_at=NOW - DAY), NOW - first_ago, NOW - last, '"v1"', "Fri")
    return replace(plain, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first_ago", "last_ago", "due"),
    [
        (timedelta(minutes=30), timedelta(minutes=30), False),
        (timedelta(minutes=60), timedelta(minutes=60), True),
        (timedelta(hours=2), timedelta(minutes=30), False),
        (timedelta(hours=24), timedelta(hours=24), True),
        (timedelta(hours=23, minutes=40), timedelta(hours=23), True),
        (timedelta(hours=30), timedelta(hours=4), False),
        (timedelta(days=6), timedelta(days=5), False),
        (timedelta(days=7), timedelta(days=6), True),
        (timedelta(days=9), timedelta(days=2), False),
        (timedelta(days=13), timedelta(days=13), True),
        (timedelta(days=15), timedelta(days=15), False),
        (timedelta(hours=-5), timedelta(hours=-5), False),
    ],
)
def test_an_article_is_looked_at_again_after_an_hour_a_day_and_a_week(
    first_ago: timedelta, last_ago: timedelta, due: bool
) -> None:
    assert bool(due_rechecks([history(first_ago, last_ago)], {"f1": FEED}, NOW)) is due


def test_a_recheck_is_conditional_and_says_again_what_the_feed_said() -> None:
    (plan,) = due_rechecks([history(DAY)], {"f1": FEED}, NOW)
    (first,) = due_articles([(FEED, entry(published_at=NOW - DAY))], {}, NOW)
    assert plan == replace(first, etag='"v1"', last_modified="Fri")


def test_what_is_fetched_anyway_or_no_longer_subscribed_is_not_looked_at_again() -> None:
    assert not due_rechecks([history(DAY)], {"f1": FEED}, NOW, planned={URL})
    assert not due_rechecks([history(DAY)], {}, NOW)
    assert not due_rechecks([history(DAY)], {"f1": replace(FEED, enabled=False)}, NOW)


@given(st.lists(st.floats(0.01, 400), min_size=1, max_size=60))
def test_however_often_runs_come_an_article_is_rechecked_three_times_at_most(hours: list[float]) -> None:
    last, rechecks = NOW, 0
    now = NOW
    for step in hours:
        now += step * HOUR
        if is_recheck_due(NOW, last, now):
            last, rechecks = now, rechecks + 1
    assert rechecks <= len(RECHECKS)
    assert last <= NOW + RECHECKED_FOR


@given(st.floats(0.05, 0.95))
def test_hourly_runs_do_all_rechecks_and_about_on_time(phase: float) -> None:
    last, done = NOW, []
    for hour in range(24 * 20):
        now = NOW + (hour + phase) * HOUR
        if is_recheck_due(NOW, last, now):
            last = now
            done.append(now - NOW)
    assert len(done) == len(RECHECKS)
    assert all(abs(at - wished) <= max(2 * HOUR, wished / 10) for at, wished in zip(done, RECHECKS, strict=True))


# reading on

PAGE = "https://gazette.example/rss?paged=2"


def paged(**changes: object) -> PagedFeed:
    plain = PagedFeed(FEED, ((PAGE, None, None),), False, True, NOW - DAY, was_known=True, is_joined=True)
    return replace(plain, **changes)  # type: ignore[arg-type]


def pages(feed: PagedFeed, since: datetime | None = None, asked: frozenset[str] = frozenset()) -> list[str]:
    return [plan.url for plan in due_pages([feed], since=since, asked=asked)]


def test_older_pages_are_read_when_entries_were_missed() -> None:
    assert pages(paged()) == []
    assert pages(paged(is_joined=False)) == [PAGE]
    assert pages(paged(is_joined=False, was_known=False)) == []  # the first poll of a feed is no gap
    assert pages(paged(is_joined=False, has_entries=False)) == []
    assert pages(paged(is_joined=False), asked=frozenset({PAGE})) == []


def test_older_pages_are_read_as_far_as_asked() -> None:
    assert pages(paged(was_known=False, is_joined=False), since=NOW - 2 * DAY) == [PAGE]
    assert pages(paged(), since=NOW - 2 * DAY) == [PAGE]
    assert pages(paged(), since=NOW - DAY) == []
    assert pages(paged(oldest_entry_at=None), since=NOW - 2 * DAY) == []


def test_the_sitemaps_of_an_index_are_always_read_and_conditionally() -> None:
    index = paged(is_index=True, has_entries=False, pages=((PAGE, '"s1"', None), ("https://g.example/b", None, "Fri")))
    plans = due_pages([index], since=None, asked=())
    assert [(plan.kind, plan.etag, plan.last_modified) for plan in plans] == [
        ("page", '"s1"', None),
        ("page", None, "Fri"),
    ]


def test_a_page_whose_address_held_a_secret_cannot_be_asked_for() -> None:
    assert pages(paged(is_joined=False, pages=(("https://g.example/rss?token=***&page=2", None, None),))) == []


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
