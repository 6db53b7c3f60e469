"""Lists of given names, surnames and cities of the whole world: no name is found by them, they only tell its type."""

from __future__ import annotations

from functools import cache

from schemas.data import read_text
from transforms.entities.forms import without_accents
from transforms.entities.name_words import name_words

_LISTS = {"g": "given_names_abroad.txt", "s": "surnames.txt", "c": "city_names.txt"}


def lists_of(name: str) -> str:
    """Return marks of the lists of given names, surnames and cities that a word is in; "-": none."""
    bare = without_accents(name)
    words = name_words()
    found = "".join(mark for mark in _LISTS if bare in _words_of(mark))
    return ("G" if name in words.given else "") + found or "-"


def is_city(name: str) -> bool:
    """Tell whether a name, of one word or several, is some city's."""
    return without_accents(name) in _words_of("c")


@cache
def _words_of(mark: str) -> frozenset[str]:
    lines = read_text("lexicons", _LISTS[mark]).split("\n")
    return frozenset(line for line in lines if line and not line.startswith("#"))
