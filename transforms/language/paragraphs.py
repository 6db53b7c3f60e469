"""Where the paragraphs of a text are: at blank lines, and at every line break that no program put into a sentence."""

from __future__ import annotations

import re
from itertools import pairwise

from schemas.statement import Span

_LINE = re.compile(r"[^\S\n]*(\S[^\n]*)")
_BLOCK = re.compile(r"\S(?:[^\n]|\n(?![^\S\n]*\n))*")
_WIDEST = 100  # characters: what wraps text breaks lines before this
_FULL = 50  # characters: a line so long, with more to follow at once, may have been broken by a program


def paragraphs(text: str) -> tuple[Span, ...]:
    """Return the paragraphs without the white space at their edges, in order. Linear in the text.

    They end at a blank line; where the text is not wrapped to a width, at every line break.
    """
    pattern = _BLOCK if _is_wrapped(text) else _LINE
    group = pattern.groups
    return tuple(
        Span(match.start(group), match.start(group) + len(match.group(group).rstrip()))
        for match in pattern.finditer(text)
    )


def _is_wrapped(text: str) -> bool:
    """Tell whether lines end where a width was reached: none is long, most that run on are nearly full."""
    lines = text.split("\n")
    if max(map(len, lines)) > _WIDEST:
        return False
    run_on = [line for line, following in pairwise(lines) if line.strip() and following.strip()]
    return sum(len(line) >= _FULL for line in run_on) * 2 > len(run_on)
