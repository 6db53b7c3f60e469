"""Grammar and encoder together: what one misses the other finds, and grammar alone still reads."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from schemas.entity import Entity, Mention
from schemas.statement import Span, Statement, slices
from transforms.statements.combining import combine
from transforms.statements.cues import read_sentence
from transforms.statements.extraction import find_statements
from transforms.statements.lexicon import lexicon
from transforms.statements.sentence_reader import find_attributions
from transforms.statements.tagging import Tagged, Tags
from transforms.statements.tokens import tokenise

PUBLISHED = datetime(2026, 3, 13, 9, tzinfo=UTC)


def find(text: str, *, learned: bool = True) -> tuple[Statement, ...]:
    return find_statements(text, mentions=(), entities={}, published_at=PUBLISHED, learned=learned)


@pytest.mark.parametrize("learned", [True, False])
def test_a_plain_attribution_is_found_either_way(learned: bool) -> None:
    text = "Ilse Brandt said on Monday that the dam would hold."
    (found,) = find(text, learned=learned)
    assert (slices(text, found.source), slices(text, found.content)) == ("Ilse Brandt", "that the dam would hold")


def test_what_is_not_said_is_dropped() -> None:
    text = "The council decided to close the bridge. The river threatens to flood the town."
    assert find(text) == ()


def test_a_quotation_goes_on_after_an_aside() -> None:
    text = "“Every winter,” Brandt said, as the rain fell, “we mend it again.”"
    (found,) = find(text)
    assert slices(text, found.content) == "“Every winter,” “we mend it again.”"


def test_the_encoder_lends_nobody_the_source_of_another() -> None:
    text = "Brandt says the dam is sound; Lind says its wall has cracked."
    tokens = tokenise(text, 0, len(text), ())
    sentence = read_sentence(tokens, lexicon())
    ruled = find_attributions(sentence)
    content, cue, brandt = (span_of(text, words) for words in ("its wall has cracked", "says its", "Brandt"))
    tagged = Tagged((content,), Span(cue.start, cue.start + 4), brandt, confidence=0.9, speech=1.0)
    words = tuple(Span(token.start, token.end) for token in tokens)
    tags = Tags([tagged], [tagged.start], words, [0.9] * len(words))
    sources = [found.source for found in combine(sentence, ruled, tags)]
    assert [text[tokens[at[0]].start : tokens[at[1] - 1].end] for at in sources if at] == ["Brandt", "Lind"]


def test_an_article_alone_is_nobody() -> None:
    text = "The broadcasts began in May and Norvia says the broadcasts will go on."
    tokens = tokenise(text, 0, len(text), ())
    sentence = read_sentence(tokens, lexicon())
    tagged = Tagged((span_of(text, "the broadcasts will go on"),), span_of(text, "says"), Span(0, 3), 0.9, 1.0)
    words = tuple(Span(token.start, token.end) for token in tokens)
    tags = Tags([tagged], [tagged.start], words, [0.9] * len(words))
    [found] = combine(sentence, find_attributions(sentence), tags)
    assert found.source is not None
    assert tokens[found.source[0]].lower == "norvia"


def span_of(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def test_contents_are_disjoint_and_apart_from_cue_and_source() -> None:
    text = (
        "Brandt said that the mayor had told reporters that the port was warned by Lind, who said he saw the crack, "
        "and called on the council to act, adding: “We said so.”"
    )
    taken: set[int] = set()
    for found in find(text):
        content = {at for start, end in found.content for at in range(start, end)}
        for start, end in (*found.cue, *found.source):
            assert content.isdisjoint(range(start, end))
        assert taken.isdisjoint(content)
        taken |= content


def mention(text: str, surface: str, entity_id: str, kind: str) -> Mention:
    start = text.index(surface)
    return Mention(
        start=start, end=start + len(surface), surface=surface, form="name", type=kind, entity_id=entity_id,
        resolution="name", confidence=0.9,
    )  # fmt: skip


def speakers(text: str, names: dict[str, tuple[str, str]]) -> list[str | None]:
    """The speakers' names; `names`: surface -> entity id and type."""
    mentions = [mention(text, surface, identifier, kind) for surface, (identifier, kind) in names.items()]
    entities = {
        identifier: Entity(entity_id=identifier, name=surface, type=kind)
        for surface, (identifier, kind) in names.items()
    }
    mentions.sort(key=lambda one: one.start)
    found = find_statements(text, mentions=mentions, entities=entities, published_at=None)
    return [one.speaker.name for one in found]


def test_it_is_the_body_that_spoke_last() -> None:
    text = "The Harbour Board said the wall would hold. It added that the ferry would sail."
    assert speakers(text, {"Harbour Board": ("e-board", "organization")}) == ["Harbour Board", "Harbour Board"]


def test_it_is_never_a_person() -> None:
    text = "Ilse Brandt said the wall would hold. It said nothing of the ferry, but added that it was old."
    assert speakers(text, {"Ilse Brandt": ("e-brandt", "person")})[0] == "Ilse Brandt"
    assert set(speakers(text, {"Ilse Brandt": ("e-brandt", "person")})[1:]) <= {None}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The Meridia news agency said the wall had fallen.", "Meridia", "organization"),
        ("Minister of Fisheries Ana Lee said the wall had fallen.", "Ana Lee", "person"),
        ("The head of the port, Ana Lee, said the wall had fallen.", "Ana Lee", "person"),
    ],
)
def test_the_speaker_is_whom_the_head_names(text: str, name: str, kind: str) -> None:
    assert speakers(text, {name: ("e-1", kind)}) == [name]


def test_a_spokesman_is_not_whom_he_speaks_for() -> None:
    assert speakers("Spokesman for President Ana Lee said the wall had fallen.", {"Ana Lee": ("e-1", "person")}) == [
        None
    ]
