"""The attributions of a sentence, read alone or with the one after it, as drafts that quotations may still join."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from schemas.statement import Span
from transforms.language.word_classes import DASHES
from transforms.statements.attribution import Attribution
from transforms.statements.combining import combine
from transforms.statements.cues import Sentence, read_sentence
from transforms.statements.frames import Range
from transforms.statements.lexicon import lexicon
from transforms.statements.sentence_reader import answered, find_attributions
from transforms.statements.tagging import Tags
from transforms.statements.tokens import Token

MAX_SENTENCE = 250  # tokens, a quotation counting as one: what is longer is no prose, and is read in pieces
MARKS = "\"'”’»"
ENDED = (".", "!", "?", "…")  # a quotation that stands alone and does not end so is a heading
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


def with_next(text: str, read: Sequence[Tokens], at: int, tags: Tags) -> list[Draft] | None:
    """Read a sentence with the next one where only together they attribute.

    "…?" Lee said. / Lee said: ⏎ "…" / "…" ⏎ — Lee
    """
    if at + 1 == len(read):
        return None
    tokens, following = read[at], read[at + 1]
    both = len(tokens) + len(following) <= MAX_SENTENCE
    if both and tokens[-1].lower == ":" and is_quotation(following):
        found = of_sentence((*tokens, *following), tags)
        return found if found and found[-1].content[-1].end > following[0].start else None
    if both and is_quotation(tokens) and following[0].lower in DASHES:
        return of_sentence((*tokens, *following), tags) or None
    if both and tokens[-1].quoted and text[max(0, tokens[-1].end - 2)] in _UNANSWERED and not following[0].quoted:
        found = of_sentence((*tokens, *following), tags)
        first = next(iter(found), None)
        if first and first.content[0].end <= tokens[-1].end and first.cue.start >= following[0].start:
            return found
    return None


def with_document(
    text: str, read: Sequence[Tokens], at: int, ends: Sequence[int], tags: Tags
) -> tuple[list[Draft], int] | None:
    """Read a sentence that ends in a colon with the next paragraph, which gives a document's words.

    Lee said in a statement: ⏎ The dam is safe. It was inspected in May.

    `ends`: of the paragraphs. Return the drafts and the index of the sentence after the document, which goes on until
    somebody else is credited; None where the paragraph is no prose or nobody is credited with it.
    """
    if at + 1 == len(read) or read[at][-1].lower != ":":
        return None
    tokens, following = read[at], read[at + 1]
    paragraph = bisect_left(ends, tokens[-1].end)
    is_next = tokens[-1].end >= ends[paragraph] - 1 and bisect_left(ends, following[-1].end) == paragraph + 1
    is_prose = is_next and text[: ends[paragraph + 1]].rstrip(MARKS)[-1:] in ENDED
    if not is_prose or following[0].quoted or of_sentence(following, tags):
        return None
    found = of_sentence((*tokens, *following), tags)
    if not found or found[-1].content[-1].end <= following[0].start:  # "Lee denied the charges: ⏎ Nobody was forced."
        found = [one for one in of_sentence(tokens, tags) if one.content[-1].end == tokens[-2].end]
        if not found:
            return None
        found[-1].content.append(_span(following, (0, len(following))))
    stop = at + 2
    while stop < len(read) and bisect_left(ends, read[stop][-1].end) == paragraph + 1:
        if of_sentence(read[stop], tags):
            break
        found[-1].content.append(_span(read[stop], (0, len(read[stop]))))
        stop += 1
    return found, stop


def of_sentence(tokens: Tokens, tags: Tags) -> list[Draft]:
    sentence = read_sentence(tokens, lexicon())
    found = answered(combine(sentence, find_attributions(sentence), tags))
    return [_draft(tokens, attribution, _continued(sentence, attribution, found)) for attribution in found]


def is_quotation(tokens: Tokens) -> bool:
    words = [token for token in tokens if token.is_word]
    return bool(words) and all(token.quoted for token in words)


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
