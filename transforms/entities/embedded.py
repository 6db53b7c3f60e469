"""The embedded knowledge base's reviewed files → its entities. Read when the artefact is made, never by a run."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.data import read_text
from schemas.entity import Alias, Entity, EntityType
from schemas.ids import stable_id

ARTEFACT = "embedded.okb"  # beside the files it is made from


def read_entries() -> Iterator[tuple[Entity, str | None]]:
    """Yield every entity of `schemas/knowledge/*.tsv`, with its gender where the file has one.

    ValueError names the line that is not as its file's header says, or the second entity of a key.
    """
    seen: set[str] = set()
    for entity, gender in _entries():
        if entity.entity_id in seen:
            raise ValueError(f"schemas/knowledge: two entities have the key of {entity.name}")
        seen.add(entity.entity_id)
        yield entity, gender


def _entries() -> Iterator[tuple[Entity, str | None]]:
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
