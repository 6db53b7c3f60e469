"""The capital of a sentence's first word: the sentence's, or that of a name."""

from __future__ import annotations

from transforms.entities.name_lists import lists_of
from transforms.entities.name_titles import is_title_word
from transforms.entities.name_words import name_words
from transforms.entities.passage import Passage

SAID = frozenset(("said", "says", "told", "added", "'s", "’s"))  # after a name
_OF_TIME = frozenset(("former", "new", "acting", "ex", "late", "outgoing", "incoming", "then", "old", "young"))
_AGENCY = ["news", "agency"]


def is_trusted(passage: Passage, first: int, last: int) -> bool:
    """Tell whether the capital of a sentence's first word is more than the sentence's."""
    token, lexicon = passage.tokens[first], name_words()
    lower, several = token.text.lower(), last - first > 1
    opens_title = several and (
        lower in lexicon.office or (lower in lexicon.modifiers and is_title_word(passage, first + 1))
    )
    if opens_title or lower.rstrip(".") in lexicon.address or (several and lower in lexicon.opening_particles):
        return True
    if lower in lexicon.opener:  # Open Society Foundation
        return several and _opens_name(passage, first, last)
    if token.text in passage.middle:
        return True
    if lower in passage.lower or (several and _is_gerund(passage, first)):
        return False
    if several or token.text in lexicon.given or (token.text.isupper() and len(token.text) > 1):
        return True
    after = [token.text for token in passage.tokens[last : last + 2]]
    return bool(after) and (after[0] in SAID or after == _AGENCY)


def _opens_name(passage: Passage, first: int, last: int) -> bool:
    """Tell whether a word that often opens sentences opens a name there: "General Assembly", not "Former Assembly"."""
    tokens, lexicon = passage.tokens, name_words()
    word, second = tokens[first].text.lower(), tokens[first + 1].text
    if second in lexicon.given:
        return False
    heads = (lexicon.organization_last, lexicon.organization_alone, lexicon.place_last)
    if any(second in head for head in heads) and word not in _OF_TIME and not is_title_word(passage, first + 1):
        return True
    return word not in lexicon.modifiers and tokens[last - 1].text in lexicon.organization_last


def _is_gerund(passage: Passage, first: int) -> bool:
    """Tell "Quoting | Tellura" from "Manning", "Beijing" and "Broadcasting Corp" at the head of a sentence."""
    word, second = passage.tokens[first].text, passage.tokens[first + 1].text
    opens = first == 0 or passage.tokens[first - 1].sentence != passage.tokens[first].sentence
    is_verb = word.endswith("ing") and word[1:].islower() and lists_of(word) == "-"
    return opens and is_verb and second not in name_words().organization_last


def may_be_name(passage: Passage, at: int) -> bool:
    """Tell whether the first word of a sentence, alone, may be a name: the article never writes it small."""
    lower = passage.tokens[at].text.lower()
    if lower.endswith("ly") and lists_of(passage.tokens[at].text) == "-":  # "Allegedly"
        return False
    return lower not in name_words().opener and lower not in passage.lower and lower.isalpha()
