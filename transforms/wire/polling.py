"""Decides which feeds to poll: by what their publishers ask, by their own rhythm, and by how they fail. No clock here.

A feed that works is due again after the longest of three times: the wished interval of feeds.toml, what the publisher
asks for (ttl, sy:updatePeriod, Cache-Control), and the feed's own rhythm. None of them may make us lose entries: it is
never longer than the time in which half of what the feed shows is replaced, nor than a day.

A feed that fails is left alone for longer each time, by the kind of its failure. None is given up: feeds come back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Literal

from schemas.feed import DAYS, FeedState
from schemas.response import FetchPlan
from transforms.wire.urls import redact

FailureClass = Literal["temporary", "soft", "hard", "gone"]

LONGEST_WAIT = timedelta(days=1)  # for a feed that works, or fails for a passing reason
BACK_OFF: dict[FailureClass, tuple[timedelta | None, timedelta]] = {  # the first wait, doubled up to the last
    "temporary": (None, LONGEST_WAIT),  # twice the wished interval: the network, an overloaded server
    "soft": (timedelta(hours=6), timedelta(days=2)),  # somebody has to mend it: a broken feed, TLS, a locked door
    "hard": (timedelta(days=1), timedelta(days=7)),  # nothing there: 404, an address that is none
    "gone": (timedelta(days=7), timedelta(days=28)),  # 410: its publisher says that it will not come back
}
_TEMPORARY = frozenset(
    {"timeout", "connect", "reset", "dns", "truncated", "robots-unavailable", "http-408", "http-425", "http-429"}
)
_HARD = frozenset({"http-404", "bad-url", "refused-address"})
SLACK = 0.05  # a run that cron starts a minute early finds due what was polled a day ago
_PUT_OFF = timedelta(hours=20)  # by skipHours and skipDays, at most: a run a night, at a skipped hour, must still poll
_QUIET_SHARE = 10  # a feed silent for ten days is due a day later
_MAX_DOUBLINGS = 16
_NEVER = datetime.min.replace(tzinfo=UTC)


def due_feeds(states: Sequence[FeedState], now: datetime) -> list[FetchPlan]:
    """Return a plan for every enabled feed whose wait is over, the longest unfetched first.

    Plans carry the validators of the last feed read, for a conditional GET (RFC 9110 §13).
    """
    due = [state for state in states if state.feed.enabled and is_due(state, now)]
    due.sort(key=lambda state: (state.last_fetched_at or _NEVER, state.feed.feed_id))
    return [
        FetchPlan(
            kind="feed",
            url=address_of(state),
            outlet_id=state.feed.outlet_id,
            feed_id=state.feed.feed_id,
            etag=state.etag,
            last_modified=state.last_modified,
        )
        for state in due
    ]


def is_due(state: FeedState, now: datetime) -> bool:
    """Tell whether the feed is to be polled at `now` (UTC)."""
    if state.last_fetched_at is None:
        return True
    elapsed = now - state.last_fetched_at
    if elapsed < -LONGEST_WAIT:
        return True  # written by a wrong clock; waiting for it would silence the feed
    put_off = _PUT_OFF if _is_skipped(state, now) else timedelta(0)
    return elapsed >= wait_of(state) * (1 - SLACK) + put_off


def wait_of(state: FeedState) -> timedelta:
    """Return how long after its last fetch the feed is due again."""
    wished = timedelta(minutes=state.feed.poll_minutes)
    if not state.consecutive_failures:
        return _interval(state, wished)
    first, longest = BACK_OFF[failure_class(state.last_failure)]
    doublings = min(state.consecutive_failures - 1, _MAX_DOUBLINGS)
    backed_off = min((first or 2 * wished) * (1 << doublings), longest)
    asked = min(timedelta(seconds=state.retry_after_s or 0), longest)
    return max(wished, backed_off, asked)


def failure_class(failure: str | None) -> FailureClass:
    """Return the class of a failure: an error_kind of `fetches`, "http-<status>", or why an answer is no feed."""
    if failure == "http-410":
        return "gone"
    if failure in _HARD:
        return "hard"
    if failure is None or failure in _TEMPORARY or failure.startswith("http-5"):
        return "temporary"
    return "soft"


def address_of(state: FeedState) -> str:
    """Return where to ask: the feed's own address, or the one it moved to for good.

    The old one is asked again as soon as the new one fails, and when it carries a secret that the new one would lack.
    """
    is_moved = state.moved_to and not state.consecutive_failures and redact(state.feed.url) == state.feed.url
    return state.moved_to if is_moved and state.moved_to and "***" not in state.moved_to else state.feed.url


def _interval(state: FeedState, wished: timedelta) -> timedelta:
    rhythm = state.rhythm
    asked = timedelta(
        seconds=max(60 * (rhythm.ttl_minutes or 0), 60 * (rhythm.update_minutes or 0), state.fresh_s or 0)
    )
    longest = min(LONGEST_WAIT, _half_replaced(state))
    return max(wished, min(max(asked, _own_rhythm(state)), longest))


def _own_rhythm(state: FeedState) -> timedelta:
    """The time between its entries, or a share of its silence since the newest, whichever is longer."""
    silence = timedelta(0)
    if state.newest_entry_at is not None and state.last_fetched_at is not None:
        silence = max(state.last_fetched_at - state.newest_entry_at, silence)
    return max(timedelta(seconds=state.entry_gap_s or 0), silence / _QUIET_SHARE)


def _half_replaced(state: FeedState) -> timedelta:
    """How long it takes until half of the entries it shows are new ones."""
    shown = timedelta(seconds=(state.entry_gap_s or 0) * (state.entry_count or 0))
    return shown / 2 if shown else LONGEST_WAIT


def _is_skipped(state: FeedState, now: datetime) -> bool:
    """https://www.rssboard.org/skip-hours-days: hours and days in GMT at which the feed does not change."""
    moment = now.astimezone(UTC)
    return moment.hour in state.rhythm.skip_hours or DAYS[moment.weekday()] in state.rhythm.skip_days
