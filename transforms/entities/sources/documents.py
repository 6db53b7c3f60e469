"""Formats that are read whole, or a line at a time, as JSON or YAML: FollowTheMoney, Popolo, congress-legislators."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from schemas.entity import EntityType
from transforms.entities.sources.found import BadSource, FoundEntity, found_entity

# FollowTheMoney schema -> type; what is not listed (Vessel, Address, Sanction …) names nobody
_SCHEMATA: dict[str, EntityType] = {
    "Person": "person", "Organization": "organization", "Company": "organization", "PublicBody": "organization",
    "LegalEntity": "organization",
}  # fmt: skip
_CHAMBERS = {"sen": "United States senator", "rep": "United States representative",
             "prez": "President of the United States", "viceprez": "Vice President of the United States"}  # fmt: skip
_ENGLISH = ("en", "eng", None)


def read_ftm_line(line: str) -> FoundEntity | None:
    """Return the entity of one line of FollowTheMoney JSON; None for a schema that names nobody.

    https://followthemoney.tech/docs/ BadSource: the line is not such an entity.
    """
    if not line.strip():
        return None
    try:
        entity = json.loads(line)
        properties, schema = entity["properties"], entity["schema"]
        kind = _SCHEMATA.get(schema)
        if kind is None:
            return None
        countries = properties.get("nationality") or properties.get("country") or properties.get("jurisdiction") or []
        return found_entity(
            str(entity["id"]),
            kind,
            [entity.get("caption") or "", *properties.get("name", ()), *properties.get("alias", ())],
            wikidata_id=_only(properties.get("wikidataId", ())),
            country=_only(countries),
            gender=_only(properties.get("gender", ())),
            description=next(iter(properties.get("position", ())), None),
            weak=[*properties.get("weakAlias", ()), *properties.get("abbreviation", ())],
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadSource(f"not an entity of FollowTheMoney ({type(error).__name__}: {error})") from error


def read_popolo(document: Any, country: str | None = None) -> Iterator[FoundEntity]:
    """Yield the persons and organizations of a Popolo document (https://www.popoloproject.com/specs/).

    `country`: whose parliament it is. BadSource: it is no such document.
    """
    if not isinstance(document, dict) or not isinstance(document.get("persons"), list):
        raise BadSource("not Popolo JSON: no list of persons")
    try:
        posts = _posts(document)
        for person in document["persons"]:
            yield from _some(_popolo(person, "person", country, posts.get(person["id"])))
        for body in document.get("organizations", ()):
            if body.get("classification") != "legislature" or body.get("identifiers"):
                yield from _some(_popolo(body, "organization", country, body.get("classification")))
    except (KeyError, TypeError, AttributeError) as error:
        raise BadSource(f"not Popolo JSON ({type(error).__name__}: {error})") from error


def read_legislators(document: Any) -> Iterator[FoundEntity]:
    """Yield the persons of a congress-legislators file (https://github.com/unitedstates/congress-legislators).

    The description is the last office with its dates. BadSource: it is no such file.
    """
    if not isinstance(document, list) or not all(isinstance(member, dict) and "name" in member for member in document):
        raise BadSource("not a congress-legislators file: no list of persons with a name")
    try:
        for member in document:
            yield from _some(_legislator(member))
    except (KeyError, TypeError, AttributeError) as error:
        raise BadSource(f"not a congress-legislators file ({type(error).__name__}: {error})") from error


def _legislator(member: Mapping[str, Any]) -> FoundEntity | None:
    name, identifiers = member["name"], member["id"]
    first, last, suffix = name["first"], name["last"], name.get("suffix")
    plain = f"{first} {last}"
    called = [plain, name.get("official_full") or plain]
    called += [f"{given} {last}" for given in (name.get("nickname"), name.get("middle")) if given and len(given) > 2]
    called += [f"{first} {name['middle']} {last}"] if name.get("middle") else []
    called += [f"{plain} {suffix}"] if suffix else []
    called += [f"{other.get('first', first)} {other.get('last', last)}" for other in member.get("other_names", ())]
    term = member["terms"][-1]
    office = _CHAMBERS.get(term["type"], term["type"]) + (f" for {term['state']}" if term.get("state") else "")
    ordered = [called[1], *called] if name.get("official_full") else called
    return found_entity(
        f"bioguide:{identifiers.get('bioguide') or plain.casefold()}",
        "person",
        ordered,
        wikidata_id=identifiers.get("wikidata"),
        country="US",
        gender=member.get("bio", {}).get("gender"),
        description=f"{office} ({str(member['terms'][0]['start'])[:4]}–{str(term['end'])[:4]})",
    )


def _popolo(thing: Mapping[str, Any], kind: EntityType, country: str | None, told: str | None) -> FoundEntity | None:
    names = [other["name"] for other in thing.get("other_names", ()) if other.get("lang") in _ENGLISH]
    schemes = {one.get("scheme"): one.get("identifier") for one in thing.get("identifiers", ())}
    return found_entity(
        f"popolo:{thing['id']}",
        kind,
        [thing["name"], *names],
        wikidata_id=schemes.get("wikidata"),
        country=country,
        gender=thing.get("gender"),
        description=told,
    )


def _posts(document: Mapping[str, Any]) -> dict[str, str]:
    """Person → role and body of the last membership."""
    bodies = {body["id"]: body.get("name", "") for body in document.get("organizations", ())}
    latest: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for post in document.get("memberships", ()):
        role = ", ".join(filter(None, (post.get("role"), bodies.get(post.get("organization_id")))))
        if role:
            latest[post["person_id"]].append((str(post.get("start_date") or ""), role))
    return {person: max(posts)[1] for person, posts in latest.items()}


def _only(values: Sequence[str]) -> str | None:
    """The one value; of two nobody knows which holds."""
    distinct = list(dict.fromkeys(values))
    return distinct[0] if len(distinct) == 1 else None


def _some(entity: FoundEntity | None) -> Iterator[FoundEntity]:
    if entity is not None:
        yield entity
