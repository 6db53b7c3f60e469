"""Which city "the city" means: the only one named shortly before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from transforms.entities.embedded import is_state
from transforms.entities.mentions import Found
from transforms.entities.name_lists import is_city
from transforms.entities.referents import Referent

_BACK = 3  # sentences


def cities_before(mention: Found, places: Iterable[tuple[Found, Referent]]) -> Sequence[Referent]:
    """Return the cities among the places that are named shortly before a mention, each once."""
    found: dict[Referent, None] = {}
    end = 0
    for other, place in places:
        is_near = other.start < mention.start and mention.sentence - other.sentence <= _BACK
        lies_around = other.before == "," and other.start - end == len(", ")  # "Pisa, Tuscany"
        end = other.end
        if is_near and not lies_around and _is_city(place):
            found.setdefault(place)
    return list(found)


def _is_city(place: Referent) -> bool:
    return any(map(is_city, place.surfaces)) and not (place.known and is_state(place.known))
