"""What an importer finds: one entity of somebody's knowledge base, cleaned, and the reasons names are left out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from schemas.entity import Alias, Entity, EntityType
from schemas.errors import OnrecordError
from schemas.ids import stable_id

LONGEST_NAME = 200  # characters; no name is longer, and a look-up reads as far as the longest one has words
_LONGEST_DESCRIPTION = 200
_MOST_WORDS = 12
_MOST_ALIASES = 60  # of an entity
_WIKIDATA_ID = re.compile(r"(?:https?://(?:www\.)?wikidata\.org/(?:entity|wiki)/)?(Q[1-9]\d{0,11})")
_COUNTRY = re.compile(r"[A-Za-z]{2}")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")
_GENDERS = {
    "m": "m", "male": "m", "man": "m", "q6581097": "m", "transgender male": "m", "q2449503": "m",
    "f": "f", "female": "f", "woman": "f", "q6581072": "f", "transgender female": "f", "q1052281": "f",
}  # fmt: skip


class BadSource(OnrecordError):
    """A file that is not what it was taken for, or not whole. Nothing of it is imported."""


@dataclass(frozen=True, slots=True)
class FoundEntity:
    """One entity as a source tells it. `key` names it in that source, for ever; `country`: ISO 3166-1 alpha-2."""

    key: str
    type: EntityType
    name: str
    wikidata_id: str | None = None
    country: str | None = None
    gender: str | None = None  # "f", "m"
    description: str | None = None
    aliases: tuple[Alias, ...] = ()
    left_out: int = 0  # names too long to be names

    @property
    def identity(self) -> str:
        """What makes it the same entity in two sources: the Wikidata id where there is one, else its key."""
        return self.wikidata_id or self.key

    def entity(self) -> Entity:
        return Entity(
            stable_id("entity", self.identity), self.type, self.name, self.wikidata_id, self.description, self.country,
            self.aliases,
        )  # fmt: skip


def found_entity(
    key: str,
    entity_type: EntityType,
    names: Iterable[str],
    *,
    wikidata_id: str | None = None,
    country: str | None = None,
    gender: str | None = None,
    description: str | None = None,
    weak: Iterable[str] = (),
) -> FoundEntity | None:
    """Return the entity, the first of `names` its name; None when no name is left.

    Of the other names of a person only those of several words are kept: a surname is not one person's.
    """
    told = [clean(name) for name in names]
    kept = [name for name in dict.fromkeys(told) if _is_name(name)]
    others = [name for name in dict.fromkeys(clean(name) for name in weak) if _is_name(name)]
    if not kept:
        return None
    aliases = [Alias(name) for name in kept[1:]] + [Alias(name, "en", "weak") for name in others if name not in kept]
    if entity_type == "person":
        aliases = [alias for alias in aliases if " " in alias.alias]
    return FoundEntity(
        key=key,
        type=entity_type,
        name=kept[0],
        wikidata_id=wikidata(wikidata_id),
        country=country.upper() if country and _COUNTRY.fullmatch(country) else None,
        gender=_GENDERS.get((gender or "").strip().lower()),
        description=clean(description or "")[:_LONGEST_DESCRIPTION] or None,
        aliases=tuple(aliases[:_MOST_ALIASES]),
        left_out=sum(len(name) > LONGEST_NAME for name in told),
    )


def wikidata(text: str | None) -> str | None:
    """Return the Wikidata id that a text is, or an address of Wikidata ends in; None when it is none."""
    match = _WIKIDATA_ID.fullmatch(text.strip()) if text else None
    return match[1] if match else None


def clean(text: str) -> str:
    """Return the text in composed Unicode, without control and bidi characters, with single spaces."""
    return " ".join(unicodedata.normalize("NFC", _CONTROL.sub(" ", text)).split())


def joined(one: FoundEntity, other: FoundEntity) -> FoundEntity:
    """Return one entity told twice as one: the first keeps its word, the second adds what is missing."""
    names = dict.fromkeys((*one.aliases, Alias(other.name), *other.aliases))
    return FoundEntity(
        key=one.key,
        type=one.type,
        name=one.name,
        wikidata_id=one.wikidata_id or other.wikidata_id,
        country=one.country or other.country,
        gender=one.gender if one.gender == other.gender or not other.gender else None,
        description=one.description or other.description,
        aliases=tuple(alias for alias in names if alias.alias != one.name)[:_MOST_ALIASES],
        left_out=one.left_out + other.left_out,
    )


def by_identity(found: Iterable[FoundEntity]) -> Iterator[FoundEntity]:
    """Join what a source tells of an entity in several places. Holds all of it: for files read whole."""
    entities: dict[str, FoundEntity] = {}
    for entity in found:
        known = entities.get(entity.identity)
        entities[entity.identity] = joined(known, entity) if known else entity
    yield from entities.values()


def _is_name(name: str) -> bool:
    """Tell a name from an empty one, a word in small letters, a number and a paragraph."""
    return (
        1 < len(name) <= LONGEST_NAME
        and name.count(" ") < _MOST_WORDS
        and any(character.isalpha() and not character.islower() for character in name)
        and not name.startswith("http")
    )
