"""Names of bodies, places and other things → referents; abbreviations and short forms of bodies."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from schemas.entity import EntityType
from transforms.entities.alike import initials
from transforms.entities.knowledge import Sense
from transforms.entities.mentions import Found
from transforms.entities.name_lists import is_city
from transforms.entities.name_words import name_words
from transforms.entities.referents import Link, Referent, tie
from transforms.entities.teams import has_sports_role, is_ground, is_sports_report, plays
from transforms.language.word_classes import word_set

_CLUBS = frozenset(("city", "town", "county"))  # "Arnsby Town won": no town, where sports are told of
# what is named after its town or country, which is not short for it: "Oslo Gazette", "Oslo University"
_LOCAL = word_set(
    """times post herald tribune gazette chronicle journal telegraph observer news weekly daily express standard mirror
    mail university college school police council court hospital museum theatre theater parliament assembly
    government ministry embassy army navy"""
)
# "the British | were …": an adjective alone, and a verb of many
_PEOPLE_DO = re.compile(r"\s(?:were|are|have|had|would|will|can|could|do|did|should|must|may|might|themselves)\b")


def link_others(found: Sequence[Found], others: Sequence[int], links: list[Link], text: str) -> None:
    """Fill in `links` for the mentions at the indices `others`: the same name, the same thing."""
    sure = (found[index].senses[0] for index in others if len(found[index].senses) == 1)
    countries = {sense.entity.country for sense in sure if sense.kind != "weak"} - {None}
    in_sports = is_sports_report(text)
    teams = _teams(found, others, countries, text) if in_sports else frozenset()
    halves = _halves(found[index] for index in others)
    referents: dict[tuple[str, ...], Referent] = {}
    waiting: list[int] = []
    for index in others:
        mention = found[index]
        sense = _sense(mention, countries) or _half(mention, halves, text)
        own = _own_key(mention, sense, text, teams) if sense is not None else None
        if own is not None:
            kind: EntityType = "other" if own[0] == "people" else "organization"
            links[index] = tie(mention, referents.setdefault(own, Referent(kind, mention.words)), "name", 0.6)
        elif sense is not None:
            key: tuple[str, ...] = (sense.entity.entity_id,)
            referent = referents.setdefault(key, Referent(sense.entity.type, mention.words, sense.entity))
            same = "name" if sense.entity.name == mention.surface else "alias"
            links[index] = tie(mention, referent, "metonym" if sense.kind == "metonym" else same, 0.9)
        elif any(sense.kind != "weak" for sense in mention.senses):
            continue  # "Congolese": of which Congo?
        elif mention.type == "organization" and len(mention.words) == 1:
            waiting.append(index)
        elif in_sports and len(mention.words) > 1 and mention.words[-1] in _CLUBS and not is_city(mention.surface):
            key = ("organization", *mention.words)
            links[index] = tie(mention, referents.setdefault(key, Referent("organization", mention.words)), "name", 0.7)
        else:
            key = (mention.type, *mention.words)
            links[index] = tie(mention, referents.setdefault(key, Referent(mention.type, mention.words)), "name", 0.7)
    _link_short_forms(found, waiting, referents, links, text)


def _sense(mention: Found, countries: Iterable[str | None]) -> Sense | None:
    """The one thing the form can stand for; of several, the one whose country the article names.

    A name that bodies of many countries bear, "Republican Party", stands for one only where its country is named.
    """
    senses = {s.entity.entity_id: s for s in mention.senses if s.kind != "weak" or _is_near(s, countries)}
    if len(senses) > 1:
        senses = {key: sense for key, sense in senses.items() if sense.entity.country in countries}
    return next(iter(senses.values())) if len(senses) == 1 else None


def _is_near(sense: Sense, countries: Iterable[str | None]) -> bool:
    return sense.entity.type != "organization" or sense.entity.country in countries


def _halves(names: Iterable[Found]) -> dict[str, Sense]:
    """The states that "the North" and "the South" stand for: the article names both halves, of one land alone."""
    halves: defaultdict[str, dict[str, Sense]] = defaultdict(dict)
    for name in names:
        sense = name.senses[0] if len(name.senses) == 1 else None
        if sense is not None and sense.entity.type == "place":
            half, _, land = sense.entity.name.partition(" ")
            if half in ("North", "South") and land:
                halves[land][half] = sense
    divided = [named for named in halves.values() if len(named) > 1]
    return {half.lower(): sense for half, sense in divided[0].items()} if len(divided) == 1 else {}


def _half(mention: Found, halves: Mapping[str, Sense], text: str) -> Sense | None:
    """The state that "the North" means; not in "the North of England"."""
    if mention.senses or len(mention.words) != 1 or text[max(0, mention.start - 4) : mention.start].lower() != "the ":
        return None
    return None if text.startswith(" of ", mention.end) else halves.get(mention.words[0])


def _teams(found: Sequence[Found], others: Iterable[int], countries: Iterable[str | None], text: str) -> frozenset[str]:
    """The places that play in a sports report: named where a team would be, and as a ground no more often."""
    playing: Counter[str] = Counter()
    grounds: Counter[str] = Counter()
    for index in others:
        mention = found[index]
        sense = _sense(mention, countries)
        if sense is not None and sense.entity.type == "place" and sense.kind != "demonym":
            playing[sense.entity.entity_id] += plays(text, mention.start, mention.end)
            grounds[sense.entity.entity_id] += is_ground(text, mention.start)
    return frozenset(place for place, times in playing.items() if times and times >= grounds[place])


def _own_key(mention: Found, sense: Sense, text: str, teams: frozenset[str]) -> tuple[str, ...] | None:
    """The key of whom a form of a place means where it is not the place: its team ("England beat …"), its people."""
    place = sense.entity
    if place.type != "place":
        return None
    if sense.kind == "demonym":
        if not _is_people(mention, sense, text):
            return None
        return ("team", place.entity_id) if place.entity_id in teams else ("people", *mention.words)
    plays_here = place.entity_id in teams and not is_ground(text, mention.start)
    return ("team", place.entity_id) if plays_here or has_sports_role(text, mention.end) else None


def _is_people(mention: Found, sense: Sense, text: str) -> bool:
    """Tell "Americans", and "the British were", from "American": the people, who are not the state."""
    surface = mention.surface
    demonyms = {alias.alias for alias in sense.entity.aliases if alias.kind == "demonym"}
    singular = surface[:-3] + "man" if surface.endswith("men") else surface[:-1] if surface.endswith("s") else ""
    if singular in demonyms or (surface.endswith("s") and surface not in demonyms):
        return True
    article = text[max(0, mention.start - 4) : mention.start].lower() == "the "
    return article and _PEOPLE_DO.match(text, mention.end) is not None


def _link_short_forms(
    found: Sequence[Found],
    waiting: Iterable[int],
    referents: dict[tuple[str, ...], Referent],
    links: list[Link],
    text: str,
) -> None:
    """Tie one-word names of bodies: to the body they abbreviate, else to a body of that name."""
    bodies = [referent for referent in referents.values() if referent.type == "organization"]
    short = _short_forms(bodies) | _bracketed(found, links, text)
    for index in waiting:
        mention = found[index]
        candidate = short.get(mention.words) or _only_body(bodies, mention)
        key = ("organization", *mention.words)
        referent = candidate or referents.setdefault(key, Referent("organization", mention.words))
        links[index] = tie(mention, referent, "alias" if candidate else "name", 0.8 if candidate else 0.6)


def _only_body(bodies: Sequence[Referent], mention: Found) -> Referent | None:
    """The one body of the article that "Parliament", or "the Front" after "the Marran Front", can be, or None."""
    word = mention.words[0]
    alone = mention.surface in name_words().organization_alone
    called = [body for body in bodies if word in (body.words if alone else body.words[-1:])]
    return called[0] if len(called) == 1 else None


def _bracketed(found: Sequence[Found], links: Sequence[Link], text: str) -> dict[tuple[str, ...], Referent]:
    """Abbreviations and short names that the text itself explains: "World Trade League (WTL)"."""
    explained: dict[tuple[str, ...], Referent] = {}
    for index in range(len(found) - 1):
        name, short, referent = found[index], found[index + 1], links[index].referent
        if name.form != "name" or short.form != "name" or len(short.words) != 1 or referent is None:
            continue
        in_brackets = text[name.end : short.start].strip() == "(" and text[short.end : short.end + 1] == ")"
        are_bodies = name.type == short.type == "organization" and len(name.words) > 1 and not short.senses
        if in_brackets and (are_bodies or _abbreviates(short.words[0].replace(".", ""), name.words)):
            explained[short.words] = referent
            if referent.known is None and referent.type != "place":  # persons are not abbreviated
                referent.type = "organization"
    return explained


def _abbreviates(letters: str, words: Sequence[str]) -> bool:
    """Tell whether the letters are the first letters of the words, small ones left out or not."""
    every, large = initials(words)
    return letters in (every, large) or (len(letters) > 2 and large.startswith(letters))


def _short_forms(bodies: Sequence[Referent]) -> dict[tuple[str, ...], Referent]:
    """One-word short forms that only one body of the article has: its initials, its name without "Group"."""
    last_words = {word.casefold() for word in name_words().organization_last} - _LOCAL
    forms: defaultdict[tuple[str, ...], list[Referent]] = defaultdict(list)
    for body in bodies:
        _, large = initials(body.words)
        if len(large) > 2:
            forms[(large,)].append(body)
        if len(body.words) > 1 and all(word in last_words for word in body.words[1:]):
            forms[body.words[:1]].append(body)
    return {form: owners[0] for form, owners in forms.items() if len(owners) == 1}
