"""One text laid out for finding names: its tokens, what it tells of its own words, and the knowledge base."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transforms.entities.knowledge import Knowledge, Sense, without_accents
from transforms.entities.name_words import name_words
from transforms.entities.tokens import Line, Token, tokenize

POSSESSIVES = frozenset(("'s", "’s", "'", "’"))
_SHORTEST_SHARED = 2  # words: one of its own, one that is shared
_EXTRA_TOKENS = 2  # "People's Bank" is two words and three tokens


@dataclass(frozen=True, slots=True)
class Passage:
    """A text with its tokens and the evidence it gives on its own words."""

    text: str
    tokens: Sequence[Token]
    lines: Sequence[Line]
    knowledge: Knowledge
    lower: frozenset[str]  # words met in lower case
    middle: frozenset[str]  # words met with a capital that only a name explains

    def known(self, first: int, limit: int) -> tuple[int, tuple[Sense, ...]]:
        """Return the end and the senses of the longest form of the knowledge base that opens at token `first`."""
        token = self.tokens[first]
        if not token.capital and "-" not in token.text:
            return first, ()
        opening = without_accents(token.text).upper()
        longest = self.knowledge.longest(opening)
        if longest is None and first + 1 < limit and self.tokens[first + 1].text in POSSESSIVES:
            longest = self.knowledge.longest(opening + "'S")
        if longest is None:
            return first, ()
        for last in range(min(limit, first + longest + _EXTRA_TOKENS), first, -1):
            senses = self.knowledge.senses(self.text[token.start : self.tokens[last - 1].end])
            if senses and ((first > 0 and self.tokens[first - 1].text == ",") or not _is_address(senses)):
                return last, senses
        return first, ()

    def half(self, first: int, limit: int) -> tuple[Sense, ...]:
        """Return what the token stands for that shares the end of a name after "and": "North | and South Korea"."""
        if first + 2 >= limit or self.tokens[first + 1].text not in ("and", "or"):
            return ()
        last, senses = self.known(first + 2, limit)
        if not senses or last - first - 2 < _SHORTEST_SHARED:
            return ()
        return self.knowledge.senses(
            " ".join((self.tokens[first].text, *(t.text for t in self.tokens[first + 3 : last])))
        )

    def is_name_word(self, index: int, limit: int) -> bool:
        """Tell whether the token can stand inside a name: a capital, and neither "The" nor "Monday"."""
        if index >= limit or not self.tokens[index].capital:
            return False
        word, lexicon = self.tokens[index].text, name_words()
        return word.lower() not in lexicon.function and word not in lexicon.calendar


def _is_address(senses: Sequence[Sense]) -> bool:
    """Tell whether a form stands for a place in addresses alone: "Key West, Fla."."""
    return all(sense.kind == "weak" and sense.entity.type == "place" for sense in senses)


def lay_out(text: str, knowledge: Knowledge, headline: str | None = None) -> Passage:
    """Return the text as a passage. `headline` only tells which words are written small. Linear in the text."""
    tokens, lines = tokenize(text, lambda form: bool(knowledge.senses(form)))
    lower: set[str] = set()
    middle: set[str] = set()
    for line in lines:
        for token in tokens[line.first : line.last]:
            if not token.capital:
                lower.add(token.text)
            elif not token.initial and not line.headline:
                middle.add(token.text)
    if headline:
        lower.update(token.text for token in tokenize(headline)[0] if not token.capital)
    return Passage(text, tokens, lines, knowledge, frozenset(lower), frozenset(middle))
