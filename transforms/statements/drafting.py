"""Drafts of attributions: sentences read one by one, then what runs over sentences and paragraphs put together."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import chain

from schemas.statement import Span, Spans
from transforms.language.encoder import read_windows
from transforms.language.quotations import Quotation, quotations
from transforms.language.text import dateline_length, paragraphs, sentences
from transforms.statements.attribution import Attribution
from transforms.statements.sentence_drafts import (
    ENDED,
    MARKS,
    MAX_SENTENCE,
    Draft,
    Tokens,
    is_quotation,
    of_sentence,
    with_document,
    with_next,
)
from transforms.statements.tagging import NO_TAGS, Tags
from transforms.statements.tokens import tokenise
from transforms.statements.transcripts import Turn, find_turns

_LONGEST = 4  # paragraphs: a longer one is a speech or a letter, given as a document


def draft_attributions(text: str, *, learned: bool) -> list[Draft]:
    """Return the attributions of a text in the order of their first word, their contents disjoint.

    `learned`: read with the encoder too; without it only the grammar reads.
    """
    quoted = quotations(text)
    spans = sorted(span for quotation in quoted for span in quotation.spans)
    blocks = paragraphs(text)
    turns = find_turns(text, blocks)
    bounds = _outside(sentences(text, quoted), turns)
    tags = Tags.of(read_windows(text, bounds, spans)) if learned else NO_TAGS
    drafts = [*_drafts(text, blocks, _read(text, spans, bounds), quoted, tags), *map(_of_turn, turns)]
    _join_running(drafts, [quotation.spans for quotation in quoted if len(quotation.spans) > 1])
    drafts.sort(key=lambda draft: min(draft.cue, *draft.content, *(() if draft.source is None else (draft.source,))))
    return drafts


def _outside(bounds: Sequence[Span], turns: Sequence[Turn]) -> list[Span]:
    """Return the sentences that are no part of a turn: what one says in an interview is that one statement."""
    starts = [turn.who.start for turn in turns]

    def is_outside(sentence: Span) -> bool:
        at = bisect_right(starts, sentence.start) - 1
        return at < 0 or sentence.start >= turns[at].words.end

    return [sentence for sentence in bounds if is_outside(sentence)]


def _of_turn(turn: Turn) -> Draft:
    label = Attribution((0, 0), None, (), None, "say", negated=False, construction="label")
    sentence = Span(turn.who.start, turn.words.end)
    return Draft(label, sentence, turn.colon, turn.who, None, [turn.words], plain=False, quoted=True, open=False)


def _read(text: str, quoted: Sequence[Span], bounds: Sequence[Span]) -> list[Tokens]:
    """Return the tokens of every sentence that has any; very long ones in pieces."""
    starts = [span.start for span in quoted]
    read: list[Tokens] = []
    for begin, end in bounds:
        start = begin + dateline_length(text[begin:end])  # "LONDON (Reuters) — " says where, not who
        tokens = tokenise(text, start, end, quoted[bisect_left(starts, start) : bisect_left(starts, end)])
        read.extend(tokens[at : at + MAX_SENTENCE] for at in range(0, len(tokens), MAX_SENTENCE))
    return read


def _drafts(
    text: str, blocks: Sequence[Span], read: Sequence[Tokens], quoted: Sequence[Quotation], tags: Tags
) -> list[Draft]:
    """Return the attributions of all sentences; a sentence that is all quotation carries on the one before it.

    So does a paragraph (one of `blocks`) that is all quotation: it is credited as the paragraph before it ends.
    """
    whole = _whole(text, frozenset(blocks), quoted)
    ends = [block.end for block in blocks]
    drafts: list[Draft] = []
    told: list[Draft] = []  # in the last sentence
    before, at = -1, 0  # the last sentence's paragraph; the next sentence
    narrated: Tokens = ()  # the last sentence that is not all quotation
    while at < len(read):
        tokens = read[at]
        paragraph = bisect_left(ends, tokens[-1].end)
        alone = is_quotation(tokens)
        carried = _speaking_on(told) if alone and paragraph == before else []
        found = None if carried else with_next(text, read, at, tags)
        stop = at + (1 if found is None else 2)
        if not (found or alone) and (document := with_document(text, read, at, ends, tags)) is not None:
            found, stop = document
            paragraph += 1
        if found is None and alone:
            if paragraph == before + 1 and (tokens[0].start, tokens[-1].end) in whole:
                carried = sorted(filter(_may_go_on, told), key=lambda draft: draft.open)
            told = carried[-1:]
            for draft in told:
                draft.carry_on(tokens)
        else:
            told = of_sentence(tokens, tags) if found is None else found
            for draft in told:
                draft.before = narrated
            drafts.extend(told)
            narrated = tokens if found is None or not alone else read[stop - 1]
        before, at = paragraph, stop
    return drafts


def _speaking_on(told: Sequence[Draft]) -> list[Draft]:
    """Return what a quotation right after its sentence carries on: a quotation left open, or "…, Lee said." """
    last = [draft for draft in told[-1:] if draft.attribution.construction == "postposed" and _speaks(draft)]
    return [draft for draft in told if draft.open] or last


def _speaks(draft: Draft) -> bool:
    """Tell whether it is the one credited who may be heard next: one who asks is answered."""
    return draft.source is not None and draft.attribution.act != "ask" and not draft.attribution.negated


def _may_go_on(draft: Draft) -> bool:
    """Tell whether whom the draft credits may be heard in the next paragraph."""
    return _speaks(draft) and draft.source is not None and draft.source.end - draft.source.start > 1


def _whole(text: str, own: frozenset[Span], quoted: Sequence[Quotation]) -> frozenset[Span]:
    """Return the quotations that are paragraphs of their `own`, from the first to the last."""

    def is_ended(end: int) -> bool:
        return text[max(0, end - 4) : end].rstrip(MARKS).endswith(ENDED)

    wholes = [one.spans for one in quoted if len(one.spans) <= _LONGEST and own.issuperset(one.spans)]
    return frozenset(chain.from_iterable(spans for spans in wholes if is_ended(spans[-1].end)))


def _join_running(drafts: Sequence[Draft], running: Sequence[Spans]) -> None:
    """Give a draft that holds a part of a quotation running over paragraphs the other parts, unless one is taken."""
    held = sorted((span, number) for number, draft in enumerate(drafts) for span in draft.content)
    starts = [span.start for span, _ in held]

    def holder(part: Span) -> int | None:
        at = bisect_right(starts, part.start) - 1
        return held[at][1] if at >= 0 and held[at][0].end >= part.end else None

    for parts in running:
        holders = [holder(part) for part in parts]
        owner = next((number for number in holders if number is not None), None)
        if owner is not None:
            free = [part for part, number in zip(parts, holders, strict=True) if number is None]
            drafts[owner].content = sorted([*drafts[owner].content, *free])
