"""The entity side of reading: text → mentions, each tied to its canonical entity, and those entities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from schemas.entity import Alias, Entity, EntityType, Mention
from schemas.ids import stable_id, text_sha256
from transforms.entities.coreference import link_mentions
from transforms.entities.knowledge import Knowledge, folded
from transforms.entities.mentions import Found, find_mentions
from transforms.entities.name_words import name_words
from transforms.entities.referents import Link, Referent


@dataclass(frozen=True, slots=True)
class ResolvedEntities:
    """Mentions sorted by start, not overlapping, `text[start:end] == surface`; each entity they name, once."""

    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()


def resolve_entities(
    text: str, knowledge: Knowledge, headline: str | None = None, year: int | None = None
) -> ResolvedEntities:
    """Find what an English text of that year names and tie it to entities of `knowledge`, or to new ones.

    New entities (NIL) get an id of their type and folded canonical name, so the same full name is the same entity in
    every article. A person known by one word alone is this text's own: two articles' "Smith" are not one. A body whose
    name those of many countries bear is of the country that the text names most, or else the text's own. Offsets count
    code points of `text`. Deterministic; linear in the text; never raises on any text.
    """
    found = find_mentions(text, knowledge, headline)
    links = link_mentions(found, text, knowledge, year)
    entities: dict[str, Entity] = {}
    of_referent: dict[Referent, str] = {}
    home = _home(links)
    for link in links:
        referent = link.referent
        if referent is not None and referent not in of_referent:
            entity = referent.known or _new_entity(referent, text, home)
            of_referent[referent] = entity.entity_id
            entities[entity.entity_id] = _joined(entities.get(entity.entity_id), entity)
    mentions = tuple(
        _mention(mention, link, of_referent)
        for mention, link in zip(found, links, strict=True)
        if link.referent is not None or _is_kept(mention)
    )
    return ResolvedEntities(mentions, tuple(entities.values()))


def _is_kept(found: Found) -> bool:
    """Tell whether a mention is worth a row though nobody knows whom it means: of nominals, only "the president"."""
    return found.form != "nominal" or (found.type == "person" and found.surface.lower().startswith("the "))


def _mention(found: Found, link: Link, of_referent: dict[Referent, str]) -> Mention:
    return Mention(
        start=found.start,
        end=found.end,
        surface=found.surface,
        form=found.form,
        type=_type(found, link.referent),
        entity_id=of_referent[link.referent] if link.referent is not None else None,
        resolution=link.resolution,
        confidence=link.confidence,
    )


def _type(found: Found, referent: Referent | None) -> EntityType:
    """The type of a mention: of what it means, once that is told; but "French" names people, though it means France."""
    if referent is None or referent.type == "other" or (found.type == "other" and referent.known is not None):
        return found.type
    return referent.type


def _home(links: Iterable[Link]) -> str | None:
    """The country that the text names more often than any other, by itself, its people or its places."""
    known = (link.referent.known for link in links if link.referent is not None)
    named = Counter(entity.country for entity in known if entity is not None and entity.country)
    first, second = (*named.most_common(2), (None, 0), (None, 0))[:2]
    return first[0] if first[1] > second[1] else None


def _is_organ(name: str) -> bool:
    """Tell whether bodies of many countries bear the name: "Supreme Court", "Ministry of Health"."""
    return all(word in name_words().organs for word in name.replace("’", "'").split())


def _new_entity(referent: Referent, text: str, home: str | None) -> Entity:
    name = _canonical(referent)
    key: tuple[str, ...] = (referent.type, folded(name))
    is_organ = referent.type == "organization" and " " in name and _is_organ(name)
    if is_organ:
        key = (*key, home or text_sha256(text))
    if " " not in name and (referent.type == "person" or name in name_words().organization_alone):
        key = (*key, text_sha256(text), *sorted(referent.genders))
    return Entity(
        entity_id=stable_id("entity", *key),
        type=referent.type,
        name=name,
        country=home if is_organ else None,
        aliases=tuple(Alias(surface) for surface in referent.surfaces if surface != name),
    )


def _canonical(referent: Referent) -> str:
    """The longest form, the first of equals: "Helena Vaszary" before "Vaszary", but not "Actress Helena Vaszary"."""
    longest = max(referent.surfaces, key=len)
    if referent.type != "person" or longest.split()[0] in name_words().given:
        return longest
    inside = [form for form in referent.surfaces if " " in form and longest.endswith(f" {form}")]
    return max(inside, key=len, default=longest)


def _joined(one: Entity | None, two: Entity) -> Entity:
    """Two referents of one article that have one name are one entity with the aliases of both."""
    if one is None or one.aliases == two.aliases:
        return two if one is None else one
    aliases = tuple(dict.fromkeys((*one.aliases, *two.aliases)))
    return Entity(one.entity_id, one.type, one.name, one.wikidata_id, one.description, one.country, aliases)
