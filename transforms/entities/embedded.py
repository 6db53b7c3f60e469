"""The embedded knowledge base's reviewed files → its entities. Read when the artefact is made, never by a run."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.data import read_text
from schemas.entity import Alias, Entity, EntityType
from schemas.ids import stable_id

_ARMED = ("military", "army", "armed forces", "forces", "troops")
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


def is_state(place: Entity) -> bool:
    """Tell whether an entity is a state, not a part of one: a state's key is its country's code."""
    return place.entity_id == stable_id("entity", (place.country or "").lower())


def _entries() -> Iterator[tuple[Entity, str | None]]:
    for key, name, wikidata_id, country, others, demonyms in _lines("territories.tsv", 6):
        aliases = _aliases(others, "name") + _aliases(demonyms, "demonym")
        yield _entity("place", key, name, wikidata_id, country, _as_addressed(key, aliases)), None
    for key, name, wikidata_id, country, others in _lines("cities.tsv", 5):
        yield _entity("place", key, name, wikidata_id, country, _aliases(others, "name")), None
    for key, name, wikidata_id, country, others in _lines("organizations.tsv", 5):
        aliases = _aliases(others, "name") + _aliases(name.partition(" (")[0] if name.endswith(")") else "", "weak")
        yield _entity("organization", key, name, wikidata_id, country, aliases), None
    for key, name, wikidata_id, country, gender, office, others, surnames in _lines("people.tsv", 8):
        aliases = _aliases(others, "name") + _aliases(surnames, "weak")
        yield _entity("person", key, name, wikidata_id, country, aliases, office), gender
    metonyms = {key: (name, others) for key, name, _, others in _lines("metonyms.tsv", 4)}
    for key, name, _, country, others, demonyms in _lines("territories.tsv", 6):
        if key == country.lower():
            yield from _state_bodies(name, country, [name, *others.split("|")], demonyms.split("|"), metonyms)


def _as_addressed(key: str, aliases: tuple[Alias, ...]) -> tuple[Alias, ...]:
    """A province's "Fla." and "N.J." are weak: they stand for it after a comma alone, as in "Key West, Fla."."""
    is_part = key[2:3] == "-"  # "us-fl"
    return tuple(
        Alias(alias.alias, alias.language, "weak") if is_part and alias.alias.endswith(".") else alias
        for alias in aliases
    )


def _state_bodies(
    name: str, country: str, names: list[str], demonyms: list[str], metonyms: dict[str, tuple[str, str]]
) -> Iterator[tuple[Entity, str | None]]:
    """A state's government and its armed forces, as the press calls them: "the Israeli military", "the US government".

    A body that `organizations.tsv` has by a name of its own is the one the press means: the Israel Defense Forces.
    """
    plural = {form for form in demonyms if form.endswith("men") or (form.endswith("s") and form[:-1] in demonyms)}
    adjectives = [form for form in demonyms if form and form not in plural]
    called = adjectives + [form for form in names if form.isupper()]
    key = f"gov-{country.lower()}"
    own, metonym = metonyms.get(key, (f"Government of {name}", ""))
    forms = tuple(Alias(f"{form} {body}") for form in called for body in ("government", "Government"))
    yield _entity("organization", key, own, "", country, forms + _aliases(metonym, "metonym")), None
    forms = tuple(Alias(f"{form} {body}") for form in called for body in _ARMED)
    yield _entity("organization", f"mil-{country.lower()}", f"Armed forces of {name}", "", country, forms), None


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
