"""Statements in newsroom prose: who is credited, by which word, with what."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.entity import Entity, Mention
from schemas.statement import Statement, slices
from transforms.language.quotations import quotations
from transforms.statements.extraction import find_statements
from transforms.statements.lexicon import lexicon

PUBLISHED = datetime(2026, 3, 13, 9, tzinfo=UTC)  # a Friday
SEED = Path(__file__).resolve().parents[3] / "../shared/seed/article.txt"


def find(text: str) -> tuple[Statement, ...]:
    return find_statements(text, mentions=(), entities={}, published_at=PUBLISHED)


def facts(text: str) -> list[tuple[str, str, str, str]]:
    """Type, source, cue and content of every statement."""
    return [
        (found.type, slices(text, found.source), slices(text, found.cue), slices(text, found.content))
        for found in find(text)
    ]


DIRECT = [
    ("“The dam is safe,” she said.", ("she", "said", "“The dam is safe,”")),
    ('"The dam is safe," Mayor Ilse Brandt said.', ("Mayor Ilse Brandt", "said", '"The dam is safe,"')),
    (
        "“The dam is safe,” said Ilse Brandt, a hydrologist.",
        ("Ilse Brandt, a hydrologist", "said", "“The dam is safe,”"),
    ),
    ("Brandt said: “The dam is safe.”", ("Brandt", "said", "“The dam is safe.”")),
    ("Brandt said, “The dam is safe.”", ("Brandt", "said", "“The dam is safe.”")),
    ("‘The dam isn’t safe,’ Brandt warned.", ("Brandt", "warned", "‘The dam isn’t safe,’")),
    ("“The dam,” Brandt said, “is safe.”", ("Brandt", "said", "“The dam,” “is safe.”")),
    ("“The dam is safe,” Brandt said. “We checked it.”", ("Brandt", "said", "“The dam is safe,” “We checked it.”")),
    ("“Is the dam safe?” Brandt asked.", ("Brandt", "asked", "“Is the dam safe?”")),
    ("“Run!” shouted the guard. “Now!”", ("the guard", "shouted", "“Run!” “Now!”")),
    ("“The dam is safe,” the statement read.", ("the statement", "read", "“The dam is safe,”")),
    ("Ilse Brandt: “The dam is safe.”", ("Ilse Brandt", ":", "“The dam is safe.”")),
    ("Brandt told the council:\n\n“The dam is safe.”", ("Brandt", "told", "“The dam is safe.”")),
    ("In a letter to the council, Brandt said, “It is safe.”", ("Brandt", "said", "“It is safe.”")),
    ("On Monday, Brandt said, “It is safe.”", ("Brandt", "said", "“It is safe.”")),
    ("“It is safe,” said Brandt to the crowd at the gate.", ("Brandt", "said", "“It is safe,”")),
    ("“It is safe,” said Ambassador to Peru Ana Odum.", ("Ambassador to Peru Ana Odum", "said", "“It is safe,”")),
]


@pytest.mark.parametrize(("text", "expected"), DIRECT)
def test_direct(text: str, expected: tuple[str, str, str]) -> None:
    assert facts(text) == [("direct", *expected)]


INDIRECT = [
    ("Brandt said that the dam was safe.", ("Brandt", "said", "that the dam was safe")),
    ("Brandt said the dam was safe.", ("Brandt", "said", "the dam was safe")),
    ("Brandt has repeatedly said the dam was safe.", ("Brandt", "has repeatedly said", "the dam was safe")),
    ("On Monday, Brandt said the dam was safe.", ("Brandt", "said", "the dam was safe")),
    ("PORT ALMA (Coast Wire) — Brandt said the dam was safe.", ("Brandt", "said", "the dam was safe")),
    ("PORT ALMA, Monday — Brandt said the dam was safe.", ("Brandt", "said", "the dam was safe")),
    ("According to Brandt, Odum has seen the dam.", ("Brandt", "According to", "Odum has seen the dam")),
    ("Brandt said on Monday that the dam was safe.", ("Brandt", "said", "that the dam was safe")),
    ("Brandt told reporters that the dam was safe.", ("Brandt", "told", "that the dam was safe")),
    ("Brandt told reporters she would resign.", ("Brandt", "told", "she would resign")),
    ("Brandt asked whether the dam was safe.", ("Brandt", "asked", "whether the dam was safe")),
    ("Brandt urged residents to leave.", ("Brandt", "urged", "residents to leave")),
    ("Brandt promised to rebuild the wall.", ("Brandt", "promised", "to rebuild the wall")),
    ("Brandt called for a new inquiry.", ("Brandt", "called for", "a new inquiry")),
    ("Brandt accused the firm of fraud.", ("Brandt", "accused", "the firm of fraud")),
    ("According to the port, the dam was safe.", ("the port", "According to", "the dam was safe")),
    ("The dam was safe, according to the port.", ("the port", "according to", "The dam was safe")),
    ("The dam was safe, Brandt said.", ("Brandt", "said", "The dam was safe")),
    ("The dam, Brandt said, was safe.", ("Brandt", "said", "The dam was safe")),
    ("The dam was safe, said Ilse Brandt.", ("Ilse Brandt", "said", "The dam was safe")),
    ("The dam was safe, as Brandt noted on Monday.", ("Brandt", "noted", "The dam was safe")),
    ("The report prompted Brandt to insist that it was safe.", ("Brandt", "to insist", "that it was safe")),
    (
        "Ilse Brandt, the port's spokeswoman, said the dam was safe.",
        ("Ilse Brandt, the port's spokeswoman", "said", "the dam was safe"),
    ),
    ("Officials who saw the plans say it failed.", ("Officials who saw the plans", "say", "it failed")),
]


@pytest.mark.parametrize(("text", "expected"), INDIRECT)
def test_indirect(text: str, expected: tuple[str, str, str]) -> None:
    assert facts(text) == [("indirect", *expected)]


MIXED = [
    ("Brandt said that the dam was “perfectly safe”.", ("Brandt", "said", "that the dam was “perfectly safe”")),
    ("The dam was “perfectly safe,” Brandt said.", ("Brandt", "said", "The dam was “perfectly safe,”")),
    ("Brandt said the “old” dam was safe.", ("Brandt", "said", "the “old” dam was safe")),
]


@pytest.mark.parametrize(("text", "expected"), MIXED)
def test_mixed(text: str, expected: tuple[str, str, str]) -> None:
    assert facts(text) == [("mixed", *expected)]


def test_a_second_cue_inherits_the_source() -> None:
    text = "Brandt warned that the wall was weak and called on the port to act, adding that time was short."
    assert facts(text) == [
        ("indirect", "Brandt", "warned", "that the wall was weak"),
        ("indirect", "Brandt", "called on", "the port to act"),
        ("indirect", "Brandt", "adding", "that time was short"),
    ]


def test_saying_after_with_has_a_source_of_its_own() -> None:
    text = "The port was calmer, with spokesman Arno Lind saying the wall would hold."
    assert facts(text) == [("indirect", "spokesman Arno Lind", "saying", "the wall would hold")]


def test_saying_after_with_ends_what_was_said_before() -> None:
    text = "Brandt said the dam was safe, with engineers saying it leaked."
    assert [content for *_, content in facts(text)] == ["the dam was safe", "it leaked"]


def test_two_speakers_in_one_sentence() -> None:
    text = "Brandt said the wall was weak, but Lind said it would hold."
    assert facts(text) == [
        ("indirect", "Brandt", "said", "the wall was weak"),
        ("indirect", "Lind", "said", "it would hold"),
    ]


def test_what_is_said_inside_content_is_not_a_statement_of_its_own() -> None:
    text = "Brandt said the engineers had told her that the wall was weak."
    assert facts(text) == [("indirect", "Brandt", "said", "the engineers had told her that the wall was weak")]


def test_running_quotation_is_one_statement_with_a_span_in_each_paragraph() -> None:
    text = "“The wall is weak,” Brandt said. “It must go.\n\n“It must go now.\n\n“There is no time.”\n\nNobody spoke."
    (found,) = find(text)
    assert [text[start:end] for start, end in found.content] == [
        "“The wall is weak,”", "“It must go.", "“It must go now.", "“There is no time.”",
    ]  # fmt: skip
    assert found.type == "direct"


def test_running_quotation_attributed_in_its_last_paragraph() -> None:
    text = "“The wall is weak.\n\n“It must go,” Brandt said."
    assert facts(text) == [("direct", "Brandt", "said", "“The wall is weak. “It must go,”")]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("“It holds,” Brandt said.\n\n“We checked it twice.”", "“It holds,” “We checked it twice.”"),
        ("Brandt said the dam held.\n\n“We checked it.”\n\n“Twice.”", "the dam held “We checked it.” “Twice.”"),
        ("Brandt said the dam held.\n\n“WE CHECKED IT”\n\nIt rained.", "the dam held"),  # a heading
        ("Brandt said the dam held.\n\nIt rained.\n\n“We checked it.”", "the dam held"),  # nobody speaks before it
    ],
)
def test_a_paragraph_that_is_all_quotation_is_credited_as_the_one_before_it_ends(text: str, content: str) -> None:
    assert [(source, said) for _, source, _, said in facts(text)] == [("Brandt", content)]


def test_a_quotation_after_a_question_answers_it() -> None:
    assert [content for *_, content in facts("I asked whether the dam held.\n\n“We checked it twice.”")] == [
        "whether the dam held"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n ",
        "The “old” wall fell on Monday.",
        "He wore a hat with the words “Keep Out” on it.",
        "She has read “The Long Winter” twice.",
        "The state reports of the port were lost, and its claims department closed.",
        "“Nobody knows who spoke.”",
        "She left without saying why.",
    ],
)
def test_no_statement(text: str) -> None:
    assert find(text) == ()


@pytest.mark.parametrize(
    ("text", "lemma", "act", "negated"),
    [
        ("Brandt did not say whether the wall would hold.", "say", "say", True),
        ("Brandt declined to comment on the wall.", "comment on", "say", True),
        ("Brandt never promised to pay.", "promise", "promise", True),
        ("Brandt didn’t tell reporters that it was weak.", "tell", "say", True),
        ("Brandt denied that the wall was weak.", "deny", "deny", False),
        ("Brandt praised the crew.", "praise", "praise", False),
        ("Brandt ordered the crew to stop.", "order", "order", False),
        ("Brandt pointed out that the wall was weak.", "point out", "say", False),
    ],
)
def test_cue_lemma_act_and_negation(text: str, lemma: str, act: str, negated: bool) -> None:
    (found,) = find(text)
    assert (found.cue_lemma, found.speech_act, found.is_negated) == (lemma, act, negated)


def mention(text: str, surface: str, entity_id: str | None, **also: str) -> Mention:
    start = text.index(surface)
    form, kind = also.get("form", "name"), also.get("type", "person")
    return Mention(start, start + len(surface), surface, form, kind, entity_id, also.get("resolution", "name"), 1.0)  # type: ignore[arg-type]


BRANDT = Entity("e-brandt", "person", "Ilse Brandt", "Q1")


@pytest.mark.parametrize(
    "text",
    [
        "Mr Brandt said the dam was safe.",
        "The Brandt said the dam was safe.",
        "Brandt, which runs the dam, said the dam was safe.",
        "Most engineers polled by Brandt said the dam was safe.",
    ],
)
def test_what_is_no_role(text: str) -> None:
    at = text.index("Brandt")
    mention = Mention(at, at + 6, "Brandt", "name", "person", "e1", "name", 1.0)
    for found in find_statements(text, mentions=[mention], entities={}, published_at=None):
        assert found.speaker.role is None


@pytest.mark.parametrize(
    ("text", "surface", "role"),
    [
        ("Finance Minister Ilse Brandt said the wall was weak.", "Ilse Brandt", "Finance Minister"),
        ("Ilse Brandt, the port's spokeswoman, said the wall was weak.", "Ilse Brandt", "port's spokeswoman"),
        ("The port's spokeswoman, Ilse Brandt, said the wall was weak.", "Ilse Brandt", None),
        ("“It is weak,” said Ilse Brandt, a hydrologist.", "Ilse Brandt", "hydrologist"),
        ("Ilse Brandt said the wall was weak.", "Ilse Brandt", None),
    ],
)
def test_speaker_and_role(text: str, surface: str, role: str | None) -> None:
    (found,) = find_statements(
        text, mentions=(mention(text, surface, "e-brandt"),), entities={"e-brandt": BRANDT}, published_at=None
    )
    assert (found.speaker.entity_id, found.speaker.name, found.speaker.wikidata_id) == ("e-brandt", "Ilse Brandt", "Q1")
    assert found.speaker.resolution == "name"
    if role is not None:
        assert found.speaker.role == role


def test_pronoun_speaker_keeps_its_resolution() -> None:
    text = "“It is weak,” she said."
    she = mention(text, "she", "e-brandt", form="pronoun", resolution="pronoun")
    (found,) = find_statements(text, mentions=(she,), entities={"e-brandt": BRANDT}, published_at=None)
    assert (found.speaker.name, found.speaker.resolution, found.speaker.role) == ("Ilse Brandt", "pronoun", None)


@pytest.mark.parametrize(
    ("text", "surface", "kind"),
    [
        ("A spokesman for Brann Bank said the wall was weak.", "Brann Bank", "organization"),
        ("Ilse Brandt's lawyer said the wall was weak.", "Ilse Brandt", "person"),
        ("The crew said Ilse Brandt was late.", "Ilse Brandt", "person"),
        ("A memo seen by Brann Bank said the wall was weak.", "Brann Bank", "organization"),
    ],
)
def test_a_mention_that_does_not_head_the_source_is_not_the_speaker(text: str, surface: str, kind: str) -> None:
    (found,) = find_statements(
        text,
        mentions=(mention(text, surface, "e-brandt", type=kind),),
        entities={"e-brandt": BRANDT},
        published_at=None,
    )
    assert found.speaker.entity_id is None
    assert (found.speaker.name, found.speaker.resolution) == (None, "unresolved")


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("Ilse Brandt and her lawyer said the wall was weak.", "Ilse Brandt"),
        ("Ilse Brandt and Karel Odum said the wall was weak.", "Ilse Brandt"),
        ("Another engineer, harbour master Ilse Brandt, said the wall was weak.", "Ilse Brandt"),
    ],
)
def test_the_first_of_two_and_a_name_beside_an_office_speak(text: str, surface: str) -> None:
    (found,) = find_statements(
        text, mentions=(mention(text, surface, "e-brandt"),), entities={"e-brandt": BRANDT}, published_at=None
    )
    assert found.speaker.entity_id == "e-brandt"


PORT = Entity("e-port", "organization", "Brann Harbour Bank")
SPOKEN = "Engineer Ilse Brandt said the wall was weak."


@pytest.mark.parametrize(
    ("text", "surface", "speaker"),
    [
        (f"{SPOKEN} She said it leaked.", "Ilse Brandt", "e-brandt"),
        (f"{SPOKEN}\n\nThe 37-year-old said it leaked.", "Ilse Brandt", "e-brandt"),
        (f"{SPOKEN}\n\nThe engineer said it leaked.", "Ilse Brandt", "e-brandt"),
        (f"{SPOKEN}\n\nThe judge said it leaked.", "Ilse Brandt", None),  # not her role
        (f"{SPOKEN}\n\nThe bank said it leaked.", "Ilse Brandt", None),
        (f"{SPOKEN}\n\nIt rained.\n\nThe 37-year-old said it leaked.", "Ilse Brandt", None),
        (f"{SPOKEN}\n\nThe crew rested. Ms Brandt said it leaked.", "Ilse Brandt", "e-brandt"),
        (f"{SPOKEN}\n\nA lawyer for Brandt said it leaked.", "Ilse Brandt", None),
        ("Brann Harbour Bank said it lent less. The bank said it was careful.", "Brann Harbour Bank", "e-port"),
    ],
)
def test_who_spoke_last_speaks_on(text: str, surface: str, speaker: str | None) -> None:
    kind, owner = ("organization", "e-port") if surface == PORT.name else ("person", "e-brandt")
    found = find_statements(
        text,
        mentions=(mention(text, surface, owner, type=kind),),
        entities={"e-brandt": BRANDT, "e-port": PORT},
        published_at=None,
    )
    assert [one.speaker.entity_id for one in found] == [owner, speaker]


def test_one_source_of_several_statements_is_one_speaker() -> None:
    text = "Brann Harbour Bank said it lent less. The bank accused the crew of waste, and called on it to go."
    found = find_statements(
        text,
        mentions=(mention(text, "Brann Harbour Bank", "e-port", type="organization"),),
        entities={"e-port": PORT},
        published_at=None,
    )
    assert [one.speaker.entity_id for one in found] == ["e-port"] * 3


def test_whom_a_quotation_names_is_not_who_speaks_it() -> None:
    text = "Ilse Brandt said the wall was weak.\n\n“Karel Odum built it,” she said."
    people = (mention(text, "Ilse Brandt", "e-brandt"), mention(text, "Karel Odum", "e-odum"))
    entities = {"e-brandt": BRANDT, "e-odum": Entity("e-odum", "person", "Karel Odum")}
    _, found = find_statements(text, mentions=people, entities=entities, published_at=None)
    assert found.speaker.entity_id == "e-brandt"


def test_who_is_the_name_before_it() -> None:
    text = "Lind met Ilse Brandt, who said the wall was weak."
    (found,) = find_statements(
        text,
        mentions=(mention(text, "Lind", "e-lind"), mention(text, "Ilse Brandt", "e-brandt")),
        entities={"e-brandt": BRANDT},
        published_at=None,
    )
    assert found.speaker.name == "Ilse Brandt"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("It went to Ilse Brandt of Brann Harbour, who said the wall was weak.", "e-brandt"),
        ("Ilse Brandt was praised by a rival who said the wall was weak.", None),
    ],
)
def test_who_is_a_name_only_right_before_it(text: str, speaker: str | None) -> None:
    people = (mention(text, "Ilse Brandt", "e-brandt"),)
    found = find_statements(text, mentions=people, entities={"e-brandt": BRANDT}, published_at=None)
    assert [one.speaker.entity_id for one in found if slices(text, one.source) == "who"] == [speaker]


def test_which_is_no_person() -> None:
    text = "The office of Ilse Brandt, which saw it fall and called for an inquiry, is closed."
    found = find_statements(
        text, mentions=(mention(text, "Ilse Brandt", "e-brandt"),), entities={"e-brandt": BRANDT}, published_at=None
    )
    assert [(slices(text, one.source), one.speaker.name) for one in found] == [("which", None)]


def test_every_form_in_the_lexicon_leads_to_a_verb_with_a_frame() -> None:
    forms = lexicon().forms
    assert {"said", "says", "saying", "say", "told", "admitted", "quipped", "replies", "wrote"} <= set(forms)
    frames = {"clause", "to", "whether", "object", "quotation", "marked", "addressee"}
    for form in forms.values():
        assert all(verb.takes and verb.takes <= frames for verb in form.verbs)
    assert lexicon() is lexicon()


WORDS = ["Brandt", "said", "that", "told", "reporters", ",", ".", "“", "”", '"', "'", "and", "adding", "according",
         "to", "the", "wall", "who", "called", "for", ":", "?", "\n\n", "on", "Monday", "is",
         "asked", "if", "—", "(", ")"]  # fmt: skip
ANY_TEXT = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join) | st.text(max_size=80)


@given(ANY_TEXT)
def test_any_text_gives_statements_whose_spans_hold(text: str) -> None:
    found = find(text)
    assert found == find(text)
    quoted = [span for quotation in quotations(text) for span in quotation.spans]
    contents = sorted(span for statement in found for span in statement.content)
    assert all(before.end <= after.start for before, after in pairwise(contents))
    for statement in found:
        assert statement.content
        assert statement.cue
        for spans in (statement.content, statement.source, statement.cue):
            assert all(0 <= span.start < span.end <= len(text) for span in spans)
            assert all(before.end <= after.start for before, after in pairwise(spans))
        own = sorted((*statement.content, *statement.cue, *statement.source))
        assert all(before.end <= after.start for before, after in pairwise(own))
        inside = [any(q.start <= s.start and s.end <= q.end for q in quoted) for s in statement.content]
        if statement.type == "indirect":
            assert not any(s.start < q.end and q.start < s.end for s in statement.content for q in quoted)
        if all(inside):
            assert statement.type == "direct"
        assert 0.0 < statement.confidence <= 1.0


@pytest.mark.parametrize(
    "piece",
    ["“", "said ", "Brandt said, ", "really ", "has ", "“a” said ", "to say ", "and said that ", "(", "a, ", "who ",
     "on Monday ", "According to him, ", "“x”\n\n", "a said b. ", "in a statement ", "x"],
)  # fmt: skip
def test_long_hostile_text_takes_linear_time(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    start = time.process_time()
    find(text)
    assert time.process_time() - start < 6


@pytest.mark.corpora
def test_an_article_of_the_seed() -> None:
    if not SEED.is_file():
        pytest.skip("the seed article is not beside the checkout")
    text = SEED.read_text(encoding="utf-8")
    found = find(text)
    assert len(found) >= 20
    assert {statement.type for statement in found} == {"direct", "indirect", "mixed"}
