"""What a name is the name of: person, organisation, place or something else, by its words and its neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence

from schemas.entity import EntityType
from transforms.entities.knowledge import Sense
from transforms.entities.name_cutting import Piece
from transforms.entities.name_lists import lists_of
from transforms.entities.name_words import name_words
from transforms.entities.passage import POSSESSIVES, Passage

_HYPHENATED = re.compile(r"[A-Z][a-z]{1,5}-[a-z]{1,6}\Z")  # given names in Chinese and Korean: "Lim Hae-won"
_QUOTES = frozenset('"“”‘')
_WRITTEN = frozenset(("Act", "Accord", "Accords", "Agreement", "Bill", "Convention", "Protocol", "Treaty"))
_LONGEST_PERSON = 5  # words
_OF_STATES = frozenset(("foreign minister", "foreign ministry", "prime minister", "finance minister", "central bank"))
_LONGEST_APPOSITION = 7  # words
_ACRONYM_LENGTH = range(2, 7)
_INSIDE = frozenset(("in", "near", "across", "throughout"))  # before a person's name only by chance
_PERSON_LENGTH = range(2, 5)  # words in a person's name that nothing else tells apart
COMMON_ENDINGS = (
    "ing",
    "tion",
    "sion",
    "ment",
    "ness",
    "ity",
    "ism",
    "ology",
    "ics",
    "ance",
    "ence",
    "ship",
    "able",
    "ful",
)


def known_type(senses: Sequence[Sense]) -> EntityType | None:
    """Return the type that every sense of a known form shares; a demonym names people, not the place: "other"."""
    types: set[EntityType] = {"other" if sense.kind == "demonym" else sense.entity.type for sense in senses}
    return types.pop() if len(types) == 1 else None


def is_written(names: Sequence[str]) -> bool:
    """Tell the name of a law or a treaty: "Rights Bill", not "Kate Bill" nor "Bill"."""
    return len(names) > 1 and names[-1] in _WRITTEN and "g" not in lists_of(names[0]).lower()


def guess_type(passage: Passage, piece: Piece, people: frozenset[str]) -> EntityType:
    """Return the type of a name the knowledge base does not have.

    `people`: words of the full names of persons met anywhere in the article.
    """
    if piece.titled:
        return "person"
    names = [token.text for token in passage.tokens[piece.first : piece.last] if token.text not in _QUOTES]
    told = _by_words(names) if len(names) > 1 else _by_word(names[0], people)
    told = told or _by_what_follows(passage, piece) or _by_what_precedes(passage, piece)
    if told == "person" and len(names) == 1 and _after_article(passage, piece) and names[0] not in people:
        return "organization"  # "the Front said"
    if told or piece.opens_known or _after_article(passage, piece):
        return told or "other"
    return _by_shape(names, passage)


def shown_type(passage: Passage, piece: Piece) -> EntityType | None:
    """Return the type that the text itself tells: "the town of X", "X village", "X's parliament", "X news agency"."""
    tokens, lexicon = passage.tokens, name_words()
    before = [token.text.lower() for token in tokens[max(0, piece.first - 2) : piece.first]]
    after = [token.text for token in tokens[piece.last : piece.last + 3]]
    if before[1:] == ["of"] and before[0] in lexicon.place_kinds:
        return "place"
    if not after or piece.titled:
        return None
    if after[0] in lexicon.place_after and after[1:2] != ["hall"]:
        return "place"
    owned = after[1:] if after[0] in POSSESSIVES else []
    if owned and (owned[0] in lexicon.of_places or " ".join(owned) in _OF_STATES):
        return "place"
    return "organization" if after[:2] == ["news", "agency"] else None


def _after_article(passage: Passage, piece: Piece) -> bool:
    """Tell "the Old Factory" from "Karel Odum": no article stands before a person's name."""
    return piece.first > 0 and passage.tokens[piece.first - 1].text.lower() == "the"


def _by_word(name: str, people: frozenset[str]) -> EntityType | None:
    """What one word tells: a surname named in full elsewhere, "Parliament", "WTL"."""
    if name in people:
        return "person"
    is_acronym = name.isalpha() and len(name) in _ACRONYM_LENGTH and _is_acronym(name)
    return "organization" if is_acronym or name in name_words().organization_alone else None


def _by_words(names: Sequence[str]) -> EntityType | None:
    """What several words tell: "… University", "Lake …", "Karel …"."""
    lexicon = name_words()
    first, last = names[0], names[-1]
    linked = any(name in lexicon.links for name in names)
    if last in lexicon.organization_last:
        return "organization"
    opens_person = first in lexicon.given or first in lexicon.opening_particles  # "von Talling"
    if opens_person and len(names) <= _LONGEST_PERSON and last not in lexicon.place_last:
        return "person"
    if linked and any(name in lexicon.organization_first for name in names):
        return "organization"
    if last in lexicon.place_last or (first in lexicon.place_of and names[1] == "of"):
        return "place"
    if len(names) <= _LONGEST_PERSON and _HYPHENATED.match(last) and not any(name.isupper() for name in names):
        return "person"
    if any(len(name) == 2 and name.endswith(".") for name in names) or last.rstrip(".") in ("Jr", "Sr"):
        return "person"
    return "place" if first in lexicon.place_first and len(names) == 2 else None


def _is_acronym(name: str) -> bool:
    """Tell "WTL" and "BoG" from words, and from "NGOs", which are many."""
    return name.isupper() or (name[0].isupper() and name[-1].isupper() and sum(map(str.islower, name)) == 1)


def _by_what_follows(passage: Passage, piece: Piece) -> EntityType | None:
    """What stands after it tells: "X, a city", "X said", "X, 43,"."""
    lexicon = name_words()
    after = [token.text for token in passage.tokens[piece.last : piece.last + 5]]
    if not after:
        return None
    if after[0] in lexicon.saying:
        first = passage.tokens[piece.first].text
        return "organization" if piece.last - piece.first > 1 and _is_city_alone(first) else "person"
    if shown := shown_type(passage, piece):
        return shown
    if after[0] in lexicon.posts and piece.last - piece.first == 1:  # "Ostrel chairman Ana Lee"
        return "organization"
    if after[0] != "," or len(after) < 3:
        return None
    if after[1] in ("a", "an", "the"):
        return _by_apposition(passage, piece.last + 2)
    is_age = after[1].isdigit() and len(after[1]) == 2 and after[2] in (",", ".")
    return "person" if is_age or after[1] == "who" else None


def _by_apposition(passage: Passage, first: int) -> EntityType | None:
    """What "X, a Dutch subsidiary of Y," says that X is: by the last word before a mark, a small word or a name."""
    lexicon, head = name_words(), ""
    for token in passage.tokens[first : first + _LONGEST_APPOSITION]:
        if token.text == "to":  # "a party to it"
            return None
        if not token.text[0].isalnum() or token.text in lexicon.function:
            break
        head = token.text
    if head in lexicon.place_kinds:
        return "place"
    if head in lexicon.organization_kinds:
        return "organization"
    return "person" if head in lexicon.office or head in lexicon.kinship else None


def _by_what_precedes(passage: Passage, piece: Piece) -> EntityType | None:
    """What stands before it tells: "the city of X", "northern X", "his wife X", "in X"."""
    lexicon, tokens = name_words(), passage.tokens
    if piece.first == 0:
        return None
    before = tokens[piece.first - 1].text.lower()
    single = piece.last - piece.first == 1
    if before == "of" and piece.first > 1 and tokens[piece.first - 2].text.lower() in lexicon.place_kinds:
        return "place"
    if before in lexicon.office or before in lexicon.kinship:
        return "person"
    if before in lexicon.organization_kinds and tokens[piece.first - 1].text.islower():
        return "organization"
    in_it = before in (lexicon.locative if single else _INSIDE) and _is_plain(tokens[piece.first].text)
    return "place" if in_it or (single and before in lexicon.compass) else None


def _is_city_alone(name: str) -> bool:
    """Tell a city's name that no person bears: "Plymouth Buses said", not "Paris Odum said"."""
    return lists_of(name) == "c"


def _is_plain(name: str) -> bool:
    """Tell "Kisumu" from "YouTube" and "NGOs"."""
    return name[1:].islower() or not name.isalpha()


def _by_shape(names: Sequence[str], passage: Passage) -> EntityType:
    """Nothing tells: two to four plain words that the article never writes small are most often a person."""
    words = name_words()
    if len(names) == 1:
        return "person" if names[0] in words.given else "other"
    if len(names) not in _PERSON_LENGTH or names[0].lower() in words.opener or _is_city_alone(names[0]):
        return "other"
    for name in names:
        plain = name.replace("-", "").replace("'", "").replace("’", "")
        lower = name.lower()
        if not plain.isalpha() or (plain.isupper() and len(plain) > 1):
            return "other"
        if name[0].isupper() and (lower in passage.lower or lower in words.opener or lower in words.modifiers):
            return "other"
        if lower.endswith(COMMON_ENDINGS) or name in words.peoples or name in words.organization_last:
            return "other"
    return "person"
