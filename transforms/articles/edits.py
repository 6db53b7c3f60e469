"""What an edit did, for people to read: the paragraphs that changed, with the words taken out and put in marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_ELIDED = "…"  # stands for paragraphs that stayed as they were
_MAX_COMPARED = 1_000_000  # pairs of words or paragraphs; beyond, a passage is shown as taken out and put in
_MIN_LIKENESS = 0.4  # of two passages; below, marks between single words tell less than the two side by side
_AROUND = 12  # words shown on each side of a change in a long paragraph
_BREAK = "\n\n"
_TOKEN = re.compile(rf"{_BREAK}|\S+")


@dataclass(frozen=True, slots=True)
class Edit:
    """`diff` in the notation of GNU wdiff: [-words taken out-] {+words put in+}."""

    diff: str
    words_removed: int
    words_added: int


def edit(former: str, text: str) -> Edit:
    """Return what changed between two texts of paragraphs; the diff is "" when nothing did."""
    before, after = former.split(_BREAK), text.split(_BREAK)
    shown: list[str] = []
    removed = added = 0
    for is_same, out, put in _compared(before, after, least=0.0):
        if is_same:
            shown.append(_ELIDED)
            continue
        marked: list[str] = []
        passages = list(_compared(_tokens(out), _tokens(put), least=_MIN_LIKENESS))
        for place, (is_kept, gone, new) in enumerate(passages):
            if is_kept:
                marked.extend(_shortened(gone, is_first=place == 0, is_last=place == len(passages) - 1))
                continue
            marked += [f"[-{_joined(gone)}-]"] if gone else []
            marked += [f"{{+{_joined(new)}+}}"] if new else []
            removed += len(gone) - gone.count(_BREAK)
            added += len(new) - new.count(_BREAK)
        shown.append(_joined(marked))
    return Edit(_BREAK.join(shown) if removed or added else "", removed, added)


def _compared(
    before: Sequence[str], after: Sequence[str], *, least: float
) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
    """Yield the passages of two sequences in order: whether they are the same, that of the one, that of the other."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if len(before) * len(after) > _MAX_COMPARED or matcher.ratio() < least:
        yield False, before, after
        return
    for change, i, j, k, m in matcher.get_opcodes():
        yield change == "equal", before[i:j], after[k:m]


def _shortened(words: Sequence[str], *, is_first: bool, is_last: bool) -> list[str]:
    """Return words between changes, or before and after them, with the middle of many elided."""
    if len(words) <= 3 * _AROUND:
        return list(words)
    before, after = words[:_AROUND], words[-_AROUND:]
    return [*([] if is_first else before), _ELIDED, *([] if is_last else after)]


def _tokens(paragraphs: Sequence[str]) -> list[str]:
    return _TOKEN.findall(_BREAK.join(paragraphs))


def _joined(tokens: Sequence[str]) -> str:
    return " ".join(tokens).replace(f" {_BREAK} ", _BREAK).strip()
