"""From the encoder's probabilities to attributions: labels that may follow one another, parts that point together."""

from __future__ import annotations

import numpy as np

from schemas.statement import Span
from transforms.language.encoder import Reading
from transforms.language.wordpieces import Window
from transforms.statements.tagging import Tags, tag

NONE, B_SOURCE, B_CUE, I_CUE, B_CONTENT, I_CONTENT = 0, 1, 3, 4, 5, 6
THOUGHT = 6  # what is no communication is labelled that much higher


def reading(labels: list[int], cue: int, source: int, *, second: list[int] | None = None) -> Reading:
    """A reading of one-letter words that is sure of its labels; all words point at the same cue and source.

    `second`: each word's next likeliest label.
    """
    size = len(labels)
    scores = np.full((size, 13), 1e-6)
    for at, label in enumerate(labels):
        scores[at, label] = 0.6
        scores[at, (second or labels)[at]] += 0.39
    pointed = np.zeros((2, size, size + 1))
    pointed[0, :, cue + 1] = pointed[1, :, source + 1] = 1.0
    words = tuple(Span(2 * at, 2 * at + 1) for at in range(size))
    zeros = np.zeros(size, dtype=np.int64)
    window = Window(zeros, zeros, words, zeros, zeros)
    return Reading(
        window, np.log(scores).astype(np.float32), pointed[0].astype(np.float32), pointed[1].astype(np.float32)
    )


def test_source_cue_and_content_come_together() -> None:
    (found,) = tag(reading([B_SOURCE, B_CUE, B_CONTENT, I_CONTENT, NONE], cue=1, source=0))
    assert (found.source, found.cue, found.content) == (Span(0, 1), Span(2, 3), (Span(4, 7),))
    assert found.speech > 0.99


def test_contents_of_one_cue_are_one_attribution() -> None:
    (found,) = tag(reading([B_CONTENT, B_SOURCE, B_CUE, B_CONTENT], cue=2, source=1))
    assert found.content == (Span(0, 1), Span(6, 7))


def test_what_points_at_nothing_has_no_cue_and_no_source() -> None:
    (found,) = tag(reading([B_SOURCE, B_CUE, B_CONTENT], cue=-1, source=-1))
    assert (found.source, found.cue) == (None, None)


def test_inside_follows_begin_only() -> None:
    found = list(tag(reading([B_CUE, NONE, I_CONTENT], cue=0, source=-1, second=[B_CUE, NONE, B_CONTENT])))
    assert [one.content for one in found] == [(Span(4, 5),)]


def test_a_belief_is_no_speech() -> None:
    labels = [label + THOUGHT if label else label for label in [B_SOURCE, B_CUE, B_CONTENT]]
    (found,) = tag(reading(labels, cue=1, source=0))
    assert found.speech < 0.01


def test_support_is_the_mean_over_the_words_of_a_span() -> None:
    tags = Tags.of([reading([NONE, NONE, B_CONTENT, I_CONTENT], cue=-1, source=-1)])
    assert tags.support([Span(4, 7)]) is not None
    assert round(tags.support([Span(4, 7)]) or 0, 2) == 0.99
    assert (tags.support([Span(0, 3)]) or 0) < 0.01
    assert tags.support([Span(100, 120)]) is None
