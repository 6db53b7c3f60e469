"""Which texts count as copies of one another, and which statements have the same words."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.articles.copies import (
    SKETCH_BYTES,
    Signature,
    are_likely_copies,
    block_keys,
    is_copy,
    shared,
    shingles,
    signature,
    sketch,
)

STORY = [
    "The river authority opened the lower dam on Tuesday, and three villages were told to leave before nightfall.",
    "“We have done this before,” said Mayor Ilse Brandt. “We know which road stays dry, and who has no car.”",
    "Farmers said the state had waited two days too long. The ministry did not answer a request for comment.",
    "By midnight the water stood a hand below the crest of the old dike, and forty volunteers were filling sandbags.",
    "The last flood of that height came in 1954, when the dike broke at Niederau and the mill was carried away.",
]
BODY = "\n\n".join(STORY)
# the same evening, told by someone else: names, places and one quotation are the same
OTHER_REPORT = "\n\n".join([
    "Three villages along the Grün were empty on Tuesday night after engineers let water out of the lower dam.",
    "Ilse Brandt, the mayor, went from door to door. “We know which road stays dry, and who has no car,” she said.",
    "At Niederau, where the mill stood until the flood of 1954, people watched the dike and drank tea from flasks.",
    "Angry farmers asked why nobody had acted on Sunday, when the forecast was already plain; no ministry replied.",
])  # fmt: skip


def copied(text: str, of: str = BODY) -> bool:
    one, other = shingles(of), shingles(text)
    signed = signature(one), signature(other)
    return (
        bool({*block_keys(signed[0])} & {*block_keys(signed[1])})
        and are_likely(*signed)
        and is_copy(shared(one, other))
    )


def are_likely(*signed: Signature) -> bool:
    one, other = (np.frombuffer(sketch(of), dtype=np.uint8).reshape(1, -1) for of in signed)
    return bool(are_likely_copies(one, other)[0])


@pytest.mark.parametrize(
    "copy",
    [
        BODY.upper(),
        BODY.replace("“", '"').replace("”", '"').replace(",", ""),
        BODY.replace("\n\n", " "),
        f"GRÜNFELS, March 7 (Wire) - {BODY}",
        f"{BODY}\n\nReporting by Ann Lee; editing by Bo Ek\n\n© 2024 The Wire. All rights reserved.",
        "\n\n".join(STORY[:3]),  # cut
        "\n\n".join(STORY[::-1]),  # in another order
        BODY.replace("three villages", "four villages").replace("midnight", "one in the morning"),  # corrected
        f"For more of our stories on the flood, follow the live page.\n\n{BODY}\n\nThe dam dates from 1931.",
    ],
)
def test_a_copy_is_known(copy: str) -> None:
    assert copied(copy)


def test_another_report_of_the_same_evening_is_no_copy() -> None:
    assert not copied(OTHER_REPORT)


def test_a_round_up_of_many_stories_is_no_copy_of_each() -> None:
    others = [
        f"On day {day} the council of ward {day} met for {day} hours and voted on item {day}." for day in range(40)
    ]
    round_up = "\n\n".join([*STORY[:3], *others])
    assert shared(shingles("\n\n".join(STORY[:3])), shingles(round_up)) == 0.0


def test_short_bodies_are_nobody_s_copies() -> None:
    assert len(shingles(" ".join(["word"] * 39))) == 0
    assert len(shingles(" ".join(["word"] * 40))) == 1
    assert block_keys(signature(shingles(""))) == []
    assert shared(shingles(""), shingles("")) == 0.0


def test_scripts_without_spaces() -> None:
    text = "政府は火曜日に下流のダムを開き、三つの村に夜までに避難するよう指示した。市長は道を知っていると述べた。"
    assert copied(text, f"{text}農家は州の対応が二日遅かったと話した。")


def test_keys_mean_the_same_for_ever() -> None:
    """They are stored: other numbers would cut every warehouse off from its past."""
    assert block_keys(signature(shingles(BODY)))[:3] == [1990347664, 2946786759, 3445829024]


@settings(derandomize=True, deadline=None)
@given(st.text(max_size=400), st.text(max_size=400))
def test_shares_of_any_texts(one: str, other: str) -> None:
    left, right = shingles(one), shingles(other)
    assert 0.0 <= shared(left, right) == shared(right, left) <= 1.0
    assert shared(left, left) == (1.0 if len(left) else 0.0)
    assert len(block_keys(signature(left))) == (40 if len(left) else 0)


def test_sketches_tell_texts_apart_that_hardly_share_a_phrase() -> None:
    phrase = "the minister told the house"
    texts = [f"{phrase} {' '.join(f'w{number}x{word}' for word in range(100))}" for number in range(40)]
    signed = [signature(shingles(text)) for text in texts]
    assert all(len(sketch(of)) == SKETCH_BYTES for of in signed)
    assert sum(are_likely(one, other) for one, other in itertools.combinations(signed, 2)) < 0.02 * 780
