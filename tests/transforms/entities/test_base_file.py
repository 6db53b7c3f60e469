"""The knowledge base as bytes: everything filed is found, anything cut is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.entity import ALIAS_KINDS, ENTITY_TYPES, Alias, Entity
from transforms.entities.base_building import build
from transforms.entities.base_file import BadBase, BaseFile
from transforms.entities.forms import normalized
from transforms.entities.knowledge import Knowledge

NAMES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)
ENTITIES = st.lists(
    st.builds(
        Entity,
        entity_id=st.uuids().map(str),
        type=st.sampled_from(ENTITY_TYPES),  # type: ignore[arg-type]
        name=NAMES,
        wikidata_id=st.none() | st.just("Q5"),
        description=st.none() | NAMES,
        country=st.none() | st.just("FR"),
        aliases=st.lists(st.builds(Alias, NAMES, st.just("en"), st.sampled_from(ALIAS_KINDS)), max_size=3).map(tuple),
    ),
    max_size=12,
    unique_by=lambda entity: entity.entity_id,
)


@settings(max_examples=80)
@given(ENTITIES, st.lists(st.sampled_from((None, "f", "m")), min_size=12, max_size=12))
def test_everything_filed_is_found(entities: list[Entity], genders: list[str | None]) -> None:
    entries = list(zip(entities, genders, strict=False))
    base = BaseFile(build(entries))
    assert list(base.entries()) == entries
    knowledge = Knowledge(base)
    for entity, gender in entries:
        for form in (entity.name, *(alias.alias for alias in entity.aliases)):
            if normalized(form):
                assert entity in [sense.entity for sense in base.senses(normalized(form))]
                assert entity in knowledge.lookup(form)
                assert (knowledge.longest(form.upper()) or 0) >= (1 if form.isascii() else 0)
        assert knowledge.gender(entity) == gender


def test_the_same_entities_give_the_same_bytes() -> None:
    entity = Entity("e1", "person", "Ana Berg", aliases=(Alias("Berg", "en", "weak"),))
    assert build([(entity, "f")]) == build([(entity, "f")])


def test_a_name_that_too_many_bear_tells_nobody() -> None:
    entities = [(Entity(f"e{n}", "person", "Ana Berg"), None) for n in range(17)]
    assert BaseFile(build(entities)).senses("Ana Berg") == ()
    assert len(BaseFile(build(entities[:16])).senses("Ana Berg")) == 16


def test_anything_cut_is_refused() -> None:
    whole = build([(Entity("e1", "person", "Ana Berg"), "f")])
    for length in range(len(whole)):
        with pytest.raises(BadBase):
            BaseFile(whole[:length])
    with pytest.raises(BadBase):
        BaseFile(b"PK" + whole)
    assert len(BaseFile(build([]))) == 0
