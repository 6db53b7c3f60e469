"""Rows with column names → entities: plain CSV or TSV, and results of the Wikidata query service (CSV, JSON)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from schemas.entity import ENTITY_TYPES, EntityType
from schemas.ids import stable_id
from transforms.entities.sources.found import BadSource, FoundEntity, clean, found_entity, wikidata

# column of our own form -> what others call it
_NAMES = ("name", "label", "title", "wp-title", "press-assoc")
_IDS = ("wikidata_id", "wikidata", "qid", "item")
_ALIASES = ("aliases", "alias", "other names", "also known as", "itemaltlabel")
_WEAK = ("weak_aliases", "abbreviations")
_DESCRIPTIONS = ("description", "office", "itemdescription")
_PERSONS = frozenset(("person", "human", "officeholder", "politician", "leader", "head", "minister"))
_LABEL = re.compile(r"(.+?)_?Label")
_BETWEEN = re.compile(r"\s*[|;]\s*")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what; None: none does."""

    name: str
    wikidata_id: str | None
    key: str | None
    type: str | None
    aliases: Sequence[str]
    weak: Sequence[str]
    country: Sequence[str]
    gender: str | None
    description: str | None
    position: str | None = None
    start: str | None = None
    end: str | None = None
    default_type: EntityType | None = None


def choose_columns(header: Sequence[str], entity: str | None, entity_type: EntityType | None) -> Columns:
    """Return which column of a table holds what.

    `entity`: the column of the entity, where a query's result has several (its name stands in `<entity>Label`).
    BadSource: no column holds names, several may, or nothing tells what type the entities are.
    """
    lower = {column.strip().lower(): column for column in header}
    pairs = {match[1]: column for column in header if (match := _LABEL.fullmatch(column)) and match[1] in header}
    chosen = entity or next((name for name in pairs if name.lower() in _PERSONS | {"item"}), None)
    if entity is not None and entity not in header:
        raise BadSource(f"there is no column {entity!r}; there are: {', '.join(header)}")
    if chosen is None and len(pairs) == 1:
        [chosen] = pairs
    name = pairs.get(chosen or "") or (entity if entity else _first(lower, _NAMES))
    if name is None:
        told = f"; one of {', '.join(pairs)} may: name it with --entity" if pairs else ""
        raise BadSource(f"no column holds names (name, label, itemLabel …){told}; there are: {', '.join(header)}")
    columns = Columns(
        name=name,
        wikidata_id=chosen if chosen in pairs else _first(lower, _IDS),
        key=_first(lower, ("id", "key")),
        type=_first(lower, ("type", "kind", "schema")),
        aliases=[lower[word] for word in (*_ALIASES, f"{(chosen or '').lower()}altlabel") if word in lower],
        weak=[lower[word] for word in _WEAK if word in lower],
        country=[lower[word] for word in ("country", "countryid", "country_code", "countrylabel") if word in lower],
        gender=_first(lower, ("gender", "sex", "genderlabel")),
        description=_first(lower, _DESCRIPTIONS),
        position=_first(lower, ("positionlabel", "position")),
        start=_first(lower, ("start_year", "start", "start_date")),
        end=_first(lower, ("end_year", "end", "end_date")),
        default_type=entity_type or ("person" if (chosen or "").lower() in _PERSONS else None),
    )
    if columns.type is None and columns.default_type is None:
        raise BadSource("nothing tells whether these are persons, organizations or places: add --type")
    return columns


def read_row(row: Mapping[str, str | None], columns: Columns, countries: Mapping[str, str]) -> FoundEntity | None:
    """Return the entity of one row; None when it has no name.

    `countries`: Wikidata id, or name in small letters, → ISO 3166-1 alpha-2. BadSource: a type we do not have.
    """

    def cell(column: str | None) -> str:
        return (row.get(column) or "").strip() if column else ""

    name = cell(columns.name)
    identifier = wikidata(cell(columns.wikidata_id))
    if not name or wikidata(name):  # the query service gives the id where there is no label
        return None
    told = (cell(columns.type).lower() if columns.type else "") or columns.default_type or ""
    kind = {"human": "person", "organisation": "organization", "company": "organization"}.get(told, told)
    if kind not in ENTITY_TYPES:
        raise BadSource(f"{told!r} is no type of entity: {', '.join(ENTITY_TYPES)}")
    country = next((code for column in columns.country if (code := _country(cell(column), countries))), None)
    return found_entity(
        identifier or cell(columns.key) or _row_key(row, columns),
        kind,  # type: ignore[arg-type]
        [name, *(alias for column in columns.aliases for alias in _BETWEEN.split(cell(column)))],
        wikidata_id=identifier,
        country=country,
        gender=cell(columns.gender),
        description=cell(columns.description)
        or _office(cell(columns.position), cell(columns.start), cell(columns.end)),
        weak=[alias for column in columns.weak for alias in _BETWEEN.split(cell(column))],
    )


def query_rows(document: Any) -> Iterator[dict[str, str]]:
    """Yield the rows of a query's result: SPARQL 1.1 Query Results JSON, or the simple JSON of the service's page.

    BadSource: it is neither.
    """
    if isinstance(document, dict) and isinstance(document.get("results"), dict):
        bindings = document["results"].get("bindings")
        if isinstance(bindings, list):
            for binding in bindings:
                yield {name: str(cell.get("value", "")) for name, cell in binding.items()}
            return
    if isinstance(document, list) and all(isinstance(row, dict) for row in document):
        for row in document:
            yield {name: str(cell) for name, cell in row.items() if isinstance(cell, str | int | float)}
        return
    raise BadSource("not the JSON result of a query: no results.bindings, and no list of objects")


def _row_key(row: Mapping[str, str | None], columns: Columns) -> str:
    """A key for a row without an id: all it tells but its aliases. Two rows of one name may be two."""
    others = {*columns.aliases, *columns.weak}
    return stable_id("row", *(clean(cell or "").casefold() for name, cell in row.items() if name not in others))


def _first(lower: Mapping[str, str], words: Iterable[str]) -> str | None:
    return next((lower[word] for word in words if word in lower), None)


def _country(cell: str, countries: Mapping[str, str]) -> str | None:
    if len(cell) == 2 and cell.isalpha():
        return cell.upper()
    return countries.get(wikidata(cell) or cell.lower())


def _office(position: str, start: str, end: str) -> str:
    """ "President of X (2017–2022)": years alone, of dates, too."""
    if not position or wikidata(position):
        return ""
    since, until = start[:4], end[:4]
    span = f"{since}–{until}" if since and until else f"from {since}" if since else f"until {until}" if until else ""
    return f"{position} ({span})" if span else position
