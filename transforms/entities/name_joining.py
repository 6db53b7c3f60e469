"""Names of bodies that run on over "and": "Ministry of X and Y", "X and Y Police", "Dockers' and Carriers' Union"."""

from __future__ import annotations

from collections.abc import Sequence

from transforms.entities.alike import initials
from transforms.entities.embedded import is_state
from transforms.entities.knowledge import Sense
from transforms.entities.name_lists import is_city, lists_of
from transforms.entities.name_types import COMMON_ENDINGS
from transforms.entities.name_words import name_words
from transforms.entities.passage import Passage
from transforms.entities.tokens import Token

_OF_MANY = frozenset(("'", "’"))  # what owns is in the plural: "the Dockers' Union"
_LONGEST_SPELLED = 14  # tokens of a name whose letters stand in brackets after it
_LONGEST_PLACE = 2  # words
_LONGEST_NICKNAME = 3  # words
_CLOSING = frozenset('"”’')
_OF_CITIES = frozenset(("University", "Hospital"))  # that companies work with, too


def is_one_body(passage: Passage, first: int, at: int, limit: int) -> bool:
    """Tell whether the "and" at `at` is inside the name of a body that opens at `first`: "Unity and Labour Party"."""
    tokens, lexicon = passage.tokens, name_words()
    linked = any(token.text in lexicon.links for token in tokens[first:at])
    last = at + 1
    while last < limit and passage.is_name_word(last, limit) and not tokens[last].initial:
        last += 1
    is_another = last > at + 2 and tokens[last - 1].text in lexicon.organization_last  # "… and Ostra State University"
    if linked and not is_another and any(token.text in lexicon.shared_heads for token in tokens[first:at]):
        return True
    if _letters_follow(passage, first, at, limit):
        return True
    if linked and _is_purpose(passage, first, at, last):
        return True
    if last > at + 2 and (_of_two_places(passage, first, at, last) or _of_two_matters(passage, first, at, last)):
        return True
    if last == at + 1 or not _is_plain_word(passage, at - 1) or not _is_plain_word(passage, at + 1):
        return False
    if linked:  # "University of Science and Technology"
        heads = (token.text in lexicon.organization_first for token in tokens[first:at])
        return any(heads) and tokens[at + 1].text not in lexicon.organization_alone
    is_body = last - at > 2 and tokens[last - 1].text in lexicon.organization_last
    return is_body and all(_is_plain_word(passage, index) for index in range(first, at))


def is_spelled_out(passage: Passage, first: int, at: int, limit: int) -> bool:
    """Tell whether the letters in brackets after a body's name take in the link at `at`: "Front for Peace (FFP)"."""
    lexicon = name_words()
    is_body = any(
        token.text in lexicon.organization_first or token.text in lexicon.organization_last
        for token in passage.tokens[first:at]
    )
    return is_body and _letters_follow(passage, first, at, limit)


def is_listed(passage: Passage, first: int, at: int, limit: int) -> bool:
    """Tell whether the comma at `at` parts matters of one ministry: "Ministry of Health, Labour and Families"."""
    tokens, lexicon = passage.tokens, name_words()
    linked = any(token.text == "of" for token in tokens[first:at])
    if not linked or tokens[first].text not in lexicon.shared_heads or not _is_no_name(passage, at - 1):
        return False
    for end in range(at + 1, min(limit - 1, first + _LONGEST_SPELLED)):
        if tokens[end].text == "and":
            return passage.is_name_word(end + 1, limit) and _is_no_name(passage, end + 1)
        if tokens[end].text != "," and not (passage.is_name_word(end, limit) and _is_no_name(passage, end)):
            return False
    return False


def nickname(passage: Passage, at: int, limit: int) -> int:
    """Return how many tokens a quoted nickname and the surname after it take up: Karel | "The Cat" Odum; or 0."""
    tokens, first = passage.tokens, passage.tokens[at - 1].text
    is_given = first in name_words().given or "g" in lists_of(first)
    if at + 1 >= limit or not tokens[at + 1].capital or not is_given:
        return 0
    for end in range(at + 2, min(at + 2 + _LONGEST_NICKNAME, limit - 1)):
        if tokens[end].text in _CLOSING:
            closes = passage.is_name_word(end + 1, limit) and passage.text[tokens[end].end].isspace()
            return end - at + 2 if closes else 0
        if not tokens[end].text[0].isalpha():
            return 0
    return 0


def _letters_follow(passage: Passage, first: int, at: int, limit: int) -> bool:
    """Tell whether letters in brackets soon follow that are those of the words from `first` on."""
    tokens = passage.tokens
    for end in range(at + 2, min(limit - 2, first + _LONGEST_SPELLED)):
        if tokens[end].text == "(":
            letters = tokens[end + 1].text.replace(".", "").casefold()
            words = [token.text.casefold() for token in tokens[first:end] if token.text[0].isalnum()]
            return tokens[end + 2].text == ")" and len(letters) > 2 and letters in initials(words)
        if not tokens[end].text[0].isalnum():
            return False
    return False


def _is_purpose(passage: Passage, first: int, at: int, last: int) -> bool:
    """Tell whether "and" joins two purposes: "Party for Growth | and | Harmony"; not "Centre for Growth and Unesco"."""
    tokens = passage.tokens
    if last == at + 1:
        return False
    is_body = any(token.text in name_words().organization_first for token in tokens[first:at])
    return is_body and _is_no_name(passage, at - 1) and _is_no_name(passage, at + 1)


def _of_two_places(passage: Passage, first: int, at: int, last: int) -> bool:
    """Tell whether a body in the singular is of two places: "Tarn and Ostra Police", not "Hamas and Oslo Police"."""
    tokens, lexicon = passage.tokens, name_words()
    head = tokens[last - 1].text
    if head not in lexicon.joint_heads or at - first > _LONGEST_PLACE or last - at - 2 > _LONGEST_PLACE:
        return False
    if passage.known(at + 1, last)[0] == last or (at - first > 1 and tokens[first].text in lexicon.given):
        return False  # "Oxford University" is a body by itself, and Ana Lee is no region
    places = (*range(first, at), *range(at + 1, last - 1))
    if head in _OF_CITIES and not all(is_city(tokens[index].text) for index in places):
        return False  # "Ostrel and Oslo University": a company works with one
    return all(_may_be_region(passage, index) for index in places)


def _may_be_region(passage: Passage, at: int) -> bool:
    """Tell whether a word may be the name of a part of a country: no state, body, person's name or initials."""
    token, lexicon = passage.tokens[at], name_words()
    word = token.text
    if not token.capital or word.isupper() or word in lexicon.peoples:
        return False
    if word in lexicon.organization_last or word.lower() in lexicon.office or word.lower() in lexicon.address:
        return False
    return all(_is_region(sense) for sense in passage.known(at, at + 1)[1])


def _is_region(sense: Sense) -> bool:
    return sense.entity.type == "place" and sense.kind != "demonym" and not is_state(sense.entity)


def _of_two_matters(passage: Passage, first: int, at: int, last: int) -> bool:
    """Tell whether a body deals with two matters: "Roads and Canals Department"; names are no matters."""
    tokens = passage.tokens
    if tokens[last - 1].text not in name_words().matter_heads:
        return False
    return all(_is_no_name(passage, index) for index in (*range(first, at), *range(at + 1, last - 1)))


def _is_no_name(passage: Passage, at: int) -> bool:
    """Tell a word that is in no list of names, and is no acronym: it is one of the language's."""
    word = passage.tokens[at].text
    if _is_plain_word(passage, at):
        return True
    is_word = word[:1].isupper() and word[1:].islower() and word not in name_words().organization_last
    return is_word and lists_of(word) == "-" and not passage.known(at, at + 1)[1]


def _is_plain_word(passage: Passage, at: int) -> bool:
    """Tell a word of the language from a name of its own, whatever its capital."""
    word, lexicon = passage.tokens[at].text, name_words()
    lower = word.lower()
    if word in lexicon.peoples:
        return True
    if word in lexicon.organization_last or word in lexicon.place_last or word in lexicon.given:
        return False
    return (
        lower in lexicon.modifiers
        or lower in lexicon.opener
        or lower in passage.lower
        or lower.endswith(COMMON_ENDINGS)
    )


def members(tokens: Sequence[Token]) -> int:
    """Return how many tokens, from the second on, go on with a body's name: "Islanders | ' Association", or 0."""
    lexicon = name_words()
    texts = [token.text for token in tokens]
    are_two = len(texts) > 5 and texts[2] == "and" and texts[4] in _OF_MANY  # Dockers' and Carriers' Union
    owners = texts[0:4:3] if are_two else texts[:1]
    body = texts[5] if are_two else texts[2] if len(texts) > 2 else ""
    if body not in lexicon.organization_first or body not in lexicon.organization_last:
        return 0
    known = lexicon.organization_last | lexicon.peoples
    return 0 if any(owner in known or not owner[0].isupper() for owner in owners) else 3 * len(owners) - 1
