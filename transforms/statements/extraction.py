"""Statement extraction: the text of an article in, attributions of speech and writing out, each with its spans."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from schemas.entity import Entity, Mention
from schemas.statement import Span, Spans, Statement, StatementType
from transforms.language.quotations import quotations
from transforms.language.text import dateline_length, paragraphs, sentences
from transforms.statements.attribution import Attribution
from transforms.statements.circumstances import Clause, find_circumstances
from transforms.statements.clauses import Token, tokenise
from transforms.statements.cues import read_sentence
from transforms.statements.frames import Range
from transforms.statements.lexicon import lexicon
from transforms.statements.sentence_reader import find_attributions
from transforms.statements.speakers import Mentions, find_speaker

# How often each construction is right, content and source: its precision in the training part of PolNeAR (840 US
# newspaper articles annotated by hand), speech only, rounded down. Too rare there to measure: "label", "nominal".
CONFIDENCE: Mapping[str, float] = {
    "quotation": 0.9,
    "clause": 0.8,
    "postposed": 0.75,
    "label": 0.7,
    "object": 0.65,
    "inherited": 0.55,
    "nominal": 0.5,
    "unsourced": 0.25,
}
_MAX_SENTENCE = 250  # tokens, a quotation counting as one: what is longer is no prose, and is read in pieces
_UNANSWERED = "?!—–…"  # a quotation that ends so may be followed by "Lee said." as if by a new sentence

Tokens = tuple[Token, ...]


@dataclass(slots=True)
class _Draft:
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


def find_statements(
    text: str, *, mentions: Sequence[Mention], entities: Mapping[str, Entity], published_at: datetime | None
) -> tuple[Statement, ...]:
    """Return the statements of an English text, in the order of their first word.

    `mentions`: of this text, sorted by start; `entities`: by `entity_id`; `published_at` resolves "on Monday".
    The spans of a part (content, source, cue) are sorted and disjoint, and so are the contents of two statements.
    Content holds its quotation marks and "that", not cue and source. Never raises; time is linear in the text.
    """
    quoted = quotations(text)
    spans = sorted(span for quotation in quoted for span in quotation.spans)
    drafts = _drafts(text, _read(text, spans, sentences(text, quoted)))
    _join_running(drafts, [quotation.spans for quotation in quoted if len(quotation.spans) > 1])
    drafts.sort(key=lambda draft: min(draft.cue, *draft.content, *(() if draft.source is None else (draft.source,))))
    known = Mentions.of(mentions, entities)
    return tuple(
        _statement(text, draft, clause, known, published_at)
        for draft, clause in zip(drafts, _clauses(drafts), strict=True)
    )


def _read(text: str, quoted: Sequence[Span], bounds: Sequence[Span]) -> list[Tokens]:
    """Return the tokens of every sentence that has any; very long ones in pieces."""
    starts = [span.start for span in quoted]
    read: list[Tokens] = []
    for begin, end in bounds:
        start = begin + dateline_length(text[begin:end])  # "LONDON (Reuters) — " says where, not who
        tokens = tokenise(text, start, end, quoted[bisect_left(starts, start) : bisect_left(starts, end)])
        read.extend(tokens[at : at + _MAX_SENTENCE] for at in range(0, len(tokens), _MAX_SENTENCE))
    return read


def _drafts(text: str, read: Sequence[Tokens]) -> list[_Draft]:
    """Return the attributions of all sentences; a sentence that is all quotation carries on the one before it."""
    ends = [paragraph.end for paragraph in paragraphs(text)]
    drafts: list[_Draft] = []
    last: tuple[int, _Draft | None] = (-1, None)  # the last sentence's paragraph and open draft
    at = 0
    while at < len(read):
        tokens = read[at]
        paragraph = bisect_left(ends, tokens[-1].end)
        if _is_quotation(tokens):
            if last[0] == paragraph and last[1] is not None:
                last[1].content.extend(Span(token.start, token.end) for token in tokens if token.quoted)
            elif (found := _with_next(text, read, at)) is not None:
                drafts.extend(found)
                last = (paragraph, found[-1] if found[-1].open else None)
                at += 1
        else:
            found = _with_next(text, read, at)
            if found is not None:
                at += 1
            else:
                found = _of_sentence(tokens)
            drafts.extend(found)
            last = (paragraph, found[-1] if found and found[-1].open else None)
        at += 1
    return drafts


def _is_quotation(tokens: Tokens) -> bool:
    words = [token for token in tokens if token.is_word]
    return bool(words) and all(token.quoted for token in words)


def _with_next(text: str, read: Sequence[Tokens], at: int) -> list[_Draft] | None:
    """Read a sentence with the next one where only together they attribute: "…?" Lee said. / Lee said: ⏎ "…"."""
    if at + 1 == len(read):
        return None
    tokens, following = read[at], read[at + 1]
    both = len(tokens) + len(following) <= _MAX_SENTENCE
    if both and tokens[-1].lower == ":" and _is_quotation(following):
        found = _of_sentence((*tokens, *following))
        return found if found and found[-1].content[-1].end > following[0].start else None
    if both and tokens[-1].quoted and text[max(0, tokens[-1].end - 2)] in _UNANSWERED and not following[0].quoted:
        found = _of_sentence((*tokens, *following))
        first = next(iter(found), None)
        if first and first.content[0].end <= tokens[-1].end and first.cue.start >= following[0].start:
            return found
    return None


def _of_sentence(tokens: Tokens) -> list[_Draft]:
    sentence = Span(tokens[0].start, tokens[-1].end)
    drafts = []
    for attribution in find_attributions(read_sentence(tokens, lexicon())):
        words = [token for start, stop in attribution.content for token in tokens[start:stop] if token.is_word]
        drafts.append(
            _Draft(
                attribution=attribution,
                sentence=sentence,
                cue=_span(tokens, attribution.cue),
                source=None if attribution.source is None else _span(tokens, attribution.source),
                addressee=None if attribution.addressee is None else _span(tokens, attribution.addressee),
                content=[_span(tokens, content) for content in attribution.content],
                plain=not all(word.quoted for word in words),
                quoted=any(word.quoted for word in words),
                open=words[-1].quoted,
            )
        )
    return drafts


def _span(tokens: Tokens, of: Range) -> Span:
    return Span(tokens[of[0]].start, tokens[of[1] - 1].end)


def _join_running(drafts: Sequence[_Draft], running: Sequence[Spans]) -> None:
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


def _clauses(drafts: Sequence[_Draft]) -> Iterator[Clause]:
    """Yield the words of each attribution itself: its sentence without the contents around cue and source."""
    contents = sorted(span for draft in drafts for span in draft.content)
    starts, ends = [span.start for span in contents], [span.end for span in contents]
    for draft in drafts:
        first = min(draft.cue.start, draft.source.start if draft.source else draft.cue.start)
        last = max(draft.cue.end, draft.source.end if draft.source else draft.cue.end)
        before, after = bisect_right(ends, draft.cue.start), bisect_left(starts, draft.cue.end)
        start = max(draft.sentence.start, ends[before - 1] if before else 0)
        end = min(draft.sentence.end, starts[after] if after < len(starts) else draft.sentence.end)
        yield Clause(min(start, max(first, start)), max(end, min(last, end)), draft.cue, draft.source, draft.addressee)


def _statement(
    text: str, draft: _Draft, clause: Clause, mentions: Mentions, published_at: datetime | None
) -> Statement:
    attribution = draft.attribution
    kind: StatementType = "mixed" if draft.plain and draft.quoted else "direct" if draft.quoted else "indirect"
    return Statement(
        type=kind,
        content=tuple(draft.content),
        source=() if draft.source is None else (draft.source,),
        cue=(draft.cue,),
        cue_lemma=attribution.lemma,
        speech_act=attribution.act,
        is_negated=attribution.negated,
        speaker=find_speaker(text, draft.source, mentions),
        circumstances=find_circumstances(text, clause, mentions, published_at),
        confidence=CONFIDENCE[attribution.construction],
    )
