"""Mentions → who they are, inside one article. Precision first: what two could be stays nobody's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.entities.antecedents import Reader
from transforms.entities.bodies import link_others
from transforms.entities.knowledge import Knowledge
from transforms.entities.mentions import Found
from transforms.entities.people import link_people
from transforms.entities.referents import NOBODY, Link

# between a name and the office set beside it: "Odum, | finance minister", "Berg, his newly elected | deputy"
_BESIDE = re.compile(
    r",\s(?:(?:a|an|the|his|her|its|their|newly[ -]\w+|new|current|longtime|[A-Z][\w.]*(?:['’]s)?)\s){0,3}"
)
_MENTIONS_BETWEEN = 2  # "his", a country


def link_mentions(found: Sequence[Found], text: str, knowledge: Knowledge, year: int | None = None) -> list[Link]:
    """Return one link for each mention, in the same order. `found` is what `find_mentions(text, …)` gave.

    `year`: when the article is of, where that is known; it tells who "the Russian president" was.
    """
    links = link_names(found, text, knowledge)
    Reader(text, knowledge, year).read(found, links)
    return links


def link_names(found: Sequence[Found], text: str, knowledge: Knowledge) -> list[Link]:
    """Return the links of the names, and of the offices set beside them; those of the others are NOBODY still."""
    links: list[Link] = [NOBODY] * len(found)
    names = [index for index, mention in enumerate(found) if mention.form == "name"]
    link_people(found, [index for index in names if found[index].type == "person"], links, knowledge)
    link_others(found, [index for index in names if found[index].type != "person"], links, text)
    _link_appositions(found, links, text)
    return links


def _link_appositions(found: Sequence[Found], links: list[Link], text: str) -> None:
    """Learn offices set beside names: "Odum, the finance minister,", "the finance minister, Karel Odum"."""
    for index, nominal in enumerate(found):
        if nominal.form != "nominal" or nominal.type != "person" or nominal.office is None:
            continue
        name = _name_before(found, index, text)
        if name is None and index + 1 < len(found) and nominal.surface.lower().startswith("the "):
            follows = found[index + 1].form == "name" and text[nominal.end : found[index + 1].start] == ", "
            name = index + 1 if follows else None
        referent = links[name].referent if name is not None else None
        if referent is None or referent.type != "person" or not referent.fits(nominal.office.gender):
            continue
        referent.offices.setdefault(nominal.office)
        if nominal.office.gender:
            referent.genders.add(nominal.office.gender)
        links[index] = Link(referent, "title", 0.85)


def _name_before(found: Sequence[Found], index: int, text: str) -> int | None:
    """Return the index of the person's name that the nominal stands beside, or None."""
    nominal = found[index]
    if nominal.surface[0].isupper() and " " not in nominal.surface:
        return None  # one of a list: "Anna Berg, Doctor, …"
    for before in range(index - 1, max(-1, index - 2 - _MENTIONS_BETWEEN), -1):
        other = found[before]
        if other.sentence != nominal.sentence:
            return None
        if other.form == "name" and other.type == "person":
            return before if _BESIDE.fullmatch(text, other.end, nominal.start) else None
    return None
