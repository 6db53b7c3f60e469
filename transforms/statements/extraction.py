"""Statement extraction: the text of an article in, attributions of speech and writing out, each with its spans."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from schemas.entity import Entity, Mention
from schemas.statement import Speaker, Statement, StatementType
from transforms.statements.circumstances import Clause, find_circumstances
from transforms.statements.continuing import described_so, is_named, last_called_so, of_that_age, who_acts, who_goes_on
from transforms.statements.drafting import draft_attributions
from transforms.statements.sentence_drafts import Draft
from transforms.statements.speakers import UNRESOLVED, Mentions, find_labelled, find_speaker

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
    "tagged": 0.8,  # found by the encoder alone
}


def find_statements(
    text: str,
    *,
    mentions: Sequence[Mention],
    entities: Mapping[str, Entity],
    published_at: datetime | None,
    learned: bool = True,
) -> tuple[Statement, ...]:
    """Return the statements of an English text, in the order of their first word.

    `mentions`: of this text, sorted by start; `entities`: by `entity_id`; `published_at` resolves "on Monday";
    `learned`: read with the encoder too.
    The spans of a part (content, source, cue) are sorted and disjoint, and so are the contents of two statements.
    Content holds its quotation marks and "that", not cue and source. Never raises; time is linear in the text.
    """
    drafts = draft_attributions(text, learned=learned)
    known = Mentions.of(mentions, entities)
    statements: list[Statement] = []
    for draft, clause in zip(drafts, _clauses(drafts), strict=True):
        statements.append(_statement(text, draft, clause, known, published_at, statements))
    return tuple(statements)


def _speaker(text: str, draft: Draft, spoken: Sequence[Statement], mentions: Mentions) -> Speaker:
    """Return the speaker of a draft; `spoken` are the statements before it."""
    if draft.source is None:
        return UNRESOLVED
    words = text[draft.source.start : draft.source.end]
    if draft.attribution.construction == "label" and (labelled := find_labelled(words, mentions)) is not None:
        return labelled
    going_on = who_goes_on(text, draft.source, draft.content, spoken, mentions)
    found = find_speaker(text, draft.source, mentions)
    pronouns = (going_on, who_acts(text, draft, mentions) if going_on is None else None, found)
    meant = [one for one in pronouns if one is not None and one.entity_id and one.resolution == "pronoun"]
    if meant:
        return next((one for one in meant if not is_named(one, draft, mentions)), UNRESOLVED)
    if found.entity_id is not None:
        return found
    aged = of_that_age(words, text, mentions)
    called = aged or going_on or last_called_so(words, spoken, mentions)
    return called or described_so(draft.source, text, mentions) or UNRESOLVED


def _clauses(drafts: Sequence[Draft]) -> Iterator[Clause]:
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
    text: str,
    draft: Draft,
    clause: Clause,
    mentions: Mentions,
    published_at: datetime | None,
    spoken: Sequence[Statement],
) -> Statement:
    """Return the statement of a draft; `spoken` are those before it."""
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
        speaker=_speaker(text, draft, spoken, mentions),
        circumstances=find_circumstances(text, clause, mentions, published_at),
        confidence=CONFIDENCE[attribution.construction],
    )
