"""Interviews and transcripts, and quotations signed with a name."""

from __future__ import annotations

import pytest

from schemas.entity import Entity, Mention
from schemas.statement import slices
from transforms.language.paragraphs import paragraphs
from transforms.statements.extraction import find_statements
from transforms.statements.transcripts import find_turns

INTERVIEW = """The port's director spoke to us on the quay.

HARBOUR NEWS: When will the ferry sail again?

BRANDT: On Monday, if the wind drops. The crew is ready.

HARBOUR NEWS: And the wall?

BRANDT: It held. She said it would."""


def facts(text: str) -> list[tuple[str, str, str]]:
    found = find_statements(text, mentions=(), entities={}, published_at=None)
    return [(one.type, slices(text, one.source), slices(text, one.content)) for one in found]


def test_a_turn_is_one_statement() -> None:
    assert facts(INTERVIEW) == [
        ("direct", "HARBOUR NEWS", "When will the ferry sail again?"),
        ("direct", "BRANDT", "On Monday, if the wind drops. The crew is ready."),
        ("direct", "HARBOUR NEWS", "And the wall?"),
        ("direct", "BRANDT", "It held. She said it would."),
    ]


def test_a_transcript_may_be_quoted() -> None:
    text = "\n\n".join(f"“{turn}" for turn in INTERVIEW.split("\n\n")[1:])
    assert [source for _, source, _ in facts(text)] == ["HARBOUR NEWS", "BRANDT", "HARBOUR NEWS", "BRANDT"]


def test_a_label_in_capitals_is_the_one_person_of_that_surname() -> None:
    text = INTERVIEW.replace("director", "director, Ilse Brandt,")
    start = text.index("Ilse Brandt")
    director = Mention(start, start + 11, "Ilse Brandt", "name", "person", "e-brandt", "name", 0.9)
    entities = {"e-brandt": Entity(entity_id="e-brandt", name="Ilse Brandt", type="person")}
    found = find_statements(text, mentions=(director,), entities=entities, published_at=None)
    assert [one.speaker.name for one in found] == [None, "Ilse Brandt", None, "Ilse Brandt"]


def test_names_that_come_again_are_labels_too() -> None:
    text = "Ana Lee: Is it open?\nKarel Odum: Yes.\nAna Lee: Since when?\nKarel Odum: Since noon."
    assert [source for _, source, _ in facts(text)] == ["Ana Lee", "Karel Odum", "Ana Lee", "Karel Odum"]


@pytest.mark.parametrize(
    "text",
    [
        "Ferry: delayed.\nTrain: on time.\nBus: cancelled.",  # a list
        "UPDATE: The ferry sails.\nUPDATE: It sailed.\nUPDATE: It is back.",  # notes
        "BRANDT: The ferry sails on Monday.",  # a headline
    ],
)
def test_what_is_no_transcript(text: str) -> None:
    assert find_turns(text, paragraphs(text)) == ()


@pytest.mark.parametrize("dash", ["—", "–", "―"])
@pytest.mark.parametrize("between", [" ", "\n\n"])
def test_a_signed_quotation(dash: str, between: str) -> None:
    text = f"“The wall held all night.”{between}{dash} Ana Lee, ferry captain"
    assert facts(text) == [("direct", "Ana Lee, ferry captain", "“The wall held all night.”")]
