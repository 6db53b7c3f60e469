"""What the encoder learns from: annotated articles as windows with labels, their names and quotation marks varied."""

from __future__ import annotations

import gzip
import json
import random
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from schemas.data import read_text
from transforms.language.quotations import quotations
from transforms.language.text import sentences
from transforms.language.word_classes import word_set
from transforms.language.wordpieces import Integers, Window, windows

BENCH = Path(__file__).resolve().parents[2] / "shared" / "bench"
ROLES = ("source", "cue", "content")
IGNORED = -100
_NAME_WORD = re.compile(r"(?<![\w.@#-])[A-Z][a-z]{2,}(?:[A-Z][a-z]+)?(?![\w@-])")
_STARTS = re.compile(r"(?:^|[.!?:\n“\"‘(]|’|”)\s*$")
_STYLED, _SWAPPED = 0.4, 0.5  # shares: of articles with other quotation marks, of names with another
_STYLES = (str.maketrans("“”", '""'), str.maketrans("“”", "‘’"), str.maketrans("“”", "«»"))

Document = dict[str, Any]


class _Role(NamedTuple):
    """A span of a text that is the source, cue or content of an attribution."""

    start: int
    end: int
    label: int  # of its first word
    attribution: int
    role: int


@dataclass(frozen=True, slots=True)
class Example:
    """A window and what stands in it, each of shape (words,).

    `labels`: 0 or 1 + 2 * role (+ 6 where it is no communication) + (0 first word, 1 later);
    `cues`, `sources`: the place among the window's pieces of the first word of that attribution's cue and
    source, 0 where there is none, IGNORED outside attributions.
    """

    window: Window
    labels: Integers
    cues: Integers
    sources: Integers


def read_documents(path: Path) -> list[Document]:
    """Return the documents of a benchmark file (JSON lines, gzip)."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def polnear(compartment: str) -> list[Document]:
    """Return PolNeAR's articles of a compartment: "train", or "dev" for calibration."""
    articles = read_documents(BENCH / "statements" / "polnear_dev.jsonl.gz")
    return [article for article in articles if article["compartment"] == compartment]


def statement_examples(documents: Iterable[Document], seed: int | None) -> Iterator[Example]:
    """Yield the windows of articles with `attributions`; with a seed, names are swapped and quotation marks changed."""
    for document in documents:
        text = document["text"]
        roles: list[_Role] = []
        for number, attribution in enumerate(document["attributions"]):
            for role, name in enumerate(ROLES):
                first = 1 + 2 * role + (0 if attribution["speech"] else 6)
                roles.extend(_Role(start, end, first, number, role) for start, end in attribution[name])
        if seed is not None:
            chance = random.Random(f"{seed} {document['id']}")
            if chance.random() < _STYLED:
                text = text.translate(chance.choice(_STYLES))
            text, move = swap_names(text, chance, _SWAPPED)
            roles = [role._replace(start=move(role.start), end=move(role.end)) for role in roles]
        yield from _label(text, roles)


def _label(text: str, roles: Sequence[_Role]) -> Iterator[Example]:
    quoted = quotations(text)
    spans = sorted(span for quotation in quoted for span in quotation.spans)
    for window in windows(text, sentences(text, quoted), spans):
        size = len(window.words)
        labels, held, cues, sources = (np.zeros(size, dtype=np.int64) for _ in range(4))
        held -= 1
        first: dict[tuple[int, int], int] = {}  # (attribution, role): piece
        for start, end, label, attribution, role in sorted(roles, key=lambda role: role.role, reverse=True):
            at = [word for word, span in enumerate(window.words) if span.start < end and span.end > start]
            for word in at:
                labels[word] = label + (word != at[0])
                held[word] = attribution
            if at:
                piece = int(window.firsts[at[0]])
                first[attribution, role] = min(piece, first.get((attribution, role), piece))
        for word in range(size):
            if labels[word]:
                cues[word] = first.get((int(held[word]), 1), 0)
                sources[word] = first.get((int(held[word]), 0), 0)
            else:
                cues[word] = sources[word] = IGNORED
        yield Example(window, labels, cues, sources)


def swap_names(text: str, chance: random.Random, share: float) -> tuple[str, Callable[[int], int]]:
    """Return the text with that share of its name words changed, each everywhere alike, and where an offset went to."""
    swaps = _swaps(text, chance, share)
    pieces: list[str] = []
    ends: list[int] = []  # offsets in the old text from which a shift holds
    shifts: list[int] = [0]
    last = 0
    for match in _NAME_WORD.finditer(text):
        word = match.group()
        if word in swaps:
            pieces += [text[last : match.start()], swaps[word]]
            last = match.end()
            ends.append(last)
            shifts.append(shifts[-1] + len(swaps[word]) - len(word))
    pieces.append(text[last:])
    return "".join(pieces), lambda offset: offset + shifts[bisect_right(ends, offset)]


def _swaps(text: str, chance: random.Random, share: float) -> Mapping[str, str]:
    """Choose some of the words that are names here, and for each another: of a list of names, or made of syllables."""
    found: set[str] = set()
    for match in _NAME_WORD.finditer(text):
        if not _STARTS.search(text[max(0, match.start() - 3) : match.start()]):
            found.add(match.group())
    lower = set(re.findall(r"\b[a-z]+\b", text))
    names = sorted(word for word in found if word.lower() not in lower and word.lower() not in _KEPT)
    return {word: _name(chance) for word in names if chance.random() < share}


_KEPT = word_set(  # capitals that are no names, or not those of one outlet's year
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december the this that these those there he she it they we i you and but for not his
    her its our your who what when where why how mr mrs ms dr sen rep gov president secretary senator congress house
    senate republican republicans democrat democrats democratic party state department"""
)


def _pool() -> list[str]:
    words: set[str] = set()
    for file in ("people.tsv", "cities.tsv", "territories.tsv"):
        for line in read_text("knowledge", file).splitlines():
            if not line.startswith("#"):
                words.update(match.group() for match in _NAME_WORD.finditer(line.split("\t")[1]))
    return sorted(words)


_POOL = _pool()
_SYLLABLES = sorted({word[at : at + 3].lower() for word in _POOL for at in range(0, len(word) - 2, 3)})


def _name(chance: random.Random) -> str:
    if chance.random() < 0.5:
        return chance.choice(_POOL)
    return "".join(chance.choice(_SYLLABLES) for _ in range(chance.choice((2, 2, 3)))).capitalize()
