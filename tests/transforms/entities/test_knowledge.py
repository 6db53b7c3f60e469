"""The knowledge base: what it finds, and that its files hold what their headers promise."""

from __future__ import annotations

import csv
import re
import time
from collections import defaultdict
from pathlib import Path

import pytest

from schemas.data import names, read_bytes, read_text
from schemas.ids import stable_id
from transforms.entities.base_building import build
from transforms.entities.embedded import ARTEFACT, read_entries
from transforms.entities.knowledge import load_knowledge

KNOWLEDGE = load_knowledge()
SHARED = Path(__file__).resolve().parents[3] / "../shared/knowledge"
# forms with two owners on purpose: the article decides by the countries it names, or nobody is meant
TWO_OWNERS = {
    "Congolese", "Dominican", "Channel Islander", "Channel Islanders", "Georgia", "San Jose",
    "Virgin Islander", "Virgin Islanders",
}  # fmt: skip


def found(surface: str) -> list[str]:
    return [entity.name for entity in KNOWLEDGE.lookup(surface)]


@pytest.mark.parametrize(
    ("surface", "name"),
    [
        ("France", "France"),
        ("the Netherlands", "Netherlands"),
        ("The Gambia", "Gambia"),
        ("U.S.", "United States"),
        ("UK", "United Kingdom"),
        ("Finns", "Finland"),
        ("Côte d’Ivoire", "Ivory Coast"),
        ("Sao Paulo", "São Paulo"),
        ("BEIJING", "Beijing"),
        ("IMF", "International Monetary Fund"),
        ("Kremlin", "Government of Russia"),
        ("Erdogan", "Recep Tayyip Erdoğan"),
        ("European\nUnion", "European Union"),
    ],
)
def test_lookup_finds_names_abbreviations_demonyms_and_metonyms(surface: str, name: str) -> None:
    assert found(surface) == [name]


@pytest.mark.parametrize("surface", ["turkey", "us", "who", "", "Nowhere Land", "it", "IT"])
def test_lookup_minds_case_and_finds_nothing_else(surface: str) -> None:
    assert found(surface) == []


def test_the_artefact_is_made_of_the_reviewed_files() -> None:
    assert read_bytes("knowledge", ARTEFACT) == build(read_entries()), "make knowledge, and commit the artefact"


def test_an_id_is_the_hash_of_the_key() -> None:
    assert KNOWLEDGE.lookup("France")[0].entity_id == stable_id("entity", "fr")


def test_every_member_of_the_united_nations_has_its_wikidata_id() -> None:
    with_id = [entity for entity in KNOWLEDGE.entities.values() if entity.type == "place" and entity.wikidata_id]
    assert len({entity.country for entity in with_id}) >= 193
    assert all(re.fullmatch(r"Q[1-9]\d*", entity.wikidata_id or "") for entity in with_id)


def test_keys_names_and_wikidata_ids_are_unique() -> None:
    ids = [entity.wikidata_id for entity in KNOWLEDGE.entities.values() if entity.wikidata_id]
    assert len(ids) == len(set(ids))
    named = [(entity.type, entity.name) for entity in KNOWLEDGE.entities.values()]
    assert len(named) == len(set(named))


def test_no_form_belongs_to_two_entities_of_a_type_but_the_listed_ones() -> None:
    owners: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for entity in KNOWLEDGE.entities.values():
        for form in (entity.name, *(alias.alias for alias in entity.aliases)):
            owners[entity.type, form].add(entity.entity_id)
    shared = {form for (_, form), ids in owners.items() if len(ids) > 1}
    assert {form for form in shared if " " not in form or form in TWO_OWNERS} == TWO_OWNERS
    bodies = sorted(shared - TWO_OWNERS)  # "Congolese government"
    assert all(any(form.startswith(f"{owner} ") for owner in TWO_OWNERS) for form in bodies)


def test_every_field_is_clean() -> None:
    for entity in KNOWLEDGE.entities.values():
        assert re.fullmatch(r"[A-Z]{2}", entity.country or "XX")
        forms = [entity.name, *(alias.alias for alias in entity.aliases)]
        assert all(form == " ".join(form.split()) and form for form in forms)
        assert len(forms) == len(set(forms)), entity.name
    assert {gender for _, gender in read_entries()} == {None, "f", "m"}


def test_the_files_are_small_name_their_sources_and_have_no_stray_white_space() -> None:
    texts = {name: read_text("knowledge", name) for name in names("knowledge", ".tsv")}
    assert sum(len(text.encode()) for text in texts.values()) < 300_000
    for text in texts.values():
        assert "# Source" in text or "Source:" in text
        assert not re.search(r" (\t|$)|\t ", text, re.MULTILINE)


def test_loading_is_fast() -> None:
    before = time.process_time()
    load_knowledge.__wrapped__()
    assert time.process_time() - before < 0.05  # half a millisecond on an idle machine


@pytest.mark.corpora
def test_the_ids_of_people_are_those_of_the_sources() -> None:
    leaders, congress = SHARED / "world-leaders-wikidata.csv", SHARED / "executive.yaml"
    if not leaders.exists():
        pytest.skip("the knowledge sources are not beside the checkout")
    with leaders.open(encoding="utf-8") as lines:
        confirmed = {row["officeholder"] for row in csv.DictReader(lines)}
    confirmed |= set(re.findall(r"wikidata: (Q\d+)", congress.read_text(encoding="utf-8")))
    people = {entity.wikidata_id for entity in KNOWLEDGE.entities.values() if entity.type == "person"}
    assert people - {None} <= confirmed


@pytest.mark.corpora
def test_the_ids_of_states_are_those_of_the_sources() -> None:
    codes = SHARED / "country-codes.csv"
    if not codes.exists():
        pytest.skip("the knowledge sources are not beside the checkout")
    with codes.open(encoding="utf-8-sig") as lines:
        confirmed = {row["ISO3166-1-Alpha-2"]: row["wikidata_id"].rpartition("/")[2] for row in csv.DictReader(lines)}
    confirmed["NL"] = "Q55"  # the country; the file has the kingdom
    states = {
        entity.country: entity.wikidata_id
        for code, wikidata_id in confirmed.items()
        for entity in KNOWLEDGE.entities.values()
        if entity.entity_id == stable_id("entity", code.lower()) and wikidata_id
    }
    assert len(states) > 200
    assert {code: confirmed[code] for code in states if code} == states
