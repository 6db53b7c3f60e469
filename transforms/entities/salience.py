"""Whom a pronoun means, of those spoken of near it: clues that speak for or against each, and what they weigh.

The clues are those of Hobbs (1978), Lappin and Leass (1994) and Lee et al. (2013) that need no parse: how far off,
who is the subject, parallel places, who owns, who is set in a phrase of another, who is spoken of often.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from schemas.data import read_toml
from transforms.entities.mentions import Found
from transforms.entities.name_words import name_words
from transforms.entities.passage import POSSESSIVES
from transforms.entities.referents import Referent
from transforms.language.word_classes import AUXILIARIES, CONJUNCTIONS, DETERMINERS, PREPOSITIONS

Clue = tuple[str, float]  # its name, and how much of it there is

_OFTEN = 5  # names; more say no more
_DISTANCES = ("same sentence", "sentence before", "two before", "three before")
SENTENCES_BACK = len(_DISTANCES) - 1
_OF_OTHERS = PREPOSITIONS | {"as", "than", "including", "between", "against"}
_TELLING = frozenset(("as", "by", "for"))
_ASIDE = frozenset(("who", "which", "up", "down", "off", "out", "away"))
_NOT_OWNED = AUXILIARIES | CONJUNCTIONS | DETERMINERS | PREPOSITIONS | _ASIDE
# what parts the clauses of a sentence
_PARTED = re.compile(
    r"[,;:()\"“”—–]|\b(?:that|who|whom|which|when|while|as|because|if|and|but|or|where|after|before|to)\b"
)


def place_of(pronoun: Found) -> str:
    """Return where a third-person pronoun stands: "subject", "object" or "possessive"."""
    word = pronoun.surface.lower()
    if word in ("he", "she", "they"):
        return "subject"
    owns = word == "her" and pronoun.after[:1].isalpha() and pronoun.after not in _NOT_OWNED
    return "possessive" if owns or word in ("his", "their") else "object"


def is_barred(pronoun: Found, other: Found, text: str) -> bool:
    """Tell whether the mention is the subject of the very clause whose object the pronoun is: "Odum thanked him"."""
    return (
        other.subject
        and other.sentence == pronoun.sentence
        and pronoun.before not in _OF_OTHERS
        and pronoun.surface.lower() in ("him", "her", "them")
        and place_of(pronoun) == "object"
        and _PARTED.search(text, other.end, pronoun.start) is None
    )


def clues_behind(pronoun: Found, other: Found, who: Referent, nearer: int, text: str) -> Iterator[Clue]:
    """Yield the clues of a mention before the pronoun. `nearer`: how many others were spoken of since."""
    back, place = pronoun.sentence - other.sentence, place_of(pronoun)
    yield _DISTANCES[back], 1
    if nearer == 0:
        yield "nearest", 1
    elif nearer > 1:
        yield "not of the two nearest", 1
    yield from _of_places(place, other, back)
    if back == 0 and _PARTED.search(text, other.end, pronoun.start) is None:
        yield f"same clause, {place}", 1
    if back == 0 and pronoun.subject:
        yield "a clause opens between", 1
    yield from _of_person(pronoun, who)
    yield from _of_name(place, other) if other.form == "name" else ((other.form, 1),)
    if other.quoted != pronoun.quoted:
        yield "other side of a quotation mark", 1


def clues_ahead(pronoun: Found, who: Referent) -> Iterator[Clue]:
    """Yield the clues of a subject that follows: "In her speech, Odum said"."""
    yield "ahead", 1
    yield f"ahead, {place_of(pronoun)}", 1
    yield from _of_person(pronoun, who)


def weight(clues: Iterator[Clue]) -> float:
    """Return what clues weigh together; higher speaks for the mention."""
    weights = _weights()
    return sum(weights.get(clue, 0.0) * much for clue, much in clues)


@cache
def _weights() -> Mapping[str, float]:
    weights: Mapping[str, float] = read_toml("lexicons", "pronoun_clues.toml")["weights"]
    return weights


def _of_places(place: str, other: Found, back: int) -> Iterator[Clue]:
    if back == 0:
        yield f"{'subject' if other.subject else 'no subject'} here, {place}", 1
    elif other.subject:
        yield f"subject before, {place}", 1
    if not other.before:
        yield "opens its sentence", 1


def _of_person(pronoun: Found, who: Referent) -> Iterator[Clue]:
    yield "named", min(who.named, _OFTEN)
    if who.genders:
        yield "gender known", 1
    elif who.called and pronoun.gender not in who.called:
        yield "called otherwise", 1


def _of_name(place: str, other: Found) -> Iterator[Clue]:
    if other.after in POSSESSIVES:
        yield f"owner, {place}", 1
    if other.before in _OF_OTHERS:
        yield "after a preposition", 1
    if other.before in _TELLING:
        yield f"after {other.before}", 1
    if other.before == "(":
        yield "in brackets", 1
    if other.before == ",":
        yield "after a comma", 1
    if other.after == ",":
        yield "before a comma", 1
    if "and" in (other.before, other.after):
        yield "one of two", 1
    if other.before in name_words().kinship or other.before in name_words().office:
        yield "after a role", 1
