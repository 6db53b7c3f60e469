"""The encoder: a text in, for each word what it may be part of and whither it points. See `schemas/encoder/CARD.md`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from onnxruntime import InferenceSession, SessionOptions

from schemas.data import read_bytes
from schemas.statement import Span
from transforms.language.wordpieces import Window, windows

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the encoder makes of a window of n words.

    `labels` (n, 13): log-probabilities of none, then of begin and inside of source, cue, content, of communication
    first and then of other attitudes; `cues`, `sources` (n, n + 1): the probability that the cue, the source of a
    word's attribution begins at nothing (first) or at each word.
    """

    window: Window
    labels: Floats
    cues: Floats
    sources: Floats


def read_windows(text: str, sentences: Sequence[Span], quoted: Sequence[Span]) -> Iterator[Reading]:
    """Yield the encoder's reading of each window of a text, as `windows` cuts it. One thread, no randomness."""
    session = _session()
    for window in windows(text, sentences, quoted):
        outputs = session.run(None, {"pieces": window.pieces[None], "marks": window.marks[None]})
        yield _reading(window, *(output[0] for output in outputs))


def _reading(window: Window, labels: Floats, cues: Floats, sources: Floats) -> Reading:
    """Return the reading from the network's outputs: scores of labels (pieces, 13), of pointers (pieces, pieces)."""
    firsts = window.firsts
    targets = np.concatenate(([0], firsts))  # [CLS] stands for nothing
    return Reading(
        window=window,
        labels=_log_softmax(labels[firsts]),
        cues=np.exp(_log_softmax(cues[np.ix_(firsts, targets)])),
        sources=np.exp(_log_softmax(sources[np.ix_(firsts, targets)])),
    )


def _log_softmax(scores: Floats) -> Floats:
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)), dtype=np.float32)


@cache
def _session() -> InferenceSession:
    return open_encoder(read_bytes("encoder", "encoder.onnx"))


def open_encoder(network: bytes) -> InferenceSession:
    """Return an ONNX network that runs on one thread: articles are read side by side, in processes."""
    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return InferenceSession(network, options, providers=["CPUExecutionProvider"])
