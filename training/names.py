"""Weighs the clues of names: python -m training.names; needs ../shared; writes the lexicon.

A multinomial logit: whether each name that the rules propose is a person's, a body's, a place's or something else's.
Words, of a name or beside it, are clues only where the documents also write them small, so no name is learnt.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from training.corpus import BENCH, Document, read_documents
from transforms.entities.knowledge import load_knowledge
from transforms.entities.name_clues import clues_of, survey
from transforms.entities.name_drafts import draft_names
from transforms.entities.name_rescoring import KINDS, WEIGHTS, settled
from transforms.entities.names import find_pieces
from transforms.entities.passage import Passage, lay_out

LEXICON = Path(__file__).resolve().parents[1] / "schemas" / "lexicons" / WEIGHTS
SETS = ("gum-news", "gum-interview", "gum-bio", "crossner-politics", "re3d")
_PARTLY = ("re3d",)  # sets of which not every name is annotated
_OWN_SHARES = ("crossner-politics",)  # an encyclopedia's: more of its names are bodies' than of the news'
_OWN_SHARE = "(share of the set)"  # a clue that takes up that, and is left out of what is written
_TYPES = ("PERSON", "ORG", "PLACE", "OTHER")  # as annotated; in the order of KINDS
_WRITTEN = re.compile(r"(?:is|first|last|has|(?:one |more |two )?(?:after|before)) (.+)")  # clues that hold words
_FEWEST = 3  # documents that have a clue
_FOLDS, _ROUNDS, _STEP, _DECAY = 5, 150, 0.05, 4.0
_LEAST = 0.05  # of a weight that is written

Floats = np.ndarray[Any, Any]
Weights = dict[str, tuple[float, ...]]


class Case(NamedTuple):
    """A name as it stands somewhere: its document, its clues, the rules' guess, and what it is (index of _TYPES)."""

    document: str
    clues: tuple[str, ...]
    guess: str
    kind: int


def main() -> None:
    """Learn from all, tell how well it goes on documents kept apart, and write the weights."""
    cases, small = read_cases()
    right, by_rules = _kept_apart(cases, small)
    print(f"{len(cases)} names; right of documents kept apart: {right:.1%}, by the rules alone {by_rules:.1%}")
    weights = fit(cases, small)
    head = [line for line in LEXICON.read_text(encoding="utf-8").split("\n") if line.startswith("#")]
    lines = [
        "\t".join((clue, *(f"{value:.2f}" for value in row)))
        for clue, row in weights.items()
        if max(map(abs, row)) >= _LEAST
    ]
    LEXICON.write_text("\n".join([*head, *lines, ""]), encoding="utf-8")


def read_cases() -> tuple[list[Case], frozenset[str]]:
    """Return the names to learn from, and the words that their documents write small."""
    cases: list[Case] = []
    small: set[str] = set()
    for document in read_documents(BENCH / "entities" / "dev.jsonl.gz"):
        if document["dataset"] in SETS:
            passage = lay_out(document["text"], load_knowledge())
            cases.extend(_cases(document, passage))
            small |= passage.lower
    return cases, frozenset(small)


def _cases(document: Document, passage: Passage) -> Iterator[Case]:
    pieces = [piece for line in passage.lines for piece in find_pieces(passage, line)]
    drafts = draft_names(passage, [piece for piece in pieces if not piece.is_title])
    around = survey(drafts)
    names = {
        _trimmed(document["text"], mention["start"], mention["end"]): mention["type"]
        for mention in document["mentions"]
        if mention["nominal|pronoun|name"] == "name"
    }
    own = (_OWN_SHARE,) if document["dataset"] in _OWN_SHARES else ()
    for at, draft in enumerate(drafts):
        start, end = passage.tokens[draft.piece.first].start, passage.tokens[draft.piece.last - 1].end
        kind = names.get((start, end))
        if kind is None and document["dataset"] not in _PARTLY and not any(s < end and start < e for s, e in names):
            kind = "OTHER"
        if not draft.known and kind in _TYPES:
            clues = (*dict.fromkeys(clues_of(passage, drafts, at, around)), *own)
            yield Case(document["id"], clues, draft.guess, _TYPES.index(kind))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without an article before it and a possessive ending."""
    start += 4 * (text[start : start + 4].lower() == "the ")
    return start, end - 2 * (text[end - 2 : end] in ("'s", "’s"))


def _kept_apart(cases: Sequence[Case], small: frozenset[str]) -> tuple[float, float]:
    """The shares of names that weights learnt from other documents, and the rules, get right."""
    fold = {document: number % _FOLDS for number, document in enumerate(sorted({case.document for case in cases}))}
    right = 0
    for number in range(_FOLDS):
        weights = fit([case for case in cases if fold[case.document] != number], small)
        for case in cases:
            if fold[case.document] == number:
                right += settled([(case.guess, case.clues)], weights) == (*KINDS, "other")[case.kind]
    by_rules = sum(case.guess == (*KINDS, "other")[case.kind] for case in cases)
    return right / len(cases), by_rules / len(cases)


def fit(cases: Sequence[Case], small: frozenset[str]) -> Weights:
    """Return what each clue weighs for each of KINDS, against "other": the likelihood climbed by Adam, from zero."""
    chosen = _chosen(cases, small)
    index = {clue: number for number, clue in enumerate(chosen)}
    matrix = np.zeros((len(cases), len(chosen)), np.float32)
    for row, case in enumerate(cases):
        matrix[row, [index[clue] for clue in case.clues if clue in index]] = 1
    turned = np.ascontiguousarray(matrix.T)
    wanted = np.eye(len(_TYPES), dtype=np.float32)[[case.kind for case in cases]]
    weights, mean, spread = (np.zeros((len(chosen), len(_TYPES)), np.float32) for _ in range(3))
    for number in range(1, _ROUNDS + 1):
        scores = matrix @ weights
        likely = np.exp(scores - scores.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        slope = turned @ (likely - wanted) + _DECAY * weights
        mean, spread = 0.9 * mean + 0.1 * slope, 0.99 * spread + 0.01 * slope**2
        weights -= _STEP * (mean / (1 - 0.9**number)) / (np.sqrt(spread / (1 - 0.99**number)) + 1e-8)
    against: Floats = weights[:, :-1] - weights[:, -1:]
    rows: Mapping[str, Floats] = dict(zip(chosen, against, strict=True))
    return {clue: tuple(map(float, row)) for clue, row in rows.items() if clue != _OWN_SHARE}


def _chosen(cases: Sequence[Case], small: frozenset[str]) -> list[str]:
    """The clues that enough documents have; of words, those that are also written small."""

    def is_small(clue: str) -> bool:
        words = _WRITTEN.fullmatch(clue)
        return words is None or all(word in small or not word.isalpha() for word in words[1].split())

    documents: defaultdict[str, set[str]] = defaultdict(set)
    for case in cases:
        for clue in case.clues:
            documents[clue].add(case.document)
    return sorted(clue for clue, having in documents.items() if len(having) >= _FEWEST and is_small(clue))


if __name__ == "__main__":
    main()
