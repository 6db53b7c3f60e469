"""Small words that mean several people, and those that mean two."""

from __future__ import annotations

from collections.abc import Sequence

from transforms.entities.name_words import name_words
from transforms.entities.tokens import Token

PAIR = "pair"  # the head of the office that "the two leaders" says
_BEFORE = frozenset(("the", "The", "two", "both", "Both"))
_PAIRS = frozenset(("pair", "duo", "couple", "twosome"))


def is_crowd(word: str) -> bool:
    """Tell whether a small word means several people: "leaders", "sisters", "residents", "men"."""
    lexicon, one = name_words(), word[:-1]
    return word in lexicon.crowds or (word.endswith("s") and (one in lexicon.office or one in lexicon.kinship))


def pair_ending(tokens: Sequence[Token], index: int) -> int | None:
    """Return where the words begin that mean two people and end at `index`: "the two leaders", "both men", "the pair".

    Not "the pair of boots".
    """
    if index == 0 or tokens[index - 1].text not in _BEFORE or tokens[index - 1].sentence != tokens[index].sentence:
        return None
    word, before = tokens[index].text, tokens[index - 1].text.lower()
    if word in _PAIRS:
        is_of = index + 1 < len(tokens) and tokens[index + 1].text == "of"
        return index - 1 if before == "the" and not is_of else None
    if before == "both" and is_crowd(word):
        return index - 1
    is_two = before == "two" and index > 1 and tokens[index - 2].text.lower() in ("the", "these")
    return index - 2 if is_two and is_crowd(word) else None
