"""The encoder's readings: probabilities of the right shape, the same at each reading."""

from __future__ import annotations

import numpy as np

from transforms.language.encoder import Reading, read_windows
from transforms.language.text import sentences

TEXT = "Brandt said the dam was old. According to the port, it would hold until the spring."


def readings() -> list[Reading]:
    return list(read_windows(TEXT, sentences(TEXT), []))


def test_readings_are_probabilities() -> None:
    (reading,) = readings()
    words = len(reading.window.words)
    assert reading.labels.shape == (words, 13)
    assert reading.cues.shape == reading.sources.shape == (words, words + 1)
    for probabilities in (np.exp(reading.labels), reading.cues, reading.sources):
        np.testing.assert_allclose(probabilities.sum(axis=1), 1, atol=1e-4)


def test_the_same_text_reads_the_same() -> None:
    (first,), (second,) = readings(), readings()
    assert np.array_equal(first.labels, second.labels)
    assert np.array_equal(first.cues, second.cues)


def test_no_sentences_no_readings() -> None:
    assert list(read_windows("", [], [])) == []
