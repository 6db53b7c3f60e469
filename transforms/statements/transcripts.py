"""Interviews and transcripts: paragraphs that open with who speaks, "LEE: We will." or "Q: Will you?"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schemas.statement import Span
from transforms.language.word_classes import word_set

# capitals ("LEE:", "THE MAYOR:", "Q:"), or names ("Ana Lee:", "Lee, the mayor:"); a note in brackets may follow, the
# mark of a quoted transcript stand before
_LABEL = re.compile(
    r"[\"“]?(?P<who>(?P<capitals>[^\W\d_a-zß-ÿ][^\W\da-zß-ÿ]*(?:[ .'’-]{1,2}[^\W\d_a-zß-ÿ][^\W\da-zß-ÿ]*){0,4}\.?)"
    r"|[^\W\d_a-z][\w.'’-]*(?: [^\W\d_a-z][\w.'’-]*){0,3})(?: ?\([^()\n]{1,40}\))?:\s+(?=\S)"
)
_FEWEST = 2  # labels that come again: less is a list or a heading
_ENDS = (".", "?", "!", "…", "”", '"', "’", "»")  # how what one says ends
_NO_ONE = word_set(
    "note update correction related watch read photo photos video image source editor more fill id rating"
)  # say nothing


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says before the next one does: `who` is the label without its colon."""

    who: Span
    colon: Span
    words: Span


def find_turns(text: str, paragraphs: Sequence[Span]) -> tuple[Turn, ...]:
    """Return the turns of a transcript; none where the text is no transcript. A turn is what its paragraph holds.

    It is one where two labels come again and most of what follows labels ends as sentences do. Labels in capitals then
    count all, others when they come again.
    """
    found = list(_labels(text, paragraphs))
    times = Counter(text[turn.who.start : turn.who.end] for turn, _ in found)
    ended = sum(text[turn.words.start : turn.words.end].endswith(_ENDS) for turn, _ in found)
    if sum(count > 1 for count in times.values()) < _FEWEST or 2 * ended < len(found):
        return ()
    return tuple(turn for turn, capitals in found if capitals or times[text[turn.who.start : turn.who.end]] > 1)


def _labels(text: str, paragraphs: Sequence[Span]) -> Iterator[tuple[Turn, bool]]:
    for start, end in paragraphs:
        match = _LABEL.match(text, start, end)
        if match is None or not _NO_ONE.isdisjoint(match.group("who").lower().split()):
            continue
        colon = text.index(":", match.end("who"))
        yield (
            Turn(Span(*match.span("who")), Span(colon, colon + 1), Span(match.end(), end)),
            match.group("capitals") is not None,
        )
