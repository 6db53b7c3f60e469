"""What names can stand for: the embedded knowledge base, and a bigger one that was imported, looked up as one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property
from types import MappingProxyType
from typing import TypeVar

from schemas.data import read_bytes
from schemas.entity import Entity
from transforms.entities.base_file import BaseFile, Sense
from transforms.entities.embedded import ARTEFACT
from transforms.entities.forms import CAPITALS, PLAIN, folded, normalized, without_accents
from transforms.entities.terms import Held, OfficeKey, in_office, offices_held

__all__ = ["Knowledge", "Sense", "folded", "load_knowledge", "normalized", "without_accents"]

_SHORTEST_CAPITALS = 4  # "INDIA" is India; "US", "WHO" and "IS" are read only as they stand
_REMEMBERED = 100_000  # forms and openings; news repeats itself
_T = TypeVar("_T")


class Knowledge:
    """Knowledge bases as one: a form that an earlier one of `bases` has is not looked up in a later one."""

    def __init__(self, *bases: BaseFile) -> None:
        self._bases = bases
        self._senses: dict[str, tuple[Sense, ...]] = {}
        self._longest: dict[str, int | None] = {}

    @cached_property
    def entities(self) -> Mapping[str, Entity]:
        """Every entity by id. Decodes all of them: for reviews and tests."""
        entries = [entity for base in reversed(self._bases) for entity, _ in base.entries()]
        return MappingProxyType({entity.entity_id: entity for entity in entries})

    @cached_property
    def _by_wikidata(self) -> Mapping[str, Entity]:
        first = self._bases[0].entries() if self._bases else ()
        return MappingProxyType({entity.wikidata_id: entity for entity, _ in first if entity.wikidata_id})

    def lookup(self, surface: str) -> tuple[Entity, ...]:
        """Return the entities that `surface` can stand for, each once; empty when the knowledge base has none.

        Typography, white space, accents and a leading "the" do not matter. Case does ("turkey" is a bird), except
        that a form all in capitals matches.
        """
        return tuple({sense.entity.entity_id: sense.entity for sense in self.senses(surface)}.values())

    def senses(self, surface: str) -> tuple[Sense, ...]:
        """Return what `surface` can stand for, with the kind of name it is; the closest spelling alone."""
        return _remembered(self._senses, normalized(surface), self._find)

    def longest(self, opening: str) -> int | None:
        """Return the number of words in the longest form that opens with that word, given in plain capitals."""
        return _remembered(self._longest, opening, self._find_longest)

    def gender(self, entity: Entity) -> str | None:
        """Return "f" or "m" where a base tells it of an entity that it gave."""
        return next((base.genders[entity.entity_id] for base in self._bases if entity.entity_id in base.genders), None)

    def in_office(self, head: str, modifiers: frozenset[str], country: str, year: int) -> Entity | None:
        """Return who held an office of a state in a year, as the first base tells: "president", {}, "US", 2014."""
        return in_office(self._offices.get((head, modifiers, country), ()), year)

    @cached_property
    def _offices(self) -> Mapping[OfficeKey, Sequence[Held]]:
        def is_state(name: str, country: str) -> bool:
            return any(s.entity.type == "place" and s.entity.country == country for s in self.senses(name))

        return offices_held((entity for entity, _ in self._bases[0].entries()) if self._bases else (), is_state)

    def _find(self, form: str) -> tuple[Sense, ...]:
        bare = without_accents(form)
        keys = [form, PLAIN + form] if bare == form else [form, PLAIN + form, bare, PLAIN + bare]
        if len(form) >= _SHORTEST_CAPITALS and form.isupper():
            keys.append(CAPITALS + bare)
        for base in self._bases:
            for key in keys:
                if found := base.senses(key):
                    return found if base is self._bases[0] else self._as_embedded(found)
        return ()

    def _as_embedded(self, found: tuple[Sense, ...]) -> tuple[Sense, ...]:
        """What an imported base tells of an entity that the first base has, told of that one: one thing, one id."""
        own = (Sense(self._by_wikidata.get(s.entity.wikidata_id or "", s.entity), s.kind) for s in found)
        return tuple({sense.entity.entity_id: sense for sense in own}.values())

    def _find_longest(self, opening: str) -> int | None:
        return max((length for base in self._bases if (length := base.longest(opening)) is not None), default=None)


@cache
def load_knowledge() -> Knowledge:
    """Return the embedded knowledge base, as `schemas/knowledge` has it; the same object every time."""
    return Knowledge(BaseFile(read_bytes("knowledge", ARTEFACT)))


def _remembered(known: dict[str, _T], key: str, find: Callable[[str], _T]) -> _T:
    """The answer given before to the same question; all are forgotten when there are too many."""
    try:
        return known[key]
    except KeyError:
        if len(known) >= _REMEMBERED:
            known.clear()
        found = known[key] = find(key)
        return found
