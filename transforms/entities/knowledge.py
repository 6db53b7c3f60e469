"""The embedded knowledge base in memory: from the form of a name to the entities it can stand for."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from schemas.data import read_text
from schemas.entity import Alias, Entity, EntityType
from schemas.ids import stable_id

_TYPOGRAPHY = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "\u00ad": None})
_LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss", "æ": "ae"})
_SHORTEST_CAPITALS = 4  # "INDIA" is India; "US", "WHO" and "IS" are read only as they stand


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing a form can stand for. `kind`: one of entity.ALIAS_KINDS."""

    entity: Entity
    kind: str


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The knowledge base: entities by id, senses by form."""

    entities: Mapping[str, Entity]
    genders: Mapping[str, str]  # entity id -> "f" or "m"
    openings: Mapping[str, int]  # first word of a form, in plain capitals -> words in the longest form it opens
    _exact: Mapping[str, tuple[Sense, ...]] = field(repr=False)
    _plain: Mapping[str, tuple[Sense, ...]] = field(repr=False)  # of forms with accents: without them
    _capitals: Mapping[str, tuple[Sense, ...]] = field(repr=False)  # as a dateline or a headline in capitals has it

    def lookup(self, surface: str) -> tuple[Entity, ...]:
        """Return the entities that `surface` can stand for, each once; empty when the knowledge base has none.

        Typography, white space, accents and a leading "the" do not matter. Case does ("turkey" is a bird), except
        that a form all in capitals matches.
        """
        return tuple({sense.entity.entity_id: sense.entity for sense in self.senses(surface)}.values())

    def senses(self, surface: str) -> tuple[Sense, ...]:
        """Return what `surface` can stand for, with the kind of name it is; the closest spelling alone."""
        form = normalized(surface)
        found = self._exact.get(form) or self._plain.get(form)
        if not found and not form.isascii():
            bare = without_accents(form)
            found = self._exact.get(bare) or self._plain.get(bare)
        if not found and len(form) >= _SHORTEST_CAPITALS and form.isupper():
            found = self._capitals.get(without_accents(form))
        return found or ()


@cache
def load_knowledge() -> Knowledge:
    """Return the knowledge base of `schemas/knowledge`; the same frozen object every time."""
    entities: dict[str, Entity] = {}
    genders: dict[str, str] = {}
    exact: dict[str, list[Sense]] = {}
    for entity, gender in _entries():
        if entity.entity_id in entities:
            raise ValueError(f"schemas/knowledge: two entities have the key of {entity.name}")
        entities[entity.entity_id] = entity
        if gender:
            genders[entity.entity_id] = gender
        for alias in (Alias(entity.name), *entity.aliases):
            _file(exact, normalized(alias.alias), Sense(entity, alias.kind))
    plain: dict[str, list[Sense]] = {}
    capitals: dict[str, list[Sense]] = {}
    openings: dict[str, int] = {}
    for form, senses in exact.items():
        bare = form if form.isascii() else without_accents(form)
        upper = bare.upper()
        first, _, others = upper.partition(" ")
        count = others.count(" ") + 2 if others else 1
        if openings.get(first, 0) < count:
            openings[first] = count
        for sense in senses:
            if bare != form:
                _file(plain, bare, sense)
            _file(capitals, upper, sense)
    return Knowledge(
        entities=MappingProxyType(entities),
        genders=MappingProxyType(genders),
        openings=MappingProxyType(openings),
        _exact=_frozen(exact),
        _plain=_frozen(plain),
        _capitals=_frozen(capitals),
    )


def normalized(surface: str) -> str:
    """Return the form names are filed under: plain apostrophes and hyphens, single spaces, no leading "the"."""
    plain = surface if surface.isascii() else surface.translate(_TYPOGRAPHY)
    form = " ".join(plain.split())
    return form[4:] if form[:4].lower() == "the " else form


def without_accents(form: str) -> str:
    """Return the form with its accents taken off, the way an English newsroom without them writes it."""
    if form.isascii():
        return form
    decomposed = unicodedata.normalize("NFKD", form.translate(_LETTERS))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def folded(name: str) -> str:
    """Return the key two spellings of one name share: no accents, no case, single spaces."""
    return without_accents(normalized(name)).casefold()


def _entries() -> Iterator[tuple[Entity, str | None]]:
    """Yield every entity of the files, with its gender where the file has one."""
    for key, name, wikidata_id, country, others, demonyms in _lines("territories.tsv", 6):
        aliases = _aliases(others, "name") + _aliases(demonyms, "demonym")
        yield _entity("place", key, name, wikidata_id, country, aliases), None
    for key, name, wikidata_id, country, others in _lines("cities.tsv", 5):
        yield _entity("place", key, name, wikidata_id, country, _aliases(others, "name")), None
    for key, name, wikidata_id, country, others in _lines("organizations.tsv", 5):
        yield _entity("organization", key, name, wikidata_id, country, _aliases(others, "name")), None
    for key, name, wikidata_id, country, gender, office, others, surnames in _lines("people.tsv", 8):
        aliases = _aliases(others, "name") + _aliases(surnames, "weak")
        yield _entity("person", key, name, wikidata_id, country, aliases, office), gender
    for key, name, country, metonyms in _lines("metonyms.tsv", 4):
        yield _entity("organization", key, name, "", country, _aliases(metonyms, "metonym")), None


def _lines(name: str, columns: int) -> Iterator[list[str]]:
    for number, line in enumerate(read_text("knowledge", name).split("\n"), start=1):
        if not line or line.startswith("#"):
            continue
        fields = line.split("\t")
        if len(fields) != columns:
            raise ValueError(f"schemas/knowledge/{name}, line {number}: {len(fields)} columns, not {columns}")
        yield fields


def _aliases(column: str, kind: str) -> tuple[Alias, ...]:
    return tuple(Alias(form, "en", kind) for form in column.split("|")) if column else ()


def _entity(
    entity_type: EntityType,
    key: str,
    name: str,
    wikidata_id: str,
    country: str,
    aliases: tuple[Alias, ...],
    description: str = "",
) -> Entity:
    return Entity(
        entity_id=stable_id("entity", key),
        type=entity_type,
        name=name,
        wikidata_id=wikidata_id or None,
        description=description or None,
        country=country or None,
        aliases=aliases,
    )


def _file(forms: dict[str, list[Sense]], form: str, sense: Sense) -> None:
    senses = forms.get(form)
    if senses is None:
        forms[form] = [sense]
    elif all(other.entity is not sense.entity for other in senses):
        senses.append(sense)


def _frozen(forms: Mapping[str, Iterable[Sense]]) -> Mapping[str, tuple[Sense, ...]]:
    return MappingProxyType({form: tuple(senses) for form, senses in forms.items()})
