"""Names of persons → referents: full names first, then the surnames that one of them alone can mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from schemas.entity import Entity
from transforms.entities.knowledge import Knowledge
from transforms.entities.mentions import Found
from transforms.entities.referents import NOBODY, Link, Referent, tie

_Key = tuple[str | None, ...]


def link_people(found: Sequence[Found], people: Iterable[int], links: list[Link], knowledge: Knowledge) -> None:
    """Fill in `links` for the mentions at the indices `people`.

    A full name counts wherever it stands: a headline or a caption says "Odum" before the text says "Karel Odum".
    """
    countries = _countries(found)
    full: dict[_Key, Referent] = {}
    since: dict[Referent, int] = {}  # the mention that names a person in full first
    short: list[int] = []
    for index in people:
        mention = found[index]
        strong = [sense.entity for sense in mention.senses if sense.kind == "name"]
        if len(mention.words) < 2 and not strong:
            short.append(index)
            continue
        known = _of_context(strong, mention, countries)
        referent = _full_name(full, mention, known)
        is_alias = known is not None and known.name != mention.surface
        links[index] = tie(mention, referent, "alias" if is_alias else "name", 0.9)
        _know_gender(referent, knowledge)
        since.setdefault(referent, index)
    by_word: defaultdict[str, list[Referent]] = defaultdict(list)
    for referent in dict.fromkeys(full.values()):
        for word in dict.fromkeys((*referent.words, referent.words[-1].split("-")[-1])):
            by_word[word].append(referent)
    alone: dict[_Key, Referent] = {}
    for index in short:
        word = found[index].words[-1] if found[index].words else ""
        named = [who for who in by_word.get(word, ()) if since[who] < index or not _is_inside(who, word)]
        named = [who for who in named if since[who] < index] or named  # those the article has introduced
        links[index] = _link_short(found[index], named, alone, countries)
        if links[index].referent:
            _know_gender(links[index].referent, knowledge)


def _countries(found: Sequence[Found]) -> frozenset[str | None]:
    """The countries an article speaks of; two well-known persons in one article speak for each other's."""
    senses = [sense for mention in found for sense in mention.senses]
    people = {sense.entity.entity_id: sense.entity.country for sense in senses if sense.entity.type == "person"}
    others = {sense.entity.country for sense in senses if sense.entity.type != "person"}
    return frozenset((others | set(people.values()) if len(people) > 1 else others) - {None})


def _of_context(candidates: Sequence[Entity], mention: Found, countries: AbstractSet[str | None]) -> Entity | None:
    """The one a full name means: of several, the one whose country the title or else the article names."""
    if len(candidates) > 1 and mention.office and mention.office.country:
        candidates = [who for who in candidates if who.country == mention.office.country]
    if len(candidates) > 1:
        candidates = [who for who in candidates if who.country in countries]
    return candidates[0] if len(candidates) == 1 else None


def _is_meant(known: Entity, mention: Found, countries: AbstractSet[str | None]) -> bool:
    """Tell whether a surname alone can mean somebody the article does not name in full: something must speak for it.

    A title of another country speaks against it; the person's country in the article, or a title of office, for it.
    """
    if mention.office and mention.office.country and known.country:
        return mention.office.country == known.country
    return known.country is None or known.country in countries or mention.office is not None


def _know_gender(referent: Referent | None, knowledge: Knowledge) -> None:
    gender = knowledge.gender(referent.known) if referent and referent.known else None
    if referent and gender:
        referent.genders = {gender}


def _full_name(full: dict[_Key, Referent], mention: Found, known: Entity | None) -> Referent:
    """The referent of a full name: the same entity, the same words, the first and last or the last two of them."""
    words = mention.words
    identity: _Key = (known.entity_id,) if known else words
    shorter = (words, (words[0], words[-1]), words[-2:])  # "Brave Ana Lee" is Ana Lee
    for key in (identity, *shorter):
        referent = full.get(key)
        if referent is not None and _same_person(referent, mention, known):
            full.setdefault(words, referent)
            return referent
    referent = Referent("person", words, known)
    full[identity] = referent
    for key in shorter:
        full.setdefault(key, referent)
    return referent


def _same_person(referent: Referent, mention: Found, known: Entity | None) -> bool:
    if known and referent.known:
        return known.entity_id == referent.known.entity_id
    if not referent.fits(mention.gender):
        return False
    return referent.words == mention.words or 2 in (len(referent.words), len(mention.words))


def _is_inside(who: Referent, word: str) -> bool:
    """Tell whether a word stands neither first nor last in a full name: it is hardly a name for the person alone."""
    return word != who.words[0] and word not in who.words[-1].split("-")


def _link_short(
    mention: Found,
    named: Sequence[Referent],
    alone: dict[_Key, Referent],
    countries: AbstractSet[str | None],
) -> Link:
    """Tie a surname, or a given name, to the one of `named` that it shortens; two that it could shorten: to nobody."""
    word = mention.words[-1] if mention.words else ""
    ending = [who for who in named if who.words[-1] == word or who.words[-1].endswith("-" + word)]
    if ending and not mention.titled:  # "Lindsey Graham … Graham": not the given name, which would tell a gender
        mention = replace(mention, gender=None)
    fitting = [referent for referent in named if referent.fits(mention.gender)]
    ending = [who for who in ending if who in fitting]
    candidates = ending or [who for who in fitting if not mention.office]
    senses = [sense.entity for sense in mention.senses if sense.entity.type == "person"]
    known = senses[0] if len(senses) == 1 else None
    if len(candidates) > 1 and known:  # a surname by which everybody means one of them
        candidates = [who for who in candidates if who.known is known]
        if len(candidates) != 1:
            return NOBODY
    if len(candidates) == 1:
        return tie(mention, candidates[0], "alias", 0.85)
    if candidates:
        return NOBODY
    if known is not None and not _is_meant(known, mention, countries):
        known = None
    key: _Key = (known.entity_id,) if known else mention.words
    referent = alone.setdefault(key, Referent("person", mention.words, known))
    if not referent.fits(mention.gender):  # Mr Berg and Ms Berg
        referent = alone.setdefault((*mention.words, None, mention.gender), Referent("person", mention.words))
    return tie(mention, referent, "alias" if referent.known else "name", 0.8 if referent.known else 0.6)
