"""Quotation marks paired: curly and straight, double and single, guillemets, low-high; nested and running over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from schemas.statement import Span, Spans
from transforms.language.paragraphs import paragraphs

# a run of many marks is ornament or damage, not speech: it is swallowed whole
_MARK = re.compile(r"(?P<noise>[\"“”„‟″«»‹›'‘’‚`]{8,})|''|``|[\"“”„‟″«»‹›'‘’‚]")
_DOUBLE, _SINGLE, _GUILLEMET = "double", "single", "guillemet"
_KIND = {
    **dict.fromkeys(("''", "``", '"', "“", "”", "„", "‟", "″"), _DOUBLE),
    **dict.fromkeys(("«", "»", "‹", "›"), _GUILLEMET),
    **dict.fromkeys(("'", "‘", "’", "‚"), _SINGLE),
}
_OPENING = frozenset(("``", "“", "„", "‟", "«", "‹", "‘", "‚"))
_CLOSING = frozenset(("”", "»", "›"))
_ELISION = re.compile(r"(?:\d\ds?|em|til|cause|cos|n|tis|twas|bout|round|cuz)\b", re.IGNORECASE)
_LATER_SINGLE = re.compile(r"(?:^|(?<=[\s(\[—–]))['‘](?=\w)|‘|(?P<closing>(?<=[\w.,?!…])['’](?!\w))")
_LOOK_AHEAD = 300  # characters
_MAX_DEPTH = 4


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation with its marks. More than one span: it runs over paragraphs, one span in each.

    `inner`: the quotations nested in it, in order.
    """

    spans: Spans
    inner: tuple[Quotation, ...] = ()


@dataclass(slots=True)
class _Open:
    """A quotation whose closing mark has not been met."""

    kind: str
    start: int
    earlier: list[Span] = field(default_factory=list)  # its spans in the paragraphs before
    inner: list[Quotation] = field(default_factory=list)

    def close(self, end: int) -> Quotation:
        return Quotation((*self.earlier, Span(self.start, end)), tuple(self.inner))


def quotations(text: str) -> tuple[Quotation, ...]:
    """Return the outermost quotations in order; the nested ones are in their `inner`. Linear in the text.

    An opening mark repeated where the next paragraph starts carries the quotation on, and so does a lone closing one
    in the next line. Unbalanced marks: a double
    one or a guillemet never closed ends with its paragraph; a single one never closed is dropped (it was an
    apostrophe); one opened again before it was closed starts anew; a closing mark without an opening one is dropped.
    """
    found: list[Quotation] = []
    running: _Open | None = None
    before = 0
    for start, end in paragraphs(text):
        stack: list[_Open] = []
        for at, stop, kind, opens in _marks(text, start, end):
            if running is not None:
                carried, running = running, None
                if opens is not False and kind == carried.kind and not text[start:at].strip():
                    stack.append(_Open(kind, at, carried.earlier, carried.inner))
                    continue
                if opens is False and kind == carried.kind and text.count("\n", before, start) == 1:
                    stack.append(_Open(kind, start, carried.earlier, carried.inner))  # a line break inside it
                else:
                    _give_up(found, carried)
            _meet(found, stack, kind, opens, at, stop)
        if running is not None:  # a paragraph without marks came between
            _give_up(found, running)
        running = _end_paragraph(found, stack, end)
        before = end
    if running is not None:
        _give_up(found, running)
    return tuple(found)


def _meet(found: list[Quotation], stack: list[_Open], kind: str, opens: bool | None, at: int, stop: int) -> None:
    """Let one mark open, close or do nothing. `opens` is None where the mark does what is due."""
    same = [depth for depth, quotation in enumerate(stack) if quotation.kind == kind]
    if opens is None:
        opens = not same
    if opens:
        if stack and stack[-1].kind == kind:
            _drop(found, stack)
        if len(stack) < _MAX_DEPTH:
            stack.append(_Open(kind, at))
    elif same and (kind != _SINGLE or same[-1] == len(stack) - 1):
        while len(stack) - 1 > same[-1]:
            _drop(found, stack)
        closed = stack.pop().close(stop)
        (stack[-1].inner if stack else found).append(closed)


def _drop(found: list[Quotation], stack: list[_Open]) -> None:
    """Forget the innermost open quotation; what it held moves one level out."""
    dropped = stack.pop()
    (stack[-1].inner if stack else found).extend(dropped.inner)


def _end_paragraph(found: list[Quotation], stack: list[_Open], end: int) -> _Open | None:
    """Forget what is open at a paragraph's end, but return the outermost: the next paragraph may carry it on."""
    while len(stack) > 1:
        _drop(found, stack)
    if not stack:
        return None
    stack[0].earlier.append(Span(stack[0].start, end))
    return stack[0]


def _give_up(found: list[Quotation], left: _Open) -> None:
    """End a quotation that no paragraph carried on; a single mark was an apostrophe unless it did run over."""
    if left.kind == _SINGLE and len(left.earlier) == 1:
        found.extend(left.inner)
    else:
        found.append(Quotation(tuple(left.earlier), tuple(left.inner)))


def _marks(text: str, start: int, end: int) -> Iterator[tuple[int, int, str, bool | None]]:
    """Yield start, end, kind of every mark, and whether it opens (True), closes (False) or either (None)."""
    for match in _MARK.finditer(text, start, end):
        if match.lastgroup:
            continue
        mark, at, stop = match.group(), match.start(), match.end()
        before = text[at - 1] if at > start else " "
        after = text[stop] if stop < end else " "
        kind = _KIND[mark]
        if kind == _SINGLE:
            opens = _single(text, mark, before, after, stop, end)
            if opens is not None:
                yield at, stop, kind, opens
        else:
            yield at, stop, kind, _double(mark, before, after)


def _double(mark: str, before: str, after: str) -> bool | None:
    can_open = not after.isspace() and not before.isalnum() and before not in ".,!?…"
    can_close = not before.isspace() and before not in "([—–" and not after.isalnum()
    if mark in _OPENING:
        return None if mark == "“" and can_close and not can_open else True
    if mark in _CLOSING:
        return before.isspace() and after.isalnum()
    if can_open == can_close:
        return None
    return can_open


def _single(text: str, mark: str, before: str, after: str, stop: int, end: int) -> bool | None:
    """Tell an opening from a closing single mark; None for an apostrophe."""
    if mark in ("‘", "‚"):
        return True
    if before.isalnum() and after.isalnum():
        return None
    if not before.isalnum() and before not in ".,!?…)”\"’'" and not after.isspace():
        return None if mark == "’" or not after.isalnum() or _ELISION.match(text, stop) else True
    if before.isspace():
        return None
    if before in "sS" and after == " " and text[stop + 1 : stop + 2].islower():
        # "the players' union": not the end while a clearer closing mark is still to come
        later = _LATER_SINGLE.search(text, stop, min(end, stop + _LOOK_AHEAD))
        return None if later and later.group("closing") else False
    return False
