"""Who held an office of a state in a given year, as the knowledge base describes its people.

"President of Ostra (2014–2019, from 2024)". A term without an end is taken to last four years, the most common term of
office: that somebody once took office is no proof that they hold it still.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from schemas.entity import Entity

OfficeKey = tuple[str, frozenset[str], str]  # head noun, its modifiers, country (ISO 3166-1 alpha-2)
Held = tuple[Entity, tuple[tuple[int, int], ...]]  # who, and the first and last year of each term

_DESCRIBED = re.compile(r"(?P<office>[A-Z][\w -]+?) of (?:the )?(?P<state>.+) \((?P<terms>[^()]*)\)")
_TERM = re.compile(r"(?P<open>from )?(?P<first>\d{4})(?:–(?P<last>\d{4}))?")
_OPEN_TERM = 4  # years


def offices_held(people: Iterable[Entity], is_state: Callable[[str, str], bool]) -> Mapping[OfficeKey, Sequence[Held]]:
    """Return who held each office of a state, and when. `is_state(name, country)`: whether that is its name."""
    held: defaultdict[OfficeKey, list[Held]] = defaultdict(list)
    for who in people:
        told = _DESCRIBED.fullmatch(who.description or "") if who.type == "person" else None
        if told is None or who.country is None or not is_state(told["state"], who.country):
            continue
        *modifiers, head = told["office"].lower().split()
        terms = tuple(_years(term) for term in _TERM.finditer(told["terms"]))
        held[head, frozenset(modifiers), who.country].append((who, terms))
    return held


def in_office(holders: Iterable[Held], year: int) -> Entity | None:
    """Return the only one who held the office in that year; None in a year of change."""
    found = [who for who, terms in holders if any(first <= year <= last for first, last in terms)]
    return found[0] if len(found) == 1 else None


def _years(term: re.Match[str]) -> tuple[int, int]:
    first = int(term["first"])
    return first, int(term["last"] or (first + _OPEN_TERM if term["open"] else first))
