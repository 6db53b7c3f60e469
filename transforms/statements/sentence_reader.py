"""Reads the attributions of one sentence: the outermost, from left to right, none overlapping another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from transforms.language.word_classes import DASHES, PREPOSITIONS, TIMES
from transforms.statements.attribution import Attribution
from transforms.statements.cues import ACCORDING, Cue, Sentence
from transforms.statements.frames import Range
from transforms.statements.postposed import postposed
from transforms.statements.preposed import preposed

_MAX_SIGNATURE = 16  # tokens: a name, an age, a trade, a town


def find_attributions(sentence: Sentence) -> tuple[Attribution, ...]:
    """Return the outermost attributions of a sentence, in order; contents do not overlap."""
    marked = _labelled(sentence) or _signed(sentence)
    if marked is not None:
        return (marked,)
    final = _final_cue(sentence)
    found: list[Attribution] = []
    floor = 0
    last_source: Range | None = None
    for cue in sentence.cues if final is None else (final,):
        if cue.start < floor or cue.end > sentence.end:
            continue
        attribution = postposed(sentence, cue, floor) or preposed(sentence, cue, floor, last_source)
        if attribution is not None:
            found.append(attribution)
            floor = attribution.end
            last_source = attribution.source or last_source
    return tuple(found)


def answered(found: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Return the attributions, a question nobody puts as put to who answers: "Asked why it leaked, Lee said …"."""
    asked, answer = (*found[:2], None, None)[:2]
    if asked is None or answer is None or asked.source is not None or asked.act != "ask" or asked.cue[0] > 1:
        return tuple(found)
    return (replace(asked, addressee=answer.source), *found[1:])


def _labelled(sentence: Sentence) -> Attribution | None:
    """Read "Lee: "…"", a name and a colon before nothing but a quotation."""
    tokens = sentence.tokens
    colon = next((at for at in range(1, min(10, sentence.end - 1)) if tokens[at].lower == ":"), None)
    if colon is None or not tokens[colon + 1].quoted or any(cue.start < colon for cue in sentence.cues[:1]):
        return None
    if not all(token.is_capital or token.lower in ("of", "the", "(", ")", ".", "-") for token in tokens[:colon]):
        return None
    return Attribution(
        (colon, colon + 1), (0, colon), ((colon + 1, sentence.end),), None, "say", negated=False, construction="label"
    )


def _signed(sentence: Sentence) -> Attribution | None:
    """Read ""…" — Ana Lee, nurse", nothing but quotations before a dash and a name after it."""
    tokens = sentence.tokens
    dash = next((at for at, token in enumerate(tokens[: sentence.end]) if token.lower in DASHES), 0)
    if dash == 0 or dash + 1 >= sentence.end or not all(token.quoted for token in tokens[:dash]):
        return None
    if sentence.end - dash > _MAX_SIGNATURE or not tokens[dash + 1].is_capital or sentence.cues:
        return None
    return Attribution(
        (dash, dash + 1), (dash + 1, sentence.end), ((0, dash),), None, "say", negated=False, construction="label"
    )


def _final_cue(sentence: Sentence) -> Cue | None:
    """Return the cue of a last "…, Lee said": it outranks every cue before it in the sentence."""
    for cue in reversed(sentence.cues):
        if cue.verb is ACCORDING or "clause" in cue.verb.takes:
            found = postposed(sentence, cue, 0)
            if found is not None and len(found.content) == 1 and _only_adjuncts(sentence, found.end):
                start, stop = found.content[0]
                words = [token for token in sentence.tokens[start:stop] if token.is_word]
                return None if all(word.quoted for word in words) else cue
    return None


def _only_adjuncts(sentence: Sentence, at: int) -> bool:
    rest = sentence.tokens[at : sentence.end]
    return not rest or rest[0].lower in TIMES or (rest[0].lower in PREPOSITIONS and len(rest) < 14)
