"""Offices and their dates: who "the French president" is in an article of some year."""

from __future__ import annotations

import pytest

from schemas.entity import Entity
from transforms.entities.knowledge import load_knowledge
from transforms.entities.resolution import resolve_entities
from transforms.entities.terms import in_office, offices_held

KNOWLEDGE = load_knowledge()


def called(text: str, year: int | None, surface: str) -> list[str | None]:
    resolved = resolve_entities(text, KNOWLEDGE, year=year)
    names = {entity.entity_id: entity.name for entity in resolved.entities}
    return [names.get(mention.entity_id or "") for mention in resolved.mentions if mention.surface == surface]


@pytest.mark.parametrize(
    ("year", "name"),
    [(2014, "Barack Obama"), (2018, "Donald Trump"), (2026, "Donald Trump"), (2017, None), (1870, None), (None, None)],
)
def test_the_year_of_the_article_tells_who_is_in_office(year: int | None, name: str | None) -> None:
    assert called("The US president said the road was closed.", year, "president") == [name] * (name is not None)


@pytest.mark.parametrize(
    "text",
    [
        "The former US president said no.",
        "The then US president said no.",
        "The next US president will say no.",
        "A US president said no.",
        "The US president who freed the slaves said no.",
        "President Jane Odum came. The US president said no.",
    ],
)
def test_who_held_an_office_at_another_time_is_not_who_holds_it(text: str) -> None:
    assert called(text, 2014, "president") in ([], [None])


def test_of_several_who_are_named_the_one_in_office_is_meant() -> None:
    text = "George W. Bush and Barack Obama met in Texas. The US president said he was tired."
    assert called(text, 2014, "president") == ["Barack Obama"]
    assert called(text, 2005, "president") == ["George W. Bush"]


def test_then_is_when_the_article_tells_of() -> None:
    text = "The then prime minister, Karel Odum, was sorry. Later the prime minister left."
    assert called(text, None, "the prime minister") == ["Karel Odum"]


def test_terms_are_read_from_descriptions() -> None:
    def who(name: str, description: str) -> Entity:
        return Entity(name, "person", name, None, description, "NO")

    people = [
        who("a", "President of Ostra (2001–2004, 2010)"),
        who("b", "President of the Ostra (from 2012)"),
        who("c", "Secretary of State of Ostra (2001–2004)"),
        who("d", "Ostran opposition leader"),
    ]
    held = offices_held(people, lambda name, country: (name, country) == ("Ostra", "NO"))
    holders = held["president", frozenset(), "NO"]
    found = {year: entity and entity.name for year in range(2000, 2020) if (entity := in_office(holders, year))}
    assert found == {**dict.fromkeys((2001, 2002, 2003, 2004, 2010), "a"), **dict.fromkeys(range(2012, 2017), "b")}
    assert list(held) == [("president", frozenset(), "NO")]
