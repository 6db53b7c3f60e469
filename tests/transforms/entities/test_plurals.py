"""Plural sources, cities and halves of a land: whom and what they mean."""

from __future__ import annotations

import pytest

from transforms.entities.knowledge import load_knowledge
from transforms.entities.resolution import resolve_entities
from transforms.reading import read

KNOWLEDGE = load_knowledge()


def called(text: str, surface: str) -> list[str | None]:
    resolved = resolve_entities(text, KNOWLEDGE)
    names = {entity.entity_id: entity.name for entity in resolved.entities}
    return [names.get(mention.entity_id or "") for mention in resolved.mentions if mention.surface == surface]


@pytest.mark.parametrize(
    ("text", "surface", "name"),
    [
        ("Ana Lee and Bert Odum met. The two leaders said they would sign.", "The two leaders", "Ana Lee"),
        ("Ana Lee met Bert Odum in Oslo. Both ministers said no.", "Both ministers", "Ana Lee"),
        ("Ana Lee and her deputy Bert Odum met. The pair said no.", "The pair", "Ana Lee"),
        ("Ana Lee and Bert Odum met. They said the road was open.", "They", "Ana Lee"),
        ("The Harbour Party rejected it. They said it was late.", "They", "Harbour Party"),
        ("It rained in Oslo, Norway. The city said the road was closed.", "The city", "Oslo"),
    ],
)
def test_plural_sources_and_cities_are_told(text: str, surface: str, name: str) -> None:
    assert called(text, surface) == [name]


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("The Harbour Party rejected it. Residents were angry. They said it was late.", "They"),
        ("The Harbour Party rejected it. They were many.", "They"),
        ("Ana Lee, Bert Odum and Carl Berg met. Dora Lund left. The two ministers said no.", "The two ministers"),
        ("From Oslo to Bergen it rained. The city said the road was closed.", "The city"),
    ],
)
def test_what_could_be_several_stays_open(text: str, surface: str) -> None:
    assert called(text, surface) in ([], [None])


def test_a_source_takes_in_the_whole_of_the_name_it_ends_in() -> None:
    text = "Ana Lee and Bert Odum met. The two leaders said they would sign a deal."
    assert [statement.speaker.name for statement in read(text, KNOWLEDGE, learned=False).statements] == ["Ana Lee"]


def test_a_half_of_a_land_is_a_state_where_the_article_names_it() -> None:
    assert called("North Korea and South Korea met. The South fired first.", "South") == ["South Korea"]
    assert called("It rained in Oslo. The South was dry.", "South") in ([], [None], ["South"])
