"""Spans that overlap as they like → elements that do not: a text's paragraphs as markup, well nested.

The text is cut wherever a span begins or ends; an element that would cross another is closed there and opened again.
"""

from __future__ import annotations

import re
from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from markupsafe import Markup, escape

from transforms.language.paragraphs import paragraphs

# what HTML cannot carry, what moves a terminal's cursor, and what reorders the text that is read (UAX #9)
_NOT_CARRIED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class Cover:
    """An element that wants to cover `text[start:end]`: of a lower layer, outside those of a higher one.

    `anchor` is the id, and `label` the markup written at the element's beginning, where it opens first.
    """

    layer: int
    start: int
    end: int
    tag: str
    attributes: Markup
    anchor: str = ""
    label: str = ""


def marked_paragraphs(text: str, covers: Iterable[Cover]) -> Iterator[Markup]:
    """Yield each paragraph as markup, escaped. Linear in text and covers, but for how deep they nest.

    A link may not stand in a link: of those that cover the same words, only the innermost is written.
    """
    # equal spans keep the order they came in; a longer span is outside a shorter one that starts with it
    ordered = sorted(covers, key=lambda cover: (cover.layer, cover.start, -cover.end))
    starting: dict[int, list[int]] = defaultdict(list)
    ending: dict[int, list[int]] = defaultdict(list)
    for rank, cover in enumerate(ordered):
        if cover.start < cover.end:
            starting[cover.start].append(rank)
            ending[cover.end].append(rank)
    edges = sorted({*starting, *ending, *chain.from_iterable(bounds := paragraphs(text))})
    begins, ends = {start for start, _ in bounds}, {end for _, end in bounds}
    active: list[int] = []
    anchored: set[str] = set()
    opened: list[Cover] = []
    written: list[Markup] = []
    within = False
    for start, end in pairwise(edges):
        for rank in ending.get(start, ()):
            active.remove(rank)
        for rank in starting.get(start, ()):
            insort(active, rank)
        within = start in begins or (within and start not in ends)
        if not within:
            continue
        wanted = _one_link([ordered[rank] for rank in active])
        written += [_switched(opened, wanted, anchored), escape(carried(text[start:end]))]
        opened = wanted
        if end in ends:
            yield Markup("").join([*written, _switched(opened, [], anchored)])
            written, opened = [], []


def carried(text: str) -> str:
    """Return the text with what HTML cannot carry as one U+FFFD each, or a space where it was one: offsets stay."""
    return _NOT_CARRIED.sub(lambda found: " " if found[0].isspace() else "\ufffd", text)


def _one_link(covering: list[Cover]) -> list[Cover]:
    """Of links that cover the same words, keep the innermost."""
    links = [cover for cover in covering if cover.tag == "a"]
    return [cover for cover in covering if cover.tag != "a" or cover is links[-1]]


def _switched(opened: Sequence[Cover], wanted: Sequence[Cover], anchored: set[str]) -> Markup:
    """Close what is no longer wanted, and what stands inside it; open what is."""
    kept = 0
    while kept < min(len(opened), len(wanted)) and opened[kept] is wanted[kept]:
        kept += 1
    tags = [Markup("</{}>").format(cover.tag) for cover in reversed(opened[kept:])]
    for cover in wanted[kept:]:
        first = bool(cover.anchor) and cover.anchor not in anchored
        anchored.add(cover.anchor)
        anchor = Markup(' id="{}"').format(cover.anchor) if first else Markup("")
        tags.append(Markup("<{}{}{}>{}").format(cover.tag, cover.attributes, anchor, cover.label if first else ""))
    return Markup("").join(tags)
