"""Computed columns: what a row should say, worked out again from what it rests on."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.ids import text_sha256
from schemas.statement import Span, slices
from transforms.quality.computed_columns import Parents, computed_columns, in_order

TEXT = "“We heard the town,” Amara Oduya said 🙂. “We will act.”"
PARENTS = Parents(texts={"v1": TEXT}, article_ids={"a1"}, statement_ids={"s1"})


def _spans(*pairs: tuple[int, int]) -> list[dict[str, int]]:
    return [{"start": start, "end": end} for start, end in pairs]


@settings(derandomize=True, deadline=None)
@given(text=st.text(max_size=30), cuts=st.lists(st.integers(-3, 35), max_size=6))
def test_spans_are_sliced_as_the_extractor_slices_them_or_not_at_all(text: str, cuts: list[int]) -> None:
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    columns: dict[str, list[Any]] = {
        "article_version_id": ["v"],
        "content_spans": [_spans(*pairs)],
        "source_spans": [[]],
        "cue_spans": [[]],
    }
    rest: dict[str, list[Any]] = {"speaker_id": [None], "speaker_name": [None], "said_on": [None]}
    computed = computed_columns("statements", {**columns, **rest}, Parents(texts={"v": text}))
    ordered = all(0 <= start < end <= len(text) for start, end in pairs) and all(
        before[1] <= after[0] for before, after in itertools.pairwise(pairs)
    )
    assert computed["offsets_in_order"] == [ordered]
    wanted = slices(text, tuple(Span(*pair) for pair in pairs)) if ordered and pairs else None
    assert computed["content_sliced"] == [wanted]


@pytest.mark.parametrize(
    ("pairs", "ordered"),
    [
        ([], True),
        ([(0, 1)], True),
        ([(0, 4), (4, 9)], True),
        ([(4, 9), (0, 4)], False),
        ([(0, 5), (4, 9)], False),
        ([(3, 3)], False),
        ([(-1, 3)], False),
        ([(8, 10)], False),
    ],
)
def test_spans_in_order_are_ascending_apart_and_inside(pairs: list[tuple[int, int]], ordered: bool) -> None:
    assert in_order(_spans(*pairs), 9) is ordered


def test_a_mention_is_sliced_by_code_points() -> None:
    columns: dict[str, list[Any]] = {"article_version_id": ["v1", "v1", "v2"], "start": [21, -3, 0], "end": [32, 5, 4]}
    computed = computed_columns("mentions", columns, PARENTS)
    assert computed == {
        "surface_sliced": ["Amara Oduya", None, None],
        "offsets_in_order": [True, False, None],
        "article_version_found": [True, True, False],
    }


def test_dates_are_counted_in_days_before_they_were_seen() -> None:
    seen = datetime(2026, 11, 22, 12, tzinfo=UTC)
    columns: dict[str, list[Any]] = {
        "published_at": [datetime(2026, 11, 22, tzinfo=UTC), datetime(2026, 11, 24, 12, tzinfo=UTC), None],
        "modified_at": [None, None, seen],
        "fetched_at": [seen] * 3,
        "published_from": ["feed", None, "meta"],
    }
    assert computed_columns("articles", columns, PARENTS) == {
        "published_year": [2026, 2026, None],
        "published_delay_days": [0.5, -2.0, None],
        "modified_delay_days": [None, None, 0.0],
        "published_is_explained": [True, False, False],
    }


def test_the_digest_is_of_the_text_that_is_there() -> None:
    columns: dict[str, list[Any]] = {"text": [TEXT, TEXT + " "], "article_id": ["a1", "a2"]}
    computed = computed_columns("article_versions", columns, PARENTS)
    assert computed["text_digest"][0] == text_sha256(TEXT) != computed["text_digest"][1]
    assert computed["article_found"] == [True, False]


def test_speakers_who_are_resolved_have_names() -> None:
    empty: list[list[Any]] = [[], [], []]
    columns: dict[str, list[Any]] = {
        "article_version_id": ["v1"] * 3, "content_spans": empty, "source_spans": empty, "cue_spans": empty,
        "speaker_id": ["e1", "e1", None], "speaker_name": ["Amara Oduya", None, None],
        "said_on": [date(2026, 11, 20), None, None],
    }  # fmt: skip
    computed = computed_columns("statements", columns, PARENTS)
    assert computed["speaker_is_named"] == [True, False, True]
    assert computed["said_on_year"] == [2026, None, None]


def test_tables_without_computed_columns_have_none() -> None:
    assert computed_columns("outlets", {}, PARENTS) == {}
