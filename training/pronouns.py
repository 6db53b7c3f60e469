"""Weighs the clues of pronouns: python -m training.pronouns, once or twice; needs ../shared; writes the lexicon.

A conditional logit: of the mentions a pronoun can mean, those of the right person shall weigh most together. The clues
of later pronouns depend on how earlier ones were read, so a second round starts from the weights of the first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from training.corpus import BENCH, Document, read_documents
from transforms.entities.antecedents import Reader
from transforms.entities.coreference import link_names
from transforms.entities.knowledge import load_knowledge
from transforms.entities.mentions import Found, find_mentions
from transforms.entities.referents import Link, Referent
from transforms.entities.salience import Clue

LEXICON = Path(__file__).resolve().parents[1] / "schemas" / "lexicons" / "pronoun_clues.toml"
_TIMES = {"gap": 1, "gum-bio": 2}  # data sets learned from, and how often each counts
_FEW = ("gap",)  # of these only the names that may be meant are annotated
_FOLDS, _ROUNDS, _STEP, _DECAY = 5, 250, 0.05, 3.0

Candidates = list[tuple[Referent, list[Clue]]]
Case = tuple[str, list[dict[str, float]], list[bool]]  # document; clues of each candidate, and whether it is the one
Floats = np.ndarray[Any, Any]


class _Listening(Reader):
    """Keeps what each pronoun could mean when it was read."""

    def __init__(self, text: str) -> None:
        super().__init__(text, load_knowledge(), None)
        self.heard: dict[int, Candidates] = {}

    def candidates(self, pronoun: Found) -> Candidates:
        self.heard[pronoun.start] = found = super().candidates(pronoun)
        return found


def main() -> None:
    """Learn from all, tell how well it goes on documents kept apart, and write the weights."""
    documents = [d for d in read_documents(BENCH / "entities" / "dev.jsonl.gz") if d["dataset"] in _TIMES]
    cases = {name: [c for d in documents if d["dataset"] == name for c in _cases(d)] for name in _TIMES}
    clues = sorted({clue for part in cases.values() for _, rows, _ in part for row in rows for clue in row})
    for name, right in _kept_apart(cases, clues).items():
        print(f"{name}: {right:.1%} of the pronouns that have candidates, of documents kept apart")
    weights = _fit([case for name, part in cases.items() for case in part * _TIMES[name]], clues)
    head, _, _ = LEXICON.read_text(encoding="utf-8").partition("[weights]\n")
    lines = (f'"{clue}" = {value:.2f}\n' for clue, value in zip(clues, weights, strict=True))
    LEXICON.write_text(head + "[weights]\n" + "".join(lines), encoding="utf-8")


def _cases(document: Document) -> Iterator[Case]:
    text = document["text"]
    found = find_mentions(text, load_knowledge())
    links = link_names(found, text, load_knowledge())
    reader = _Listening(text)
    reader.read(found, links)
    named = defaultdict(list)
    for mention in document["mentions"]:
        if mention["nominal|pronoun|name"] == "name":
            named[mention["entity"]].append((mention["start"], mention["end"]))
    for mention in document["mentions"]:
        if mention["start"] in reader.heard and mention["entity"] in named:
            right = _right(found, links, named, mention["entity"], few=document["dataset"] in _FEW)
            candidates = reader.heard[mention["start"]]
            yield document["id"], [dict(clues) for _, clues in candidates], [who in right for who, _ in candidates]


def _right(
    found: Sequence[Found], links: Sequence[Link], named: Mapping[str, list[tuple[int, int]]], entity: str, *, few: bool
) -> set[Referent]:
    """The referents whose longest name is the entity's; where `few` names are annotated, any, and none of another."""
    names: defaultdict[Referent, list[tuple[int, int]]] = defaultdict(list)
    for mention, link in zip(found, links, strict=True):
        if mention.form == "name" and link.referent is not None:
            names[link.referent].append((mention.start, mention.end))
    others = {span for key, spans in named.items() if key != entity for span in spans}
    right = set()
    for who, spans in names.items():
        telling = spans if few else [max(spans, key=lambda span: span[1] - span[0])]
        is_its = any(a < end and start < b for start, end in telling for a, b in named[entity])
        if is_its and not (few and others.intersection(spans)):
            right.add(who)
    return right


def _kept_apart(cases: Mapping[str, list[Case]], clues: Sequence[str]) -> dict[str, float]:
    right = dict.fromkeys(cases, 0)
    for fold in range(_FOLDS):
        apart = {name: {d for n, d in enumerate(sorted({c[0] for c in cases[name]})) if n % _FOLDS == fold}
                 for name in cases}  # fmt: skip
        weights = _fit([c for name in cases for c in cases[name] * _TIMES[name] if c[0] not in apart[name]], clues)
        for name, part in cases.items():
            for document, rows, is_right in part:
                if document in apart[name] and rows:
                    right[name] += is_right[int(np.argmax(_matrix(rows, clues) @ weights))]
    return {name: right[name] / len(cases[name]) for name in cases}


def _matrix(rows: Sequence[Mapping[str, float]], clues: Sequence[str]) -> Floats:
    """Candidates as rows, clues as columns."""
    return np.array([[row.get(clue, 0.0) for clue in clues] for row in rows])


def _fit(cases: Sequence[Case], clues: Sequence[str]) -> Floats:
    """Return a weight for each clue: the logarithm of the likelihood climbed by Adam, large weights held down."""
    telling = [(rows, is_right) for _, rows, is_right in cases if any(is_right) and not all(is_right)]
    matrix = np.concatenate([_matrix(rows, clues) for rows, _ in telling])
    right = np.concatenate([is_right for _, is_right in telling])
    sizes = [len(rows) for rows, _ in telling]
    case, begins = np.repeat(np.arange(len(sizes)), sizes), np.concatenate(([0], np.cumsum(sizes)[:-1]))
    weights, mean, spread = np.zeros(len(clues)), np.zeros(len(clues)), np.zeros(len(clues))
    for number in range(1, _ROUNDS + 1):
        likely = np.exp(matrix @ weights)
        share = likely / np.add.reduceat(likely, begins)[case]
        wanted = likely * right / np.add.reduceat(likely * right, begins)[case]
        slope = matrix.T @ (share - wanted) + _DECAY * weights
        mean, spread = 0.9 * mean + 0.1 * slope, 0.99 * spread + 0.01 * slope**2
        step = mean / (1 - 0.9**number) / (np.sqrt(spread / (1 - 0.99**number)) + 1e-8)
        weights -= _STEP * step
    return weights


if __name__ == "__main__":
    main()
