"""The whole of reading entities: records, invariants, ids, time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.entity import ENTITY_TYPES, MENTION_FORMS, RESOLUTIONS
from schemas.ids import stable_id
from transforms.entities.knowledge import load_knowledge
from transforms.entities.resolution import ResolvedEntities, resolve_entities

KNOWLEDGE = load_knowledge()
ARTICLE = (
    "OSLO — Prime Minister Helena Vaszary told reporters in Oslo that the Harbour Workers Union (HWU) had agreed to "
    "talks.\n\n“We will meet on Friday,” Ms Vaszary said, adding that she had called Vladimir Putin. The Kremlin did "
    "not comment.\n\n"
    "Karel Odum, the finance minister, said the HWU’s demands were “fair”. Odum’s deputy, Ana Lund, disagreed with him."
)
TELLING = (
    "Karel Odum Ms Mr Vaszary said that The the president President of US Russian , . \" “ ” ' 's ( ) UN HWU and in "
    "he she minister Prime Minister Bank England Harbour - J. van I \n\n company Jordan Georgia Former"
)
WORDS = st.sampled_from(TELLING.split(" "))


def check(text: str, resolved: ResolvedEntities) -> None:
    end = 0
    for mention in resolved.mentions:
        assert end <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.surface
        assert mention.form in MENTION_FORMS
        assert mention.type in ENTITY_TYPES
        assert mention.resolution in RESOLUTIONS
        assert 0.0 <= mention.confidence <= 1.0
        assert (mention.entity_id is None) == (mention.resolution == "unresolved")
        end = mention.end
    ids = [entity.entity_id for entity in resolved.entities]
    assert len(ids) == len(set(ids))
    assert set(ids) == {mention.entity_id for mention in resolved.mentions} - {None}


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.text(max_size=400))
def test_any_text_gives_sound_records(text: str) -> None:
    check(text, resolve_entities(text, KNOWLEDGE))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(WORDS, max_size=60), st.none() | st.text(max_size=30))
def test_any_run_of_telling_words_gives_sound_records(words: list[str], headline: str | None) -> None:
    text = " ".join(words)
    resolved = resolve_entities(text, KNOWLEDGE, headline)
    check(text, resolved)
    assert resolve_entities(text, KNOWLEDGE, headline) == resolved


def test_an_article() -> None:
    resolved = resolve_entities(ARTICLE, KNOWLEDGE)
    check(ARTICLE, resolved)
    names = {entity.name: entity for entity in resolved.entities}
    assert set(names) == {
        "Oslo", "Helena Vaszary", "Harbour Workers Union", "Vladimir Putin", "Government of Russia", "Karel Odum",
        "Ana Lund",
    }  # fmt: skip
    assert names["Vladimir Putin"].wikidata_id == "Q7747"
    assert names["Helena Vaszary"].wikidata_id is None
    assert {alias.alias for alias in names["Helena Vaszary"].aliases} == {"Vaszary"}
    assert {alias.alias for alias in names["Harbour Workers Union"].aliases} == {"HWU"}
    how = {mention.surface: mention.resolution for mention in resolved.mentions}
    assert how["Kremlin"] == "metonym"
    assert how["she"] == how["him"] == "pronoun"
    assert how["the finance minister"] == "title"
    assert how["We"] == "unresolved"


def test_a_full_name_has_one_id_in_every_article() -> None:
    one = resolve_entities("Karel Odum won.", KNOWLEDGE).entities[0]
    two = resolve_entities("It was KAREL ODUM’s day, said Karel Odum.", KNOWLEDGE).entities[0]
    assert one.entity_id == two.entity_id == stable_id("entity", "person", "karel odum")


def test_a_bare_surname_is_each_article_s_own() -> None:
    one = resolve_entities("Mr Odum won.", KNOWLEDGE).entities[0]
    two = resolve_entities("Mr Odum lost.", KNOWLEDGE).entities[0]
    assert one.name == two.name == "Odum"
    assert one.entity_id != two.entity_id


def test_bodies_of_many_countries_are_each_their_country_s() -> None:
    def court(text: str) -> tuple[str, str | None]:
        return next((e.entity_id, e.country) for e in resolve_entities(text, KNOWLEDGE).entities if "Court" in e.name)

    indian = court("India’s Constitutional Court ruled on Monday. It rained in India.")
    assert indian == court("The Constitutional Court ruled again, Indian papers wrote.")
    assert indian[1] == "IN"
    assert indian[0] != court("Norway’s Constitutional Court ruled on Monday.")[0]
    assert court("The Constitutional Court ruled.")[0] != court("The Constitutional Court ruled, it said.")[0]


def test_a_party_s_common_name_is_that_of_the_country_named() -> None:
    def party(text: str) -> str:
        return next(e.name for e in resolve_entities(text, KNOWLEDGE).entities if "Party" in e.name)

    assert party("In the United States the Republican Party lost.") == "Republican Party (United States)"
    assert party("In Norway the Republican Party lost.") == "Republican Party"


def test_nothing_named_gives_nothing() -> None:
    assert resolve_entities("", KNOWLEDGE) == ResolvedEntities()
    assert resolve_entities("it rained all day.", KNOWLEDGE) == ResolvedEntities()


@pytest.mark.parametrize(
    "text",
    [
        "A" * 1_000_000,
        "Foo " * 50_000,
        "A " * 100_000,
        "Mr Smith said he " * 10_000,
        "the president, " * 15_000,
        " ".join(f"Zed{number} Inc met the company." for number in range(4_000)),
        "Ministry of " * 20_000,
        "A'" * 100_000,
        "A-" * 100_000,
    ],
    ids=["one-word", "one-name", "letters", "titles", "offices", "bodies", "of", "apostrophes", "hyphens"],
)
def test_time_stays_linear(text: str) -> None:
    before = time.process_time()
    check(text, resolve_entities(text, KNOWLEDGE))
    assert time.process_time() - before < 10.0  # each about a second; quadratic would be minutes


def test_forty_articles_a_second() -> None:
    article = "\n\n".join([ARTICLE] * 13)  # about 700 words
    before = time.process_time()
    for _ in range(10):
        resolve_entities(article, KNOWLEDGE)
    assert time.process_time() - before < 10 / 40 * 4  # four times slower than promised, for a busy machine
