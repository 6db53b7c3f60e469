"""Windows of word pieces: the sentences of a text that may report something said, cut small for the encoder."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from schemas.data import read_text
from schemas.statement import Span

WINDOW = 128  # pieces, [CLS] among them
CLS, SEP, _UNKNOWN = 101, 102, 100
_MAX_PIECES = 8  # of a longer word (an address, a string of digits) the rest tells nothing more
_MAX_LETTERS = 40
_FIRST, _LAST = 8, 4  # words of a quotation that are read: the rest of it tells nothing more
_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces of some sentences of a text, [CLS] first, [SEP] after each sentence.

    `pieces`, `marks`: shape (pieces,); `marks` is the case of the piece's word (0 lower, 1 title, 2 upper, 3 no
    letters) plus 4 inside a quotation. `words`: the spans in the text; `firsts`: shape (words,), where the first piece
    of each word stands in `pieces`; `sentences`: shape (words,), the number of each word's sentence.
    """

    pieces: Integers
    marks: Integers
    words: tuple[Span, ...]
    firsts: Integers
    sentences: Integers


class _Word(NamedTuple):
    span: Span
    pieces: tuple[int, ...]
    mark: int
    sentence: int


def windows(text: str, sentences: Sequence[Span], quoted: Sequence[Span]) -> Iterator[Window]:
    """Yield the windows of a text in order: of the sentences that hold a word which may be a cue, or lean on one.

    `sentences` in order; `quoted`: the sorted, disjoint spans of its quotations. Of a long quotation only the words at
    its edges are read. A word is a run of letters and digits, or one other mark.
    """
    held: list[list[_Word]] = []  # a sentence each
    size = 1
    for number in _worth_reading(text, sentences, quoted):
        for words in _runs(text, sentences[number], quoted, number):
            length = sum(len(word.pieces) for word in words) + 1
            if held and size + length > WINDOW:
                yield _window(held)
                held, size = [], 1
            held.append(words)
            size += length
    if held:
        yield _window(held)


def _worth_reading(text: str, sentences: Sequence[Span], quoted: Sequence[Span]) -> Iterator[int]:
    """Yield the numbers of the sentences to read: "…?" before "Lee asked.", and what follows "Lee said:", too."""
    starts, stops = [span.start for span in quoted], [span.end for span in quoted]
    triggers = _triggers()

    def is_quoted(offset: int) -> bool:
        at = bisect_right(starts, offset) - 1
        return at >= 0 and offset < stops[at]

    triggered = [
        any(match.group().lower() in triggers and not is_quoted(match.start()) for match in _WORD.finditer(text, *span))
        for span in sentences
    ]
    for number, (start, end) in enumerate(sentences):
        before = number and triggered[number - 1] and text[sentences[number - 1].end - 1] == ":"
        after = number + 1 < len(sentences) and triggered[number + 1] and is_quoted(end - 1)
        if triggered[number] or (before and is_quoted(start)) or (after and not is_quoted(sentences[number + 1].start)):
            yield number


def _runs(text: str, sentence: Span, quoted: Sequence[Span], number: int) -> Iterator[list[_Word]]:
    """Yield the words of a sentence; those of one too long for a window in pieces."""
    run: list[_Word] = []
    size = 2
    for word in _words(text, sentence, quoted, number):
        if size + len(word.pieces) > WINDOW:
            yield run
            run, size = [], 2
        run.append(word)
        size += len(word.pieces)
    if run:
        yield run


def _words(text: str, sentence: Span, quoted: Sequence[Span], number: int) -> Iterator[_Word]:
    """Yield the words of a sentence, without those in the middle of a long quotation."""
    at = sentence.start
    for span in quoted[bisect_right([span.end for span in quoted], sentence.start) :]:
        if span.start >= sentence.end:
            break
        yield from _read(text, at, max(at, span.start), 0, number)
        at = max(at, span.start)
        inside = list(_read(text, at, min(span.end, sentence.end), 4, number))
        yield from inside if len(inside) <= _FIRST + _LAST else (*inside[:_FIRST], *inside[-_LAST:])
        at = min(span.end, sentence.end)
    yield from _read(text, at, sentence.end, 0, number)


def _read(text: str, start: int, end: int, mark: int, number: int) -> Iterator[_Word]:
    for match in _WORD.finditer(text, start, end):
        pieces, case = _spelled(match.group())
        yield _Word(Span(*match.span()), pieces, case + mark, number)


@lru_cache(maxsize=50_000)
def _spelled(word: str) -> tuple[tuple[int, ...], int]:
    return word_pieces(word), _case(word)


def word_pieces(word: str) -> tuple[int, ...]:
    """Return the numbers of a word's pieces, the longest first from the left (WordPiece, Wu et al. 2016), at most 8.

    Uncased, as BERT's vocabulary is: lower case, accents dropped.
    """
    vocabulary = _vocabulary()
    plain = unicodedata.normalize("NFD", word[:_MAX_LETTERS].lower())
    letters = "".join(letter for letter in plain if unicodedata.category(letter) != "Mn")
    pieces: list[int] = []
    start = 0
    while start < len(letters) and len(pieces) < _MAX_PIECES:
        lead = "##" if start else ""
        for end in range(len(letters), start, -1):
            piece = vocabulary.get(lead + letters[start:end])
            if piece is not None:
                pieces.append(piece)
                start = end
                break
        else:
            return (_UNKNOWN,)
    return tuple(pieces) or (_UNKNOWN,)


def _case(word: str) -> int:
    if not any(letter.isalpha() for letter in word):
        return 3
    if not word[0].isupper():
        return 0
    return 2 if len(word) > 1 and word.isupper() else 1


def _window(sentences: Sequence[Sequence[_Word]]) -> Window:
    pieces, marks, firsts = [CLS], [3], []
    for sentence in sentences:
        for word in sentence:
            firsts.append(len(pieces))
            pieces.extend(word.pieces)
            marks.extend([word.mark] * len(word.pieces))
        pieces.append(SEP)
        marks.append(3)
    words = [word for sentence in sentences for word in sentence]
    numbers = np.array([word.sentence for word in words])
    return Window(np.array(pieces), np.array(marks), tuple(word.span for word in words), np.array(firsts), numbers)


@cache
def _vocabulary() -> Mapping[str, int]:
    return {piece: number for number, piece in enumerate(read_text("encoder", "vocabulary.txt").split("\n"))}


@cache
def _triggers() -> frozenset[str]:
    return frozenset(read_text("encoder", "triggers.txt").split())
