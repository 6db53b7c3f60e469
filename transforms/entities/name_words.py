"""The word lists that tell names apart, compiled once from `schemas/lexicons`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from schemas.data import read_toml

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class NameWords:
    """Lists of words; those of titles, functions and openers in lower case, the others as they are written."""

    function: Words
    opener: Words
    calendar: Words
    peoples: Words
    acronyms_other: Words
    particles: Words
    opening_particles: Words
    links: Words
    shared_heads: Words
    joint_heads: Words
    free_bodies: Words
    matter_heads: Words
    owners: Words
    parties: Words
    saying: Words
    before_subject: Words
    rulers: Words
    address: Mapping[str, str]  # form of address, lower case, no full stop -> gender "f", "m" or ""
    office: Mapping[str, str]  # head noun of an office -> gender
    modifiers: Words
    crowds: Words
    kinship: Mapping[str, str]
    given: Mapping[str, str]
    organization_last: Words
    organization_first: Words
    organization_nominal: Words
    organization_alone: Words
    organs: Words
    organization_kinds: Words
    posts: Words
    company: Words
    company_last: Words
    place_last: Words
    place_first: Words
    place_of: Words
    locative: Words
    place_kinds: Words
    place_after: Words
    of_places: Words
    compass: Words


@cache
def name_words() -> NameWords:
    """Return the compiled lists; the same object every time."""
    common = read_toml("lexicons", "common_words.toml")
    titles = read_toml("lexicons", "titles.toml")
    bodies = read_toml("lexicons", "organization_words.toml")
    places = read_toml("lexicons", "place_words.toml")
    given = read_toml("lexicons", "given_names.toml")
    address, office = titles["address"], titles["office"]
    grammar = common["grammar"]
    return NameWords(
        function=_words(common["function"] + common["function"].replace("'", "’")),
        opener=_words(common["opener"]),
        calendar=_words(common["calendar"]),
        peoples=_words(common["peoples"]),
        acronyms_other=_words(bodies["acronyms_other"]),
        particles=_words(grammar["particles"]),
        opening_particles=_words(grammar["opening_particles"]),
        links=_words(grammar["links"]),
        shared_heads=_words(grammar["shared_heads"]),
        free_bodies=_words(grammar["free_bodies"]),
        joint_heads=_words(grammar["joint_heads"]),
        matter_heads=_words(grammar["matter_heads"]),
        owners=_words(grammar["owners"]),
        parties=_words(grammar["parties"]),
        saying=_words(grammar["saying"]),
        before_subject=_words(grammar["before_subject"]),
        rulers=_words(grammar["rulers"]),
        address=_genders(
            m=address["male"] + " " + address["royal_male"],
            f=address["female"] + " " + address["royal_female"],
            either=address["any"] + " " + address["rank"],
            lower=True,
        ),
        office=_genders(m=office["male"], f=office["female"], either=office["any"]),
        modifiers=_words(office["modifiers"]),
        crowds=_words(titles["crowds"]["people"]),
        kinship=_genders(m=titles["kinship"]["male"], f=titles["kinship"]["female"]),
        given=_genders(m=given["male"], f=given["female"], either=given["any"]),
        organization_last=_words(bodies["last"]),
        organization_first=_words(bodies["first"]),
        organization_nominal=_words(bodies["nominal"]),
        organs=_words(bodies["organs"]),
        organization_alone=_words(bodies["alone"]),
        organization_kinds=_words(bodies["kinds"]),
        posts=_words(bodies["posts"]),
        company=_words(bodies["company"]),
        company_last=_words(bodies["company_last"]),
        place_last=_words(places["last"]),
        place_first=_words(places["first"]),
        place_of=_words(places["of"]),
        locative=_words(places["locative"]),
        place_kinds=_words(places["kinds"]),
        of_places=_words(places["of_places"]),
        place_after=_words(places["after"]),
        compass=_words(places["compass"]),
    )


def _words(text: str) -> Words:
    return frozenset(text.split())


def _genders(*, m: str = "", f: str = "", either: str = "", lower: bool = False) -> Mapping[str, str]:
    """Return word -> gender; a word in two lists, or in `either`, is evidence of none ("")."""
    genders: dict[str, Any] = {}
    for words, gender in ((m, "m"), (f, "f"), (either, "")):
        for word in (words.lower() if lower else words).split():
            genders[word] = gender if genders.get(word, gender) == gender else ""
    return MappingProxyType(genders)
