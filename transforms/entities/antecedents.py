"""Nominals and pronouns → whom they mean, read in order, with who was spoken of last in mind."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from schemas.entity import Entity
from transforms.entities.cities import cities_before
from transforms.entities.crowds import PAIR
from transforms.entities.knowledge import Knowledge
from transforms.entities.mentions import Found
from transforms.entities.name_words import name_words
from transforms.entities.nominals import Office
from transforms.entities.plurals import body_before, is_speaking, pair_before, pairs
from transforms.entities.referents import NOBODY, Link, Referent
from transforms.entities.salience import SENTENCES_BACK, Clue, clues_ahead, clues_behind, is_barred, weight
from transforms.entities.things import find_things

_REMEMBERED = 16  # mentions of persons that a pronoun chooses from, at most
_AHEAD = 3  # names that it looks ahead
_KEPT = 200  # persons and bodies that a nominal chooses from, at most: keeps the time linear


class Reader:
    """Reads the mentions of one article in order and remembers who was spoken of where."""

    def __init__(self, text: str, knowledge: Knowledge, year: int | None) -> None:
        self._text = text
        self._knowledge = knowledge
        self._year = year  # of the article
        self._known: dict[str, Referent] = {}  # persons of the knowledge base, by entity
        self._recent: list[tuple[Found, Referent]] = []  # persons, and who may be one, of the last sentences
        self._met: dict[Referent, None] = {}  # persons; the last spoken of is last
        self._bodies: dict[Referent, None] = {}
        self._things: frozenset[Referent] = frozenset()  # of those no type is known of, what is no person
        self._around: defaultdict[int, set[Referent]] = defaultdict(set)  # sentence -> named outside its quotations
        self._joined: list[tuple[Found, Referent]] = []  # the first of two persons, and where the second is named
        self._places: list[tuple[Found, Referent]] = []  # where they are named
        self._subjects: list[tuple[Found, Referent]] = []  # bodies, where they are named
        self._named: defaultdict[int, list[tuple[Found, Referent]]] = defaultdict(list)  # sentence -> persons

    def read(self, found: Sequence[Found], links: list[Link]) -> None:
        """Fill in `links` for the nominals and pronouns; those of names are there already."""
        self._survey(found, links)
        for index, mention in enumerate(found):
            if links[index].referent is None and mention.form == "nominal":
                links[index] = self._nominal(mention)
            elif mention.form == "pronoun" and mention.gender in ("f", "m"):
                links[index] = self._pronoun(mention)
            elif mention.surface.lower() == "they" and not mention.quoted and is_speaking(mention, self._text):
                links[index] = self._they(mention)
            referent = links[index].referent
            if referent is not None:
                self._remember(mention, referent)

    def _survey(self, found: Sequence[Found], links: Sequence[Link]) -> None:
        """Take in what is named, before the others are read."""
        self._things = find_things(found, links, self._text)
        for mention, link in zip(found, links, strict=True):
            if link.referent is None:
                continue
            if link.referent.known is not None and link.referent.type == "person":
                self._known[link.referent.known.entity_id] = link.referent
            if not mention.quoted:
                self._around[mention.sentence].add(link.referent)
            if self._may_be_person(link.referent):
                self._named[mention.sentence].append((mention, link.referent))
        named = [
            (mention, link.referent) for mention, link in zip(found, links, strict=True) if link.referent is not None
        ]
        self._joined = list(pairs([(mention, who) for mention, who in named if who.type == "person"], self._text))
        self._places = [(mention, place) for mention, place in named if place.type == "place"]
        self._subjects = [(mention, body) for mention, body in named if body.type == "organization"]

    def _remember(self, mention: Found, referent: Referent) -> None:
        if referent.type == "organization":
            _keep(self._bodies, referent)
        if referent.type == "person":
            _keep(self._met, referent)
        if self._may_be_person(referent):
            oldest = mention.sentence - SENTENCES_BACK
            self._recent = [pair for pair in self._recent if pair[0].sentence >= oldest][-_REMEMBERED:]
            self._recent.append((mention, referent))

    def _they(self, mention: Found) -> Link:
        """Whom "they" that speak mean: two people joined right before, or else a body."""
        who = pair_before(mention, self._joined, ()) or body_before(mention, self._subjects, self._text)
        return Link(who, "pronoun", 0.4) if who is not None else NOBODY

    def _two(self, mention: Found) -> Link:
        """Whom "the two leaders" means."""
        who = pair_before(mention, self._joined, self._recent)
        if who is None:
            return NOBODY
        self._joined.append((mention, who))
        return Link(who, "title", 0.4)

    def _nominal(self, mention: Found) -> Link:
        office = mention.office
        if office is None:
            return NOBODY
        if office.head == PAIR:
            return self._two(mention)
        if mention.type == "place":
            return _only(cities_before(mention, self._places), 0.6)
        if mention.type == "organization":
            return _only([body for body in self._bodies if _is_called(body, office.head)], 0.7)
        holders = [who for who in self._met if any(_covers(held, office) for held in who.offices)]
        if not holders and office.country:
            holders = self._ruling(office)
        if len(holders) > 1:
            near = {who for other, who in self._recent if mention.sentence - other.sentence <= 1}
            here = [who for other, who in self._recent if other.sentence == mention.sentence and who in holders]
            holders = here[-1:] or [who for who in holders if who in near]
        return _only(holders, 0.75) if holders else self._in_office(office)

    def _ruling(self, office: Office) -> list[Referent]:
        """Whom of those named the knowledge base has in an office of a state; of several, who held it that year."""
        holders = [who for who in self._met if _ruled(who, office)]
        if len(holders) > 1 and (in_office := self._holder(office)) is not None:
            return [who for who in holders if who.known and who.known.entity_id == in_office.entity_id] or holders
        return holders

    def _in_office(self, office: Office) -> Link:
        """Who held the office of a state in the article's year, named or not; nobody where it names another holder."""
        entity = self._holder(office)
        others = (held for who in self._met for held in who.offices if not held.former)
        if entity is None or any(held.head == office.head and held.modifiers == office.modifiers for held in others):
            return NOBODY
        who = self._known.get(entity.entity_id)
        if who is None:
            who = self._known[entity.entity_id] = Referent("person", (), entity)
            who.genders.update(filter(None, (self._knowledge.gender(entity),)))
        return Link(who, "title", 0.7)

    def _holder(self, office: Office) -> Entity | None:
        if self._year is None or office.country is None or not office.now:
            return None
        return self._knowledge.in_office(office.head, office.modifiers, office.country, self._year)

    def _pronoun(self, mention: Found) -> Link:
        candidates = self.candidates(mention)
        if not candidates:
            return NOBODY
        chosen, _ = max(candidates, key=lambda candidate: weight(iter(candidate[1])))
        chosen.type = "person"
        is_only = all(who is chosen for who, _ in candidates)
        if mention.gender:
            (chosen.genders if is_only else chosen.called).add(mention.gender)
        return Link(chosen, "pronoun", 0.7 if is_only else 0.5)

    def candidates(self, pronoun: Found) -> list[tuple[Referent, list[Clue]]]:
        """Return whom a pronoun can mean, once for each mention near it, the nearest first, with the clues of each."""
        found: list[tuple[Referent, list[Clue]]] = []
        nearer: dict[Referent, int] = {}
        barred = {who for other, who in self._recent if is_barred(pronoun, other, self._text)}
        for other, who in reversed(self._recent):
            if who in barred:
                continue
            if pronoun.sentence - other.sentence > SENTENCES_BACK or not who.fits(pronoun.gender):
                continue
            if pronoun.quoted and who in self._around[pronoun.sentence]:
                continue  # the one who speaks is "I" in there
            rank = nearer.setdefault(who, len(nearer))
            found.append((who, list(clues_behind(pronoun, other, who, rank, self._text))))
        ahead = self._ahead(pronoun)
        if ahead is not None:
            found.append((ahead, list(clues_ahead(pronoun, ahead))))
        return found

    def _ahead(self, pronoun: Found) -> Referent | None:
        """The subject that follows a phrase which opens the sentence and holds the pronoun: "In her speech, Odum"."""
        if not pronoun.before or any(o.subject for o, _ in self._recent if o.sentence == pronoun.sentence):
            return None
        named = self._named[pronoun.sentence]
        for other, who in named[bisect_right(named, pronoun.start, key=lambda pair: pair[0].start) :][:_AHEAD]:
            if other.before == "," and other.quoted == pronoun.quoted:
                return who if who.fits(pronoun.gender) else None
        return None

    def _may_be_person(self, referent: Referent) -> bool:
        """Tell whether "he" can mean it: a person, or what nothing tells yet to be a thing."""
        return referent.type == "person" or (referent.type == "other" and referent not in self._things)


def _keep(met: dict[Referent, None], referent: Referent) -> None:
    """Move the referent to the end; the one not spoken of for longest is forgotten when there are too many."""
    met.pop(referent, None)
    met[referent] = None
    if len(met) > _KEPT:
        del met[next(iter(met))]


def _only(candidates: Sequence[Referent], confidence: float) -> Link:
    return Link(candidates[0], "title", confidence) if len(candidates) == 1 else NOBODY


def _covers(held: Office, said: Office) -> bool:
    """Tell whether the nominal can mean who holds that office: "the minister" the finance minister, not the reverse."""
    if held.head != said.head or held.former != said.former or not said.modifiers <= held.modifiers:
        return False
    if (held.modifiers - said.modifiers) & {"vice", "prime", "deputy"}:  # each an office of its own
        return False
    return said.country is None or held.country == said.country


def _ruled(who: Referent, office: Office) -> bool:
    """Tell whether the knowledge base has the person in that office, or as that country's leader."""
    if who.known is None or who.known.country != office.country or office.former or not who.known.description:
        return False
    described = who.known.description.lower()
    if office.head == "leader":
        return any(ruler in described for ruler in name_words().rulers)
    return described.startswith(" ".join((*sorted(office.modifiers), office.head)))


def _is_called(body: Referent, head: str) -> bool:
    """Tell whether the body can be called so: "the ministry" a Ministry of Finance, "the company" an Inc."""
    lexicon = name_words()
    if head in body.words:
        return True
    last_words = {surface.split(" ")[-1].rstrip(".") for surface in body.surfaces}
    return head in lexicon.company and not last_words.isdisjoint(lexicon.company_last)
