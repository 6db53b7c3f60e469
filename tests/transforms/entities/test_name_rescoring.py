"""The type of names that nobody has listed: by their words, their place and the rest of the article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.data import read_text
from transforms.entities.knowledge import load_knowledge
from transforms.entities.mentions import draft_names, find_mentions
from transforms.entities.name_clues import clues_of, survey
from transforms.entities.name_rescoring import KINDS, load_weights, settle_types, settled
from transforms.entities.names import find_pieces
from transforms.entities.passage import lay_out

KNOWLEDGE = load_knowledge()


def types(text: str) -> dict[str, str]:
    return {found.surface: found.type for found in find_mentions(text, KNOWLEDGE) if found.form == "name"}


def clues(text: str, name: str) -> set[str]:
    passage = lay_out(text, KNOWLEDGE)
    drafts = draft_names(passage, [piece for line in passage.lines for piece in find_pieces(passage, line)])
    around = survey(drafts)
    at = next(at for at, draft in enumerate(drafts) if " ".join(draft.words) == name)
    return set(clues_of(passage, drafts, at, around))


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("He grew up in Garissa and went to school there.", "Garissa", "place"),  # a city of the list
        ("They came from Oslo, Varsk and Madrid.", "Varsk", "place"),  # beside cities
        ("The treaty binds Vostrana, a party to it since May.", "Vostrana", "other"),
        ("Later that day Hasina was re-elected leader.", "Hasina", "person"),
    ],
)
def test_what_stands_around_a_name_tells_its_type(text: str, name: str, kind: str) -> None:
    assert types(text).get(name, "other") == kind


def test_clues_tell_lists_neighbours_and_longer_names() -> None:
    assert "list c" in clues("They sailed to Garissa.", "garissa")
    assert "beside place known" in clues("They came from Oslo, Varsk and Madrid.", "varsk")
    assert "ends a person" in clues("It was Karel Odum. They like what Odum did.", "odum")
    assert "letters of a name" in clues("The World Rail League met. They back WRL now.", "wrl")


def test_no_clue_is_a_name() -> None:
    assert not [clue for clue in load_weights() if clue.split()[-1] in ("obama", "london", "trump", "labour’s")]


def test_a_name_has_one_type_in_an_article() -> None:
    text = "Varsk was late. They met in Varsk. They left Varsk for Oslo, Varsk and Madrid."
    passage = lay_out(text, KNOWLEDGE)
    drafts = draft_names(passage, [piece for line in passage.lines for piece in find_pieces(passage, line)])
    kinds = settle_types(passage, drafts)
    assert len({kind for draft, kind in zip(drafts, kinds, strict=True) if draft.words == ("varsk",)}) == 1


def test_without_weights_the_rules_decide() -> None:
    assert settled([("person", ["a clue nobody weighed"])], {}) == "person"
    assert settled([("other", [])], {}) == "other"
    assert settled([("person", ["x"]), ("person", ["x"])], {"x": (0.0, 3.0, 0.0)}) == "organization"


@given(st.text(max_size=300))
def test_any_text_gives_names_of_the_known_types(text: str) -> None:
    assert set(types(text).values()) <= {*KINDS, "other"}


@pytest.mark.parametrize("name", ["city_names.txt", "surnames.txt", "given_names_abroad.txt"])
def test_lists_are_sorted_and_tell_their_source(name: str) -> None:
    lines = read_text("lexicons", name).splitlines()
    words = [line for line in lines if not line.startswith("#")]
    assert lines[0].startswith("#")
    assert "Made by training/name_lists.py" in "".join(lines[:3])
    assert words == sorted(set(words))
