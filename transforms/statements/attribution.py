"""The record of one attribution inside a sentence, as token ranges; how readers of a sentence make it.

Constructions, as `Attribution.construction` names them:

    quotation   "…," she said. / "…," said Lee, a nurse. / Lee said: "…"
    label       Lee: "…"
    clause      Lee said (that) … / Lee told reporters that … / Lee urged them to …
    postposed   …, Lee said. / …, according to Lee.
    object      Lee criticized … / Lee called for …
    nominal     Lee's claim that …
    inherited   …, adding that … / … and called on them to …
    unsourced   it was reported that … / asked whether …, he …
"""

from __future__ import annotations

from dataclasses import dataclass

from transforms.statements.cues import Cue, Sentence
from transforms.statements.frames import Range


@dataclass(frozen=True, slots=True)
class Attribution:
    """Token ranges of one attribution within its sentence."""

    cue: Range
    source: Range | None
    content: tuple[Range, ...]
    lemma: str | None
    act: str
    negated: bool
    construction: str
    addressee: Range | None = None

    @property
    def end(self) -> int:
        """The index after everything that belongs to it."""
        return max(stop for _, stop in (self.cue, *self.content, self.source or self.cue))


def attribute(
    cue: Cue, source: Range | None, content: tuple[Range, ...], construction: str, addressee: Range | None = None
) -> Attribution:
    """Return the attribution of `content` to `source` by a cue of the lexicon."""
    return Attribution(
        (cue.start, cue.end), source, content, cue.verb.lemma, cue.verb.act, cue.negated, construction, addressee
    )


def trimmed(sentence: Sentence, start: int, stop: int) -> Range | None:
    """Return the range without marks at its edges, but for a bracket that closes it; None where nothing is left."""
    tokens = sentence.tokens
    while start < stop and not tokens[start].is_word:
        start += 1
    while stop > start and not tokens[stop - 1].is_word:
        stop -= 1
    words = [token.lower for token in tokens[start:stop]]
    if words.count("(") > words.count(")"):  # "Ana Lee (D-Me.)"
        closing = (at for at in range(stop, min(stop + 2, len(tokens))) if tokens[at].lower == ")")
        stop = next(closing, stop - 1) + 1
    return (start, stop) if stop > start else None
