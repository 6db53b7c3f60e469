"""Offices and pronouns: the title before a name, "the finance minister", "the company", "she"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from schemas.entity import EntityType
from transforms.entities.crowds import PAIR, pair_ending
from transforms.entities.name_cutting import Piece
from transforms.entities.name_words import name_words
from transforms.entities.passage import Passage
from transforms.entities.tokens import Token
from transforms.language.word_classes import AUXILIARIES

# pronoun -> gender; "p": plural, "self": first or second person
_PRONOUNS = {
    **dict.fromkeys(("he", "him", "his", "himself"), "m"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "f"),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), "p"),
    **dict.fromkeys(("i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"), "self"),
    **dict.fromkeys(("you", "your", "yours", "yourself", "yourselves"), "self"),
}
_DEFINITE = frozenset(("the", "this", "that"))
_OWNED = frozenset(("his", "her", "its", "their", "our", "my", "your", "'s", "’s"))
_OLD = frozenset(("former", "ex", "late", "retired", "outgoing", "past"))
_NEW = frozenset(("new", "newly-appointed", "newly-elected", "appointed", "elected", "newly", "veteran"))
_IDLE = _NEW | {"the", "of", "then"}
_NARROWING = frozenset(
    ("who", "from", "in", "during", "between", "when", "elect", "-")
)  # "the French president in 1962"
_CITIES = frozenset(("city", "town", "village"))
_LONGEST_OFFICE = 8  # tokens


@dataclass(frozen=True, slots=True)
class Office:
    """What a title or a nominal says: head noun, its modifiers, the country it names, whether it is past."""

    head: str
    modifiers: frozenset[str] = frozenset()
    country: str | None = None  # ISO 3166-1 alpha-2
    former: bool = False
    now: bool = False  # held when the article is of: "the French president", not "a", "the next", "the then"
    gender: str | None = None


@dataclass(frozen=True, slots=True)
class Nominal:
    """Tokens `first` to `last` (half-open) that stand for a person in an office, or for a body."""

    first: int
    last: int
    type: EntityType
    office: Office


def title_before(tokens: Sequence[Token], first: int) -> tuple[int, int] | None:
    """Return the tokens of the small-letter title right before a name ("spokesman | Dmitry Orlo"), or None."""
    lexicon = name_words()
    if first == 0 or tokens[first - 1].sentence != tokens[first].sentence:
        return None
    head = tokens[first - 1].text.lower().rstrip(".")
    if head not in lexicon.office and head not in lexicon.address:
        return None
    start = first - 1
    while start > 0 and first - start < _LONGEST_OFFICE and _is_modifier(tokens[start - 1]):
        start -= 1
    return start, first


def office_of(passage: Passage, span: tuple[int, int]) -> tuple[Office | None, str | None]:
    """Return the office and the gender that the tokens of a title tell; a bare "Mr" is no office."""
    lexicon = name_words()
    words = [token.text.lower().rstrip(".") for token in passage.tokens[span[0] : span[1]]]
    gender: str | None = None
    head: str | None = None
    for word in words:
        gender = lexicon.address.get(word) or lexicon.office.get(word) or gender
        if word in lexicon.office:
            head = word
    if head is None:
        return None, gender
    return _with_country(_office(head, words, gender), passage, span[0]), gender


def find_nominals(passage: Passage, pieces: Sequence[Piece]) -> Iterator[Nominal]:
    """Yield the nominals: definite ones, titles standing alone, and those set beside a name by a comma.

    A country or body before the head stays a mention of its own.
    """
    tokens = passage.tokens
    for piece in pieces:
        if piece.is_title:
            office, _ = office_of(passage, (piece.first, piece.last))
            after_the = piece.first > 0 and tokens[piece.first - 1].text.lower() in _DEFINITE
            if office:
                yield Nominal(piece.first - after_the, piece.last, "person", office)
    taken = {index for piece in pieces if not piece.is_title for index in range(piece.first, piece.last)}
    named_next = {piece.first for piece in pieces if not piece.is_title}
    for index, token in enumerate(tokens):
        if token.capital or index in taken or index + 1 in named_next:
            continue
        nominal = _small_nominal(passage, index, taken)
        if nominal:
            yield nominal


def _small_nominal(passage: Passage, index: int, taken: set[int]) -> Nominal | None:
    """The nominal in small letters whose head is the token at `index`, or None."""
    tokens, lexicon = passage.tokens, name_words()
    head = tokens[index].text
    if (first := pair_ending(tokens, index)) is not None:
        return Nominal(first, index + 1, "person", Office(PAIR))
    if head in _CITIES:
        return _city(tokens, index)
    is_office = head in lexicon.office
    if not is_office and head not in lexicon.organization_nominal:
        return None
    if index + 1 < len(tokens) and tokens[index + 1].text in lexicon.office:
        return None  # "the company secretary"
    start = index
    while start > 0 and index - start < _LONGEST_OFFICE and start - 1 not in taken and _is_modifier(tokens[start - 1]):
        start -= 1
    same = start > 0 and tokens[start - 1].sentence == tokens[index].sentence
    before = tokens[start - 1].text.lower() if same else ""
    definite = before in _DEFINITE
    if not (definite or before in _OWNED or start - 1 in taken or (before == "," and is_office)):
        return None
    words = [token.text.lower() for token in tokens[start : index + 1]]
    office = _with_country(_office(head, words, lexicon.office.get(head) or None), passage, start)
    if office.now and ("then" in words or (index + 1 < len(tokens) and tokens[index + 1].text in _NARROWING)):
        office = replace(office, now=False)
    return Nominal(start - definite, index + 1, "person" if is_office else "organization", office)


def _city(tokens: Sequence[Token], index: int) -> Nominal | None:
    """The nominal "the city" where it does something, "the city argued"; not "the city council", "the city of X"."""
    after = tokens[index + 1].text if index + 1 < len(tokens) else ""
    acts = after in name_words().saying or after in AUXILIARIES or after.endswith("ed")
    if index == 0 or tokens[index - 1].text.lower() != "the" or not acts:
        return None
    return Nominal(index - 1, index + 1, "place", Office(tokens[index].text))


def find_pronouns(tokens: Sequence[Token]) -> Iterator[tuple[int, str]]:
    """Yield the index of every personal pronoun with its gender ("f", "m"), "p" (plural) or "self"."""
    for index, token in enumerate(tokens):
        gender = _PRONOUNS.get(token.text.lower())
        if gender is None or (token.text.isupper() and token.text not in ("I",)):  # "US" is a country
            continue
        yield index, gender


def _is_modifier(token: Token) -> bool:
    lower = token.text.lower()
    lexicon = name_words()
    return lower in lexicon.modifiers or lower in lexicon.office or lower in _NEW


def _office(head: str, words: Sequence[str], gender: str | None) -> Office:
    modifiers = frozenset(words) - _IDLE - _OLD - {head}
    if head == "premier":
        head, modifiers = "minister", modifiers | {"prime"}
    return Office(head, modifiers, None, any(word in _OLD for word in words), False, gender)


def _with_country(office: Office, passage: Passage, start: int) -> Office:
    """The office with the country named right before it: "the Russian | president", "France's | prime minister"."""
    tokens, at = passage.tokens, start - 1
    if at >= 0 and tokens[at].text in ("'s", "’s"):
        at -= 1
    if at < 0 or not tokens[at].capital:
        return office
    first = at - 1 if at > 0 and tokens[at - 1].capital else at
    for begin in (first, at):
        form = " ".join(token.text for token in tokens[begin : at + 1])
        countries = {sense.entity.country for sense in passage.knowledge.senses(form) if sense.entity.type == "place"}
        if len(countries) == 1:
            lead = (
                tokens[begin - 1].text.lower()
                if begin > 0 and tokens[begin - 1].sentence == tokens[at].sentence
                else ""
            )
            former = office.former or lead in _OLD
            return replace(office, country=countries.pop(), former=former, now=not former and lead in ("", "the"))
    return office
