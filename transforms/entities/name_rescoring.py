"""The type of each name that the knowledge base does not have: its clues weighed, the rules' guess among them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from schemas.data import read_text
from schemas.entity import EntityType
from transforms.entities.name_clues import Draft, clues_of, survey
from transforms.entities.name_types import shown_type
from transforms.entities.passage import Passage

KINDS: tuple[EntityType, ...] = ("person", "organization", "place")  # weighed against "other", which weighs nothing
WEIGHTS = "name_clues.tsv"
_TRUST = 1.0  # in the rules, beyond what was learnt: they know the news, the clues were weighed in an encyclopedia too

Weights = Mapping[str, Sequence[float]]


def settle_types(passage: Passage, drafts: Sequence[Draft]) -> list[EntityType]:
    """Return the type of each draft, in order; one name has one type in an article."""
    around = survey(drafts)
    met: defaultdict[tuple[str, ...], list[tuple[str, Iterable[str]]]] = defaultdict(list)
    shown: dict[tuple[str, ...], EntityType] = {}
    for at, draft in enumerate(drafts):
        if not draft.known:
            met[draft.words].append((draft.guess, clues_of(passage, drafts, at, around)))
            if kind := shown_type(passage, draft.piece):
                shown.setdefault(draft.words, kind)
    kinds = {words: shown.get(words) or settled(times, load_weights()) for words, times in met.items()}
    return [draft.guess if draft.known else kinds[draft.words] for draft in drafts]


def settled(times: Iterable[tuple[str, Iterable[str]]], weights: Weights) -> EntityType:
    """Return the type that weighs most for a name, given the guess of the rules and the clues each time it is met."""
    total = [0.0] * len(KINDS)
    for guess, clues in times:
        if guess != "other":
            total[KINDS.index(guess)] += _TRUST
        for clue in clues:
            for number, weight in enumerate(weights.get(clue, ())):
                total[number] += weight
    best = max(range(len(KINDS)), key=total.__getitem__)
    return KINDS[best] if total[best] > 0 else "other"


@cache
def load_weights() -> Weights:
    """Return what each clue weighs for each of KINDS."""
    lines = (line.split("\t") for line in read_text("lexicons", WEIGHTS).split("\n") if line and line[0] != "#")
    return {clue: tuple(map(float, numbers)) for clue, *numbers in lines}
