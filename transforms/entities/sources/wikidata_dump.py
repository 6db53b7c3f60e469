"""Wikidata's entity dump, one line after the other: `[`, an item a line with a comma after it, `]`.

https://www.wikidata.org/wiki/Wikidata:Database_download#JSON_dumps_(recommended)
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from schemas.data import read_text
from schemas.entity import EntityType
from transforms.entities.sources.found import BadSource, FoundEntity, found_entity

_LANGUAGES = ("en", "mul")  # "mul": the same in every language
_GENDER, _CITIZEN, _COUNTRY, _INSTANCE, _DISSOLVED = "P21", "P27", "P17", "P31", "P576"


def read_line(line: str, countries: Mapping[str, str], least_sitelinks: int) -> FoundEntity | None:
    """Return the entity of one line; None for a line or an item that gives none.

    `countries`: Wikidata id → ISO 3166-1 alpha-2. An item with fewer Wikipedia pages than `least_sitelinks` is passed
    over: few news speak of it, and its names would make others ambiguous. BadSource: the line is not whole.
    """
    text = line.strip().rstrip(",")
    if text in ("", "[", "]"):
        return None
    if '"type":"item"' not in text[:200].replace(" ", "") or _too_little_known(text, least_sitelinks):
        return None
    try:
        item = json.loads(text)
        return _entity(item, countries, least_sitelinks)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadSource(f"not an item of a Wikidata dump ({error})") from error


def _too_little_known(text: str, least_sitelinks: int) -> bool:
    """A cheap look before the costly parsing: each sitelink has one "site" and one "badges"."""
    return text.count('"badges"') < least_sitelinks


def _entity(item: Mapping[str, Any], countries: Mapping[str, str], least_sitelinks: int) -> FoundEntity | None:
    wikis = [site for site in item.get("sitelinks", {}) if site.endswith("wiki") and site != "commonswiki"]
    claims = item.get("claims", {})
    kind = _kind(_items(claims, _INSTANCE))
    labels = item.get("labels", {})
    label = next((labels[language]["value"] for language in _LANGUAGES if language in labels), None)
    if len(wikis) < least_sitelinks or kind is None or label is None:
        return None
    aliases = [alias["value"] for language in _LANGUAGES for alias in item.get("aliases", {}).get(language, ())]
    lands = {
        countries[land] for land in _items(claims, _CITIZEN if kind == "person" else _COUNTRY) if land in countries
    }
    genders = _items(claims, _GENDER)
    return found_entity(
        item["id"],
        kind,
        [label, *aliases],
        wikidata_id=item["id"],
        country=lands.pop() if len(lands) == 1 else None,
        gender=genders[0] if len(genders) == 1 else None,
        description=item.get("descriptions", {}).get("en", {}).get("value"),
    )


def _items(claims: Mapping[str, Any], property_id: str) -> list[str]:
    """The items a property has as values: those of preferred rank where there are any, never deprecated ones."""
    found: dict[str, list[str]] = {"preferred": [], "normal": [], "deprecated": []}
    for claim in claims.get(property_id, ()):
        value = claim["mainsnak"].get("datavalue", {}).get("value", {})
        if isinstance(value, dict) and "id" in value:
            found[claim.get("rank", "normal")].append(value["id"])
    return found["preferred"] or found["normal"]


def _kind(classes: Iterable[str]) -> EntityType | None:
    kinds = {_classes()[name] for name in classes if name in _classes()}
    return kinds.pop() if len(kinds) == 1 else None


@cache
def _classes() -> Mapping[str, EntityType]:
    """Wikidata class → type, of `schemas/knowledge/wikidata_classes.tsv`."""
    lines = (
        line.split("\t") for line in read_text("knowledge", "wikidata_classes.tsv").splitlines() if line[:1] == "Q"
    )
    return {name: kind for name, kind, _ in lines}  # type: ignore[misc]
