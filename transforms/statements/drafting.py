"""Drafts of attributions: sentences read one by one, then what runs over sentences and paragraphs put together."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from schemas.statement import Span, Spans
from transforms.language.encoder import read_windows
from transforms.language.quotations import Quotation, quotations
from transforms.language.text import dateline_length, paragraphs, sentences
from transforms.language.word_classes import DASHES
from transforms.statements.attribution import Attribution
from transforms.statements.combining import combine
from transforms.statements.cues import Sentence, read_sentence
from transforms.statements.frames import Range
from transforms.statements.lexicon import lexicon
from transforms.statements.sentence_reader import answered, find_attributions
from transforms.statements.tagging import NO_TAGS, Tags
from transforms.statements.tokens import Token, tokenise
from transforms.statements.transcripts import Turn, find_turns

_MAX_SENTENCE = 250  # tokens, a quotation counting as one: what is longer is no prose, and is read in pieces
_MARKS = "\"'”’»"
_ENDED = (".", "!", "?", "…")  # a quotation that stands alone and does not end so is a heading
_LONGEST = 4  # paragraphs: a longer one is a speech or a letter, given as a document
_UNANSWERED = "?!—–…"  # a quotation that ends so may be followed by "Lee said." as if by a new sentence

Tokens = tuple[Token, ...]


@dataclass(slots=True)
class Draft:
    """An attribution with spans of the text, while quotations may still join its content."""

    attribution: Attribution
    sentence: Span
    cue: Span
    source: Span | None
    addressee: Span | None
    content: list[Span]
    plain: bool  # some content stands outside quotation marks
    quoted: bool  # some content stands inside
    open: bool  # its content ends in a quotation, which the next sentence may carry on
    before: Tokens = ()  # the sentence before its own that is not all quotation

    def carry_on(self, tokens: Tokens) -> None:
        """Add what is quoted to its content."""
        self.content.extend(Span(token.start, token.end) for token in tokens if token.quoted)
        self.quoted = self.open = True


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
        read.extend(tokens[at : at + _MAX_SENTENCE] for at in range(0, len(tokens), _MAX_SENTENCE))
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
    given: Draft | None = None  # the words of a document go on in this paragraph
    while at < len(read):
        tokens = read[at]
        paragraph = bisect_left(ends, tokens[-1].end)
        alone = _is_quotation(tokens)
        carried = _speaking_on(told) if alone and paragraph == before else []
        found = None if carried else _with_next(text, read, at, tags)
        document = None if found or alone else _with_document(text, read, at, ends, tags)
        if document is not None:
            found, given, paragraph = document, document[-1], paragraph + 1
        elif paragraph != before:
            given = None
        at += 1 if found is None else 2
        if found is None and alone:
            if paragraph == before + 1 and (tokens[0].start, tokens[-1].end) in whole:
                carried = sorted(filter(_may_go_on, told), key=lambda draft: draft.open)
            told = carried[-1:]
            for draft in told:
                draft.carry_on(tokens)
        else:
            told = _of_sentence(tokens, tags) if found is None else found
            if told and document is None:
                given = None
            elif given is not None and found is None:
                given.content.append(_span(tokens, (0, len(tokens))))
            for draft in told:
                draft.before = narrated
            drafts.extend(told)
            narrated = tokens if found is None or not alone else read[at - 1]
        before = paragraph
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
        return text[max(0, end - 4) : end].rstrip(_MARKS).endswith(_ENDED)

    wholes = [one.spans for one in quoted if len(one.spans) <= _LONGEST and own.issuperset(one.spans)]
    return frozenset(chain.from_iterable(spans for spans in wholes if is_ended(spans[-1].end)))


def _is_quotation(tokens: Tokens) -> bool:
    words = [token for token in tokens if token.is_word]
    return bool(words) and all(token.quoted for token in words)


def _with_next(text: str, read: Sequence[Tokens], at: int, tags: Tags) -> list[Draft] | None:
    """Read a sentence with the next one where only together they attribute.

    "…?" Lee said. / Lee said: ⏎ "…" / "…" ⏎ — Lee
    """
    if at + 1 == len(read):
        return None
    tokens, following = read[at], read[at + 1]
    both = len(tokens) + len(following) <= _MAX_SENTENCE
    if both and tokens[-1].lower == ":" and _is_quotation(following):
        found = _of_sentence((*tokens, *following), tags)
        return found if found and found[-1].content[-1].end > following[0].start else None
    if both and _is_quotation(tokens) and following[0].lower in DASHES:
        return _of_sentence((*tokens, *following), tags) or None
    if both and tokens[-1].quoted and text[max(0, tokens[-1].end - 2)] in _UNANSWERED and not following[0].quoted:
        found = _of_sentence((*tokens, *following), tags)
        first = next(iter(found), None)
        if first and first.content[0].end <= tokens[-1].end and first.cue.start >= following[0].start:
            return found
    return None


def _with_document(text: str, read: Sequence[Tokens], at: int, ends: Sequence[int], tags: Tags) -> list[Draft] | None:
    """Read a sentence that ends in a colon with the first of the next paragraph, which gives a document's words.

    Lee said in a statement: ⏎ The dam is safe. It was inspected in May.
    """
    if at + 1 == len(read) or read[at][-1].lower != ":":
        return None
    tokens, following = read[at], read[at + 1]
    paragraph = bisect_left(ends, tokens[-1].end)
    is_next = tokens[-1].end >= ends[paragraph] - 1 and bisect_left(ends, following[-1].end) == paragraph + 1
    is_prose = is_next and text[: ends[paragraph + 1]].rstrip(_MARKS)[-1:] in _ENDED
    if not is_prose or following[0].quoted or _of_sentence(following, tags):
        return None
    found = _of_sentence((*tokens, *following), tags)
    if not found or found[-1].content[-1].end <= following[0].start:  # "Lee denied the charges: ⏎ Nobody was forced."
        found = [one for one in _of_sentence(tokens, tags) if one.content[-1].end == tokens[-2].end]
        for draft in found[-1:]:
            draft.content.append(_span(following, (0, len(following))))
    return found or None


def _of_sentence(tokens: Tokens, tags: Tags) -> list[Draft]:
    sentence = read_sentence(tokens, lexicon())
    found = answered(combine(sentence, find_attributions(sentence), tags))
    return [_draft(tokens, attribution, _continued(sentence, attribution, found)) for attribution in found]


def _continued(sentence: Sentence, attribution: Attribution, found: Sequence[Attribution]) -> tuple[Range, ...]:
    """Return the content with the quotation that ends the sentence: "…," Lee said, pointing at the map, "…"."""
    tokens, end = sentence.tokens, sentence.end
    begun, last = attribution.content[0], end - 1
    split = tokens[begun[0]].quoted and begun[1] <= attribution.cue[0] and len(attribution.content) == 1
    if not split or attribution is not found[-1] or not tokens[last].quoted or last < attribution.end:
        return attribution.content
    return (*attribution.content, (last, end)) if tokens[last - 1].lower == "," else attribution.content


def _draft(tokens: Tokens, attribution: Attribution, content: tuple[Range, ...]) -> Draft:
    words = [token for start, stop in content for token in tokens[start:stop] if token.is_word]
    return Draft(
        attribution=attribution,
        sentence=Span(tokens[0].start, tokens[-1].end),
        cue=_span(tokens, attribution.cue),
        source=None if attribution.source is None else _span(tokens, attribution.source),
        addressee=None if attribution.addressee is None else _span(tokens, attribution.addressee),
        content=[_span(tokens, part) for part in content],
        plain=not all(word.quoted for word in words),
        quoted=any(word.quoted for word in words),
        open=words[-1].quoted,
    )


def _span(tokens: Tokens, of: Range) -> Span:
    return Span(tokens[of[0]].start, tokens[of[1] - 1].end)


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
