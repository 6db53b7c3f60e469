"""Finding mentions: which spans, of what form and type."""

from __future__ import annotations

import pytest

from transforms.entities.knowledge import load_knowledge
from transforms.entities.mentions import find_mentions

KNOWLEDGE = load_knowledge()


def named(text: str) -> list[tuple[str, str]]:
    return [(found.surface, found.type) for found in find_mentions(text, KNOWLEDGE) if found.form == "name"]


def nominals(text: str) -> list[str]:
    return [found.surface for found in find_mentions(text, KNOWLEDGE) if found.form == "nominal"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Finance Minister Karel Odum resigned.", [("Karel Odum", "person")]),
        ("Mr. Odum and Ms Vaszary met.", [("Odum", "person"), ("Vaszary", "person")]),
        ("The report by Ludwig van der Berg is out.", [("Ludwig van der Berg", "person")]),
        ("It was J. P. Tallow who won.", [("J. P. Tallow", "person")]),
        ("They trust Jean-Luc Morvan's word.", [("Jean-Luc Morvan", "person")]),
        ("On Monday the French President met her.", [("French", "other")]),
        ("US Secretary of State Miriam Hale spoke.", [("US", "place"), ("Miriam Hale", "person")]),
    ],
)
def test_persons_lose_titles_and_possessives(text: str, expected: list[tuple[str, str]]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He joined the Ministry of Harbours and Canals.", [("Ministry of Harbours and Canals", "organization")]),
        ("She left Brenfield University.", [("Brenfield University", "organization")]),
        ("He runs Tallow & Sons Ltd.", [("Tallow & Sons Ltd", "organization")]),
        ("They back the People's Harbour Party.", [("People's Harbour Party", "organization")]),
        ("The Islanders' Association met.", [("Islanders' Association", "organization")]),
        ("They lead the Dockers’ and Carriers’ Union.", [("Dockers’ and Carriers’ Union", "organization")]),
        ("They feared the Democrats’ Congress.", [("Congress", "organization")]),
        ("The World Rail League (WRL) won.", [("World Rail League", "organization"), ("WRL", "organization")]),
        ("The Bank of England said so.", [("Bank of England", "organization")]),
        ("Floods hit Lake Ostra and the Ostra Valley.", [("Lake Ostra", "place"), ("Ostra Valley", "place")]),
        ("She was born in Kolvary.", [("Kolvary", "place")]),
        ("Bosnia and Herzegovina and Peru agree.", [("Bosnia and Herzegovina", "place"), ("Peru", "place")]),
        ("A Warsaw-based, US-backed group", [("Warsaw", "place"), ("US", "place")]),
    ],
)
def test_bodies_and_places_are_told_by_their_words(text: str, expected: list[tuple[str, str]]) -> None:
    assert named(text) == expected


def test_no_article_stands_before_a_person_s_name() -> None:
    assert named("They met Zoltar Varnish.") == [("Zoltar Varnish", "person")]
    assert named("They met the Velvet Marigold.") == [("Velvet Marigold", "other")]


@pytest.mark.parametrize("text", ["“Now I’m sure I’ve won,” they said.", "It was 20 C and windy."])
def test_what_has_a_capital_and_names_nothing(text: str) -> None:
    assert named(text) == []


def test_in_stands_before_places() -> None:
    assert named("He was born in Tamsel Varda.") == [("Tamsel Varda", "place")]


def test_a_capital_that_opens_a_sentence_is_no_name() -> None:
    text = "Yesterday it rained. Protesters gathered. However, Odum stayed. Police said that Odum left."
    assert [name for name, _ in named(text)] == ["Odum", "Odum"]


def test_a_headline_in_title_case_names_only_what_is_known() -> None:
    text = "Ministers Promise Swift Help After Storm in Norway\n\nHelp is on the way, they say."
    assert named(text) == [("Norway", "place")]


def test_a_surname_that_is_also_a_country_is_the_person_named_before() -> None:
    text = "Michael Jordan won. Jordan said that he was glad. He will play in Jordan."
    assert [kind for surface, kind in named(text) if surface == "Jordan"] == ["person", "place"]


def test_a_house_is_a_place_where_one_is_at_it_and_a_government_where_it_speaks() -> None:
    text = "The Kremlin denied it. Reporters waited at the Kremlin."
    assert [kind for _, kind in named(text)] == ["organization", "place"]


def test_offices_and_bodies_are_nominals() -> None:
    assert nominals("After that, the prime minister thanked the company and its lawyer.") == [
        "the prime minister", "the company", "lawyer",
    ]  # fmt: skip


def test_pronouns_of_the_first_person_are_kept_only_where_somebody_speaks() -> None:
    found = find_mentions('We met her. "I told them," she said.', KNOWLEDGE)
    assert [mention.surface for mention in found] == ["her", "I", "them", "she"]
    assert [mention.quoted for mention in found] == [False, True, True, False]


def test_the_headline_is_evidence_but_no_text() -> None:
    text = "Storm Odum will pass. Bridges said little."
    assert "Bridges" in dict(named(text))
    found = find_mentions(text, KNOWLEDGE, headline="All bridges closed")
    assert "Bridges" not in [mention.surface for mention in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They lead the Unity and Labour Party.", ["Unity and Labour Party"]),
        ("She left the Institute of Navigation and Education.", ["Institute of Navigation and Education"]),
        ("He was heard at the Magistrate's Court.", ["Magistrate's Court"]),
        ("They wrote to the Office of the High Commissioner.", ["Office of the High Commissioner"]),
        ("They asked Brenfield Unity Party Karel Odum again.", ["Brenfield Unity Party", "Karel Odum"]),
        ("They beat Democrat Karel Odum.", ["Democrat", "Karel Odum"]),
        ("It is at https://www.example.org/News/Odum-Says/7 now.", []),
    ],
)  # fmt: skip
def test_where_names_begin_and_end(text: str, expected: list[str]) -> None:
    found = [name for name, _ in named(text)]
    assert [name for name in found if name != "Democrat"] == [name for name in expected if name != "Democrat"]


def test_a_sentence_opens_with_a_body_s_name_whose_first_word_is_common() -> None:
    assert ("Open Harbour Foundation", "organization") in named("Open Harbour Foundation is behind it.")
    assert [name for name, _ in named("Open Karel Odum's letter.")] == ["Karel Odum"]


def test_a_bill_and_a_city_s_buses_are_nobody() -> None:
    text = "Plymouth Hoppers said the Harbour Rights Bill was late. In Plymouth, Kate Bill, a nurse, read it."
    assert named(text) == [
        ("Plymouth Hoppers", "organization"), ("Harbour Rights Bill", "other"), ("Plymouth", "place"),
        ("Kate Bill", "person"),
    ]  # fmt: skip
