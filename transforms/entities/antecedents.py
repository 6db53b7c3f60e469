"""Nominals and pronouns → whom they mean, read in order, with who was spoken of last in mind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from transforms.entities.mentions import Found
from transforms.entities.name_words import name_words
from transforms.entities.nominals import Office
from transforms.entities.referents import NOBODY, Link, Referent

_SENTENCES_BACK = 2  # how far a pronoun looks
_REMEMBERED = 40  # mentions of persons that a pronoun chooses from, at most
_KEPT = 200  # persons and bodies that a nominal chooses from, at most: keeps the time linear
# what speaks for a person as the one a pronoun means; weights found by trial on news and encyclopaedia texts
_GENDER_KNOWN, _SUBJECT, _PRONOUN, _OFTEN_NAMED, _SENTENCE_BACK = 2.0, 1.5, 2.0, 0.4, 1.0
_OFTEN = 5  # names; more say no more


class Reader:
    """Reads the mentions of one article in order and remembers who was spoken of where."""

    def __init__(self) -> None:
        self._recent: list[tuple[Found, Referent]] = []  # persons, of the last sentences
        self._met: dict[Referent, None] = {}  # persons; the last spoken of is last
        self._bodies: dict[Referent, None] = {}
        self._around: defaultdict[int, set[Referent]] = defaultdict(set)  # sentence -> named outside its quotations

    def read(self, found: Sequence[Found], links: list[Link]) -> None:
        """Fill in `links` for the nominals and pronouns; those of names are there already."""
        for mention, link in zip(found, links, strict=True):
            if link.referent is not None and not mention.quoted:
                self._around[mention.sentence].add(link.referent)
        for index, mention in enumerate(found):
            if links[index].referent is None and mention.form == "nominal":
                links[index] = self._nominal(mention)
            elif mention.form == "pronoun" and mention.gender in ("f", "m"):
                links[index] = self._pronoun(mention)
            referent = links[index].referent
            if referent is not None:
                self._remember(mention, referent)

    def _remember(self, mention: Found, referent: Referent) -> None:
        if referent.type == "organization":
            _keep(self._bodies, referent)
        if referent.type == "person":
            _keep(self._met, referent)
            oldest = mention.sentence - _SENTENCES_BACK
            self._recent = [pair for pair in self._recent if pair[0].sentence >= oldest][-_REMEMBERED:]
            self._recent.append((mention, referent))

    def _nominal(self, mention: Found) -> Link:
        office = mention.office
        if office is None:
            return NOBODY
        if mention.type == "organization":
            return _only([body for body in self._bodies if _is_called(body, office.head)], 0.7)
        holders = [who for who in self._met if any(_covers(held, office) for held in who.offices)]
        if not holders and office.country:
            holders = [who for who in self._met if _ruled(who, office)]
        if len(holders) > 1:
            near = {who for other, who in self._recent if mention.sentence - other.sentence <= 1}
            holders = [who for who in holders if who in near]
        return _only(holders, 0.75)

    def _pronoun(self, mention: Found) -> Link:
        best: tuple[float, int] | None = None
        chosen: Referent | None = None
        rivals: set[Referent] = set()
        for order, (other, who) in enumerate(self._recent):
            back = mention.sentence - other.sentence
            if back > _SENTENCES_BACK or not who.fits(mention.gender):
                continue
            if mention.quoted and who in self._around[mention.sentence]:
                continue  # the one who speaks is "I" in there
            rivals.add(who)
            score = (_weight(other, who) - _SENTENCE_BACK * back, order)
            if best is None or score > best:
                best, chosen = score, who
        if chosen is None:
            return NOBODY
        if len(rivals) == 1 and mention.gender:
            chosen.genders.add(mention.gender)
        return Link(chosen, "pronoun", 0.7 if len(rivals) == 1 else 0.5)


def _keep(met: dict[Referent, None], referent: Referent) -> None:
    """Move the referent to the end; the one not spoken of for longest is forgotten when there are too many."""
    met.pop(referent, None)
    met[referent] = None
    if len(met) > _KEPT:
        del met[next(iter(met))]


def _weight(mention: Found, who: Referent) -> float:
    return (
        _GENDER_KNOWN * bool(who.genders)
        + _SUBJECT * mention.subject
        + _PRONOUN * (mention.form == "pronoun")
        + _OFTEN_NAMED * min(who.named, _OFTEN)
    )


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
