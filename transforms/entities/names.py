"""Where names may stand: runs of capitals in a line, with the small words that names hold."""

from __future__ import annotations

from collections.abc import Iterator

from transforms.entities.name_cutting import Piece, cut_run
from transforms.entities.name_joining import is_listed, is_one_body, is_spelled_out, members, nickname
from transforms.entities.name_words import name_words
from transforms.entities.passage import POSSESSIVES, Passage
from transforms.entities.tokens import Line, Token
from transforms.language.word_classes import DETERMINERS

_RARE_LINKS = frozenset(("in", "to", "with", "against"))  # where letters follow in brackets: "Care in Need (CIN)"
_QUOTES = frozenset('"“‘')
_LONGEST_RUN = 12  # tokens; no name is longer, and a text all in capitals is one run
_LONGEST_WORD = 60  # characters
_OF_MANY = frozenset(("'", "’"))  # what owns is in the plural: "the Dockers' Union"
_OF_OFFICES = frozenset(("Office", "Court", "Department", "Bureau", "Association", "Union", "Residence", "House"))
_OFFICES_OF = frozenset(("Secretary",))  # Secretary of State


def find_pieces(passage: Passage, line: Line) -> Iterator[Piece]:
    """Yield the names and titles of a line in order. In a headline: only what the knowledge base has.

    Looks at each token a bounded number of times.
    """
    at = line.first
    while at < line.last:
        known_last, senses = passage.known(at, line.last)
        if not senses and passage.tokens[at].capital and (halves := passage.half(at, line.last)):
            known_last, senses = at + 1, halves
        if line.headline or not (senses or _may_open(passage, at, line.last)):
            if senses:
                yield Piece(at, known_last, senses=senses)
            at = max(known_last, at + 1)
            continue
        last = max(known_last, _extend(passage, at, line.last))
        yield from cut_run(passage, at, last)
        at = last


def _may_open(passage: Passage, at: int, limit: int) -> bool:
    token, lexicon = passage.tokens[at], name_words()
    if not token.capital:
        return token.text in lexicon.opening_particles and _opens_surname(passage, at, limit)
    if token.text == "I" or len(token.text) > _LONGEST_WORD:
        return False
    if token.text in lexicon.calendar:  # Jan Novak
        return token.text in lexicon.given and at + 1 < limit and passage.tokens[at + 1].capital
    return token.text.lower() not in lexicon.function


def _opens_surname(passage: Passage, at: int, limit: int) -> bool:
    """Tell whether a particle in small letters opens a name: "met | von Talling"; not "the van Odum drove"."""
    tokens, particles = passage.tokens, name_words().opening_particles
    if at > 0 and (tokens[at - 1].capital or tokens[at - 1].text in DETERMINERS):
        return False
    name = at + 2 if at + 1 < limit and tokens[at + 1].text in particles else at + 1
    return passage.is_name_word(name, limit) and not passage.known(name, limit)[1]


def _extend(passage: Passage, first: int, limit: int) -> int:
    """Return the end of the run of capitals that opens at `first`, with the small words a name may hold."""
    tokens, at = passage.tokens, first + 1
    while at < limit and at - first < _LONGEST_RUN:
        token, before = tokens[at], tokens[at - 1]
        if not _is_near(passage.text[before.end : token.start], before, token):
            break
        step = int(_continues(token, before)) if token.capital else _link(passage, first, at, limit)
        if not step:
            break
        at += step
    return at


def _is_near(gap: str, before: Token, token: Token) -> bool:
    """Tell whether two tokens stand as words of one name do: "Odum's Bank", "G.Odum", "Health, Labour"."""
    return gap.isspace() or token.text in POSSESSIVES or token.text == "," or (not gap and before.text.endswith("."))


def _continues(token: Token, before: Token) -> bool:
    lexicon = name_words()
    if token.initial or len(token.text) > _LONGEST_WORD or token.text == "I":
        return False
    if token.text in lexicon.calendar:  # Theresa May
        return before.text in lexicon.given
    return token.text.lower() not in lexicon.function


def _link(passage: Passage, first: int, at: int, limit: int) -> int:
    """Return how many tokens from `at` on belong to the name: a particle, "of the", "&", "and", a possessive."""
    tokens, lexicon = passage.tokens, name_words()
    word, before = tokens[at].text, tokens[at - 1].text
    second = tokens[at + 1].text if at + 1 < limit else ""
    if word in lexicon.particles:  # van der Berg
        double = second in lexicon.particles and passage.is_name_word(at + 2, limit)
        return 2 if passage.is_name_word(at + 1, limit) else 3 if double else 0
    if word in lexicon.links and (
        _takes_link(word, tokens[first].text, before) or is_spelled_out(passage, first, at, limit)
    ):
        article = second == "the" and passage.is_name_word(at + 2, limit)
        return 2 if passage.is_name_word(at + 1, limit) else 3 if article else 0
    if word in _RARE_LINKS and is_spelled_out(passage, first, at, limit):
        return 3 if second == "the" else 2
    if word == ",":
        return 2 if is_listed(passage, first, at, limit) else 0
    if word in _QUOTES:
        return nickname(passage, at, limit)
    if word == "and":
        joins = is_one_body(passage, first, at, limit)
    else:
        joins = word == "&" or (word in POSSESSIVES and _owns(before, second))
    if word in _OF_MANY and not joins:
        return members(tokens[at - 1 : min(at + 5, limit)])
    return 2 if joins and passage.is_name_word(at + 1, limit) else 0


def _owns(owner: str, owned: str) -> bool:
    """Tell whether a possessive is inside a name: "People's Party", "Magistrate's Court"."""
    lexicon = name_words()
    return owner in lexicon.owners or (owner.lower() in lexicon.office and owned in _OF_OFFICES)


def _takes_link(link: str, first: str, before: str) -> bool:
    """Tell whether "of", "for" or "on" belongs to a name that opens with `first` and had `before` last."""
    lexicon = name_words()
    if before in lexicon.organization_first or first in lexicon.organization_first:
        return True
    return link == "of" and (before in lexicon.place_of or first in lexicon.place_of or before in _OFFICES_OF)
