"""Whether two names can be one's: middle names, initials, spellings, legal forms, initials of bodies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from transforms.entities.knowledge import folded
from transforms.entities.name_words import name_words

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*\.?")
_SMALL = frozenset(("of", "and", "the", "for", "on", "in", "al", "el"))
_JUNIOR = frozenset(("jr", "sr", "ii", "iii"))
# letters that transliterations from Cyrillic, Arabic, Greek and Chinese write in turn; longest first
_TURNS = (
    ("shch", "s"), ("sch", "s"), ("tch", "c"), ("kh", "h"), ("gh", "g"), ("zh", "z"), ("sh", "s"), ("ch", "c"),
    ("ts", "c"), ("tz", "c"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("dj", "j"), ("oo", "u"), ("ou", "u"),
    ("ee", "i"), ("ks", "x"), ("q", "k"), ("y", "i"), ("j", "i"), ("w", "v"), ("e", "i"), ("o", "u"),
)  # fmt: skip
_SHORTEST_SPELLING = 5  # letters: "Kim" and "Kin" are two names
_SPELLED_ALIKE = 0.84  # of the letters, in order, in both


@lru_cache(maxsize=65_536)
def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name, folded, without full stops, "Jr" or a leading "the"."""
    words = (word.rstrip(".") for word in _WORD.findall(folded(name)))
    return tuple(word for word in words if word and word not in _JUNIOR)


@lru_cache(maxsize=65_536)
def spelling_key(word: str) -> str:
    """Return what the transliterations of one name share: "zelensky", "zelenskyy" and "zelenskiy" give "zilinski"."""
    word = word[:1] + word[1:].replace("g", "h")  # Serhiy, Sergiy; but Gall is not Hall
    for letters, one in _TURNS:
        word = word.replace(letters, one)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[^a-z]", "", word))


def likeness(one: str, other: str, entity_type: str) -> float:
    """Return how likely two names are one's by their form alone: 0 (they are not) to 1 (the same words).

    `entity_type`: of both, one of ENTITY_TYPES. Symmetric.
    """
    first, second = words_of(one), words_of(other)
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    return _persons(first, second) if entity_type == "person" else _bodies(first, second)


def _persons(first: Sequence[str], second: Sequence[str]) -> float:
    """Full names by first and last word, a middle one apart; a bare surname can be anybody's of that name."""
    surname = _spelled(first[-1], second[-1])
    if not surname:
        return 0.0
    if 1 in (len(first), len(second)):
        return 0.3 * surname
    if _middle(first) and _middle(second) and not _agree(_middle(first), _middle(second)):
        return 0.0
    given = _given(first[0], second[0])
    middle = 1.0 if bool(_middle(first)) == bool(_middle(second)) else 0.9
    return surname * given * middle


def _middle(words: Sequence[str]) -> Sequence[str]:
    return words[1:-1]


def _agree(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether the middle names that both have are the same, initials counting as the name."""
    return all(_given(word, beside) for word, beside in zip(one, other, strict=False))


def _given(one: str, other: str) -> float:
    if 1 in (len(one), len(other)):
        return 0.8 if one[0] == other[0] else 0.0
    return _spelled(one, other)


def _spelled(one: str, other: str) -> float:
    """1: the same letters; less: spellings of one name; 0: two names."""
    if one == other:
        return 1.0
    if min(len(one), len(other)) < _SHORTEST_SPELLING or one[0] != other[0]:
        return 0.9 if spelling_key(one) == spelling_key(other) and len(one) > 3 else 0.0
    if spelling_key(one) == spelling_key(other):
        return 0.95
    ratio = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return 0.7 * ratio if ratio >= _SPELLED_ALIKE else 0.0


def _bodies(first: Sequence[str], second: Sequence[str]) -> float:
    legal = {word.rstrip(".").casefold() for word in name_words().company_last}
    bare, other_bare = ([word for word in words if word not in legal] for words in (first, second))
    if bare and bare == other_bare:
        return 0.9
    short, long = sorted((first, second), key=len)
    if len(short) == 1 and len(long) > 2 and short[0].replace(".", "") in initials(long):
        return 0.8
    if len(first) != len(second):
        return 0.0
    spelled = [_spelled(a, b) for a, b in zip(first, second, strict=True)]
    return min(spelled) if len(first) > 1 or min(map(len, (*first, *second))) > _SHORTEST_SPELLING else 0.0


def initials(words: Sequence[str]) -> tuple[str, str]:
    """Return the first letters of a body's words, with those of "of" and "the" and without."""
    return "".join(word[0] for word in words), "".join(word[0] for word in words if word not in _SMALL)
