"""Names that run on over small words, marks and brackets; and those that do not."""

from __future__ import annotations

import pytest

from transforms.entities.knowledge import load_knowledge
from transforms.entities.mentions import find_mentions

KNOWLEDGE = load_knowledge()


def named(text: str) -> list[tuple[str, str]]:
    return [(found.surface, found.type) for found in find_mentions(text, KNOWLEDGE) if found.form == "name"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He called Tarn and Ostra Police.", [("Tarn and Ostra Police", "organization")]),
        ("It was Tarn Police and Ostra Police.", [("Tarn Police", "organization"), ("Ostra Police", "organization")]),
        ("They met in France and Oslo Police came.", [("France", "place"), ("Oslo Police", "organization")]),
        ("The Fisheries and Irrigation Department paid.", [("Fisheries and Irrigation Department", "organization")]),
        ("She leads the Party for Growth and Bread.", [("Party for Growth and Bread", "organization")]),
        ("He left the Front of Sheep and Cows (FSC).", [("Front of Sheep and Cows", "organization")]),
        (
            "He runs the Ministry of Health, Labour and Families.",
            [("Ministry of Health, Labour and Families", "organization")],
        ),
        ("The Institute of Arts and Kvern State University met.", [("Institute of Arts", "organization")]),
    ],
)  # fmt: skip
def test_bodies_joined_by_and(text: str, expected: list[tuple[str, str]]) -> None:
    assert named(text)[: len(expected)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police seized Pablo “The Cat” Odum on Monday.", [("Pablo “The Cat” Odum", "person")]),
        ("Odum said “Stop” to them.", [("Odum", "person")]),
        ("They met von Talling in Oslo.", [("von Talling", "other"), ("Oslo", "place")]),
        ("They took the van Odum drove.", [("Odum", "other")]),
        ("A speech by S.Odum was short.", [("S.Odum", "person")]),
        ("A lamp made by Lim Hae-won sold well.", [("Lim Hae-won", "person")]),
        ("North and South Korea agreed.", [("North", "place"), ("South Korea", "place")]),
    ],
)
def test_words_that_belong_to_names(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(surface, kind) for surface, kind in named(text) if surface != "Stop"] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kvern news agency said so.", ("Kvern", "organization")),
        ("Quoting Kvern news agency, they left.", ("Kvern", "organization")),
        ("They asked the newspaper Kvern for proof.", ("Kvern", "organization")),
        ("It was Kvern chairman Ana Lee who left.", ("Kvern", "organization")),
        ("It bought Kvern, a Danish subsidiary of its rival.", ("Kvern", "organization")),
        ("They sang of Kvern village and its bell.", ("Kvern", "place")),
        ("They sang of Kvern’s parliament.", ("Kvern", "place")),
        ("Old songs praise the villages of Kvern.", ("Kvern", "place")),
        ("General Assembly delegates met.", ("General Assembly", "organization")),
    ],
)
def test_what_stands_beside_a_name_tells_its_type(text: str, expected: tuple[str, str]) -> None:
    assert expected in named(text)


def test_what_the_text_shows_once_counts_wherever_the_name_stands() -> None:
    text = "Kvern said no. Then Kvern’s envoy spoke. Snow fell on the town of Kvern."
    assert {kind for surface, kind in named(text) if surface == "Kvern"} == {"place"}


def test_a_short_form_is_the_body_s() -> None:
    text = "The Ostra League of Railwaymen (Ostrail) met. Ostrail said it would strike. Tellura News Agency was there. "
    assert ("Ostrail", "organization") in named(text)
    assert ("Tellura", "organization") in named(text + "Tellura said so.")
    assert ("Tellura", "person") in named(text + "Ana Tellura came. Tellura said so.")
