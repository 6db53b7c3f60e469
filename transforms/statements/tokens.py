"""The tokens of a sentence: words, marks, and whole quotations folded into one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from schemas.statement import Span

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|\w+(?:[-'’&/.]\w+)*|--+|\.{2,}|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a mark, or a whole outermost quotation (`quoted`)."""

    start: int
    end: int
    text: str
    lower: str
    quoted: bool = False

    @property
    def is_word(self) -> bool:
        return self.quoted or self.lower[0].isalnum()

    @property
    def is_capital(self) -> bool:
        return not self.quoted and self.text[0].isupper()

    @property
    def ends_in_comma(self) -> bool:
        """Whether it is a quotation that a comma inside its marks ends."""
        return self.quoted and self.text.rstrip("\"'”’»").endswith(",")

    @property
    def is_whole(self) -> bool:
        """Whether it is a quotation that begins as sentences do."""
        return self.quoted and next((letter.isupper() for letter in self.text if letter.isalnum()), False)


def tokenise(text: str, start: int, end: int, quoted: Sequence[Span]) -> tuple[Token, ...]:
    """Return the tokens of `text[start:end]`; `quoted` are the sorted, disjoint quotation spans inside it."""
    found: list[Token] = []
    at = start
    for span in (*quoted, None):
        stop = end if span is None else max(at, span.start)
        for match in _TOKEN.finditer(text, at, stop):
            found.append(Token(match.start(), match.end(), match.group(), match.group().lower()))
        if span is not None:
            inside = max(at, span.start), min(end, span.end)
            found.append(Token(*inside, text[slice(*inside)], "”", quoted=True))
            at = span.end
    return tuple(found)
