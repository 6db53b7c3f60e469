"""What the encoder reads in a window: sources, cues and contents, and which of them belong together."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from schemas.statement import Span, Spans
from transforms.language.encoder import Floats, Reading

SOURCE, CUE, CONTENT = range(3)
_OTHER = 6  # labels of attitudes that are no communication come this much later
_LABELS = 13
_IMPOSSIBLE = -1e4
_CONTENT = [1 + 2 * CONTENT, 2 + 2 * CONTENT]  # begin and inside, of something said


@dataclass(frozen=True, slots=True)
class Tagged:
    """An attribution as the encoder sees it.

    Both 0.0–1.0, means over the words of its content: `confidence`, that it is one; `speech`, that it was said or
    written, not just thought.
    """

    content: Spans
    cue: Span | None
    source: Span | None
    confidence: float
    speech: float

    @property
    def start(self) -> int:
        """Where the first of its spans starts."""
        return min(span.start for span in (*self.content, *filter(None, (self.cue, self.source))))


@dataclass(frozen=True, slots=True)
class Tags:
    """All that the encoder sees in a text; `contents`: how likely each of `words` is content of something said."""

    tagged: Sequence[Tagged]
    starts: Sequence[int]
    words: Sequence[Span]
    contents: Sequence[float]

    @classmethod
    def of(cls, readings: Iterable[Reading]) -> Tags:
        tagged: list[Tagged] = []
        words: list[Span] = []
        contents: list[float] = []
        for reading in readings:
            tagged.extend(tag(reading))
            words.extend(reading.window.words)
            contents.extend(np.exp(reading.labels[:, _CONTENT]).sum(1).tolist())
        tagged.sort(key=lambda one: one.start)
        return cls(tagged, [one.start for one in tagged], words, contents)

    def between(self, start: int, end: int) -> Sequence[Tagged]:
        """Return the attributions that start in [start, end)."""
        return self.tagged[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def support(self, spans: Iterable[Span]) -> float | None:
        """Return how likely the words of the spans are content, 0.0–1.0; None where the encoder read none of them."""
        found = [
            self.contents[at]
            for span in spans
            for at in range(bisect_left(self.words, span), bisect_left(self.words, (span.end,)))
        ]
        return sum(found) / len(found) if found else None


NO_TAGS = Tags((), (), (), ())


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbouring words [start, stop) of one label."""

    role: int
    start: int
    stop: int
    is_speech: bool


def tag(reading: Reading) -> Iterator[Tagged]:
    """Yield the attributions of a window."""
    runs = _runs(_best_path(reading.labels), reading.window.sentences.tolist())
    cues = [run for run in runs if run.role == CUE]
    sources = [run for run in runs if run.role == SOURCE]
    groups: defaultdict[tuple[int, int], list[_Run]] = defaultdict(list)
    for number, run in enumerate(run for run in runs if run.role == CONTENT):
        cue = _pointed(reading.cues, [run], cues)
        groups[(-1, number) if cue is None else (cue, 0)].append(run)
    for (number, _), parts in groups.items():
        cue_run = cues[number] if number >= 0 else None
        source = _pointed(reading.sources, [*parts, *([] if cue_run is None else [cue_run])], sources)
        said, thought = _content(reading.labels, parts)
        yield Tagged(
            content=tuple(_span(reading, part) for part in parts),
            cue=None if cue_run is None else _span(reading, cue_run),
            source=None if source is None else _span(reading, sources[source]),
            confidence=said + thought,
            speech=said / (said + thought),
        )


def _best_path(scores: Floats) -> list[int]:
    """Return the likeliest labels, "inside" only after the same role's "begin" or "inside" (Viterbi 1967)."""
    likely = scores.argmax(1)
    if not (_STEPS[np.concatenate(([0], likely[:-1])), likely] < 0).any():
        return [int(label) for label in likely]
    best = scores[0] + _STARTS
    back = np.zeros(scores.shape, dtype=np.int64)
    for at in range(1, len(scores)):
        through = best[:, None] + _STEPS
        back[at] = through.argmax(0)
        best = through[back[at], _COLUMNS] + scores[at]
    path = [int(best.argmax())]
    for at in range(len(scores) - 1, 0, -1):
        path.append(int(back[at][path[-1]]))
    return path[::-1]


def _steps() -> Floats:
    steps = np.zeros((_LABELS, _LABELS), dtype=np.float32)
    for label in range(2, _LABELS, 2):
        steps[:, label] = _IMPOSSIBLE
        steps[label - 1, label] = steps[label, label] = 0.0
    return steps


_STEPS = _steps()
_STARTS = _STEPS[0]
_COLUMNS = np.arange(_LABELS)


def _runs(path: Sequence[int], sentences: Sequence[int]) -> list[_Run]:
    """Return the runs of one label, none crossing sentences."""
    runs: list[_Run] = []
    for at, label in enumerate(path):
        if label and label % 2 == 0 and sentences[at] == sentences[at - 1]:
            last = runs[-1]
            runs[-1] = _Run(last.role, last.start, at + 1, last.is_speech)
        elif label:
            other, within = divmod(label - 1, _OTHER)
            runs.append(_Run(within // 2, at, at + 1, not other))
    return runs


def _pointed(scores: Floats, runs: Sequence[_Run], among: Sequence[_Run]) -> int | None:
    """Return which of `among` the words of the runs point at, on the whole; None where more of it is at nothing."""
    if not among:
        return None
    total = np.concatenate([scores[run.start : run.stop] for run in runs]).mean(0)
    shares = [float(total[run.start + 1 : run.stop + 1].sum()) for run in among]
    best = int(np.argmax(shares))
    return best if shares[best] > total[0] else None


def _span(reading: Reading, run: _Run) -> Span:
    words = reading.window.words
    return Span(words[run.start].start, words[run.stop - 1].end)


def _content(labels: Floats, parts: Sequence[_Run]) -> tuple[float, float]:
    """Return how likely the words of the parts are content of something said, and of another attitude."""
    found = np.exp(np.concatenate([labels[part.start : part.stop] for part in parts])).mean(0)
    said, thought = found[_CONTENT].sum(), found[[label + _OTHER for label in _CONTENT]].sum()
    return float(said), float(thought)
