"""The attributions of a sentence as grammar and encoder read it, each believed where it is right more often."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from schemas.statement import Span
from transforms.language.word_classes import (
    ARTICLES,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    TIMES,
    word_set,
)
from transforms.statements.attribution import Attribution, trimmed
from transforms.statements.clauses import opens_told
from transforms.statements.cues import Sentence, tells_nothing
from transforms.statements.frames import Range
from transforms.statements.lexicon import lexicon
from transforms.statements.tagging import NO_TAGS, Tagged, Tags

# Set on the part of PolNeAR meant for calibration, each where a tenth more or less changes little.
_SAME = 0.5  # how much of two contents must be alike to be one
_NEAR = 0.8  # so much alike, the grammar's edges are the cleaner ones
_BELIEVED = 0.4  # how likely the encoder must find the content of what grammar alone finds
_SURE = 0.8  # how likely the content of what the encoder alone finds
_NOT_SAID = 0.3  # below: thought, not said
_SAID = 0.5  # how likely it is said what the encoder alone finds
_AFTER_SOURCE = ARTICLES | CONJUNCTIONS | PREPOSITIONS | TIMES - word_set("may april june august")  # nobody's name
_OPENS_PHRASE = PREPOSITIONS | CONJUNCTIONS | TIMES | PRONOUNS  # before such a word content may end
_TELLS = frozenset(("say", "confirm", "answer", "announce"))
_EXACT = frozenset(("quotation", "label", "nominal"))  # constructions that tell where the content is


def combine(sentence: Sentence, ruled: Sequence[Attribution], tags: Tags) -> tuple[Attribution, ...]:
    """Return the attributions of a sentence in order, their contents disjoint. `ruled` is what grammar finds."""
    if tags is NO_TAGS:
        return tuple(ruled)
    seen = list(_seen(sentence, tags))
    kept: list[Attribution] = []
    for rule in ruled:
        same = max(seen, key=lambda one: _likeness(sentence, rule, one[0]), default=None)
        if same is not None and (_likeness(sentence, rule, same[0]) >= _SAME or _begin_alike(rule, same[0])):
            seen.remove(same)
            if same[1].speech >= _NOT_SAID or _is_plain(sentence, rule):
                kept.append(_reconciled(sentence, rule, same[0], ruled))
        elif _is_plain(sentence, rule) or _is_believed(sentence, rule, tags):
            kept.append(rule)
    for found, tagged in seen:
        said = tagged.speech >= _SAID and tagged.confidence >= _SURE
        if said and _says_something(sentence, found) and not any(_tokens(found) & _tokens(other) for other in kept):
            kept.append(found)
    return tuple(sorted(_disjoint(kept), key=lambda attribution: min(attribution.cue, *attribution.content)))


def _begin_alike(one: Attribution, other: Attribution) -> bool:
    """Tell whether two attributions are one that the encoder cut short: the same cue, contents that begin together."""
    return _overlap(one.cue, other.cue) and one.content[0][0] == other.content[0][0]


def _seen(sentence: Sentence, tags: Tags) -> Iterator[tuple[Attribution, Tagged]]:
    """Yield what the encoder finds in the sentence as attributions; what has no cue is none."""
    for tagged in tags.between(sentence.tokens[0].start, sentence.tokens[-1].end):
        content = tuple(found for span in tagged.content if (found := _range(sentence, span)) is not None)
        cue = None if tagged.cue is None else _range(sentence, tagged.cue)
        if not content or cue is None or tells_nothing(sentence.tokens, *cue, lexicon()):
            continue
        source = None if tagged.source is None else _source(sentence, tagged.source, cue)
        content = tuple(_filled(sentence, content, (cue, source or cue)))
        word = next((one for one in reversed(sentence.cues) if cue[0] <= one.at < cue[1]), None)
        lemma, act, negated = (None, "say", False) if word is None else (word.verb.lemma, word.verb.act, word.negated)
        attribution = Attribution(cue, source, content, lemma, act, negated, "tagged")
        if _is_whole(attribution):
            yield attribution, tagged


def _filled(sentence: Sentence, content: Sequence[Range], around: Sequence[Range]) -> Iterator[Range]:
    """Yield the content, plain parts in one where nothing `around` it stands between them."""
    tokens, (start, stop) = sentence.tokens, content[0]
    for first, end in content[1:]:
        apart = any(_overlap((stop, first), part) for part in around)
        if apart or tokens[stop - 1].quoted or tokens[first].quoted:
            yield start, stop
            start = first
        stop = end
    yield start, stop


def _range(sentence: Sentence, span: Span) -> Range | None:
    """Return the tokens that a span of the text touches, without marks at the edges."""
    tokens = sentence.tokens
    inside = [at for at, token in enumerate(tokens) if token.start < span.end and token.end > span.start]
    return trimmed(sentence, inside[0], inside[-1] + 1) if inside else None


def _source(sentence: Sentence, span: Span, cue: Range) -> Range | None:
    """Return the tokens of a source, without "to the crowd", "on Monday", "when" or "last year" after it."""
    found = _range(sentence, span)
    if found is None:
        return None
    start, stop = found
    tokens = sentence.tokens
    if tokens[cue[1] - 1].lower != "to":  # "according to the Guide to Rivers"
        stop = next((at for at in range(start + 1, stop) if opens_told(tokens[at - 1], tokens[at])), stop)
    while stop > start + 1 and (tokens[stop - 1].lower in _AFTER_SOURCE or not tokens[stop - 1].is_word):
        stop -= 1
    while stop < cue[0] and tokens[stop - 1].is_capital and tokens[stop].is_capital:  # "US | President Ana Lee"
        stop += 1
    is_someone = any(token.is_word and token.lower not in ARTICLES for token in tokens[start:stop])
    return trimmed(sentence, start, stop) if is_someone else None


def _reconciled(sentence: Sentence, rule: Attribution, seen: Attribution, others: Sequence[Attribution]) -> Attribution:
    """Return the grammar's attribution with the encoder's source, and its content where grammar is less exact.

    A content that swallows the cue of another ("said it was late and called for …"), or all that another says, is not
    the encoder's to tell.
    """
    apart = [other for other in others if other is not rule]
    taken = {at for other in apart for at in range(*other.cue)}
    taken |= {at for other in apart if _tokens(other) <= _tokens(seen) for at in _tokens(other)}
    exact = rule.construction in _EXACT or _is_raised(rule)
    exact = exact or _likeness(sentence, rule, seen) >= _NEAR or _breaks_off(sentence, rule, seen)
    sourced = replace(rule, source=_whose(sentence, rule, seen, apart))
    # nothing before "said that" is said
    opens = sentence.tokens[rule.content[0][0]].lower == "that" and rule.cue < rule.content[0]
    parts = tuple(part for part in seen.content if part > rule.cue or not opens)
    rewritten = replace(sourced, content=parts or rule.content)
    first, second = (sourced, rewritten) if exact or not taken.isdisjoint(_tokens(seen)) else (rewritten, sourced)
    return next((told for told in (first, second) if _is_whole(told)), rule)


def _only_quotes(sentence: Sentence, rule: Attribution, source: Range) -> bool:
    """Tell whether a source only passes on what another said: "Lee was quoted by | the Herald | as saying"."""
    tokens = sentence.tokens
    return tokens[source[0] - 1].lower == "by" and (tokens[source[1]].lower, source[1] + 1) == ("as", rule.cue[0])


def _breaks_off(sentence: Sentence, rule: Attribution, seen: Attribution) -> bool:
    """Tell whether the encoder's content ends or begins inside a phrase that grammar has whole: "a cheaper | ferry"."""
    tokens, (start, stop) = sentence.tokens, (seen.content[0][0], seen.content[-1][1])
    held = _tokens(rule)
    if stop in held and not tokens[stop - 1].quoted:
        word = tokens[stop]
        plain = word.is_word and not word.quoted and not word.is_capital and not word.lower.endswith("ing")
        return plain and word.lower not in _OPENS_PHRASE
    # "Though it leaks, | Lee said, | mending it would take years"
    if start == rule.content[-1][0] > rule.content[0][0]:
        return tokens[rule.content[0][0]].lower in CONJUNCTIONS
    if stop < rule.content[-1][0] and stop == rule.content[0][1]:  # "The dam, | Lee said, | was safe"
        return tokens[rule.content[-1][0]].lower in AUXILIARIES
    return start - 1 in held and tokens[start].lower in AUXILIARIES and tokens[start - 1].lower not in PRONOUNS


def _is_raised(rule: Attribution) -> bool:
    """Tell whether what the content is about stands before the cue: "Lee is said to be ill"."""
    return rule.construction == "unsourced" and rule.content[0] < rule.cue


def _whose(sentence: Sentence, rule: Attribution, seen: Attribution, others: Sequence[Attribution]) -> Range | None:
    """Return the encoder's source, unless it is another's ("Lee says it is late; Brandt says it is not").

    Nor is it who is asked or told, or who only passes it on.
    """
    is_put_to = rule.construction == "unsourced" and (rule.act == "ask" or rule.lemma == "tell")
    is_told = seen.source is not None and rule.addressee is not None and _overlap(rule.addressee, seen.source)
    if seen.source is None or is_put_to or is_told or _only_quotes(sentence, rule, seen.source):
        return rule.source
    if rule.source is None:
        return None if _is_raised(rule) and _overlap(rule.content[0], seen.source) else seen.source
    tokens, (start, stop) = sentence.tokens, seen.source
    if rule.source == (start, stop + 1) and stop + 1 == rule.cue[0] and tokens[start].lower in DETERMINERS:
        return rule.source  # "The council | posts | mention"
    is_anothers = any(other.source is not None and _overlap(other.source, seen.source) for other in others)
    return rule.source if is_anothers and not _overlap(rule.source, seen.source) else seen.source


def _overlap(one: Range, other: Range) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _says_something(sentence: Sentence, attribution: Attribution) -> bool:
    """Tell whether the content is more than a "why" or an "it"."""
    held = _tokens(attribution)
    return len(held) > 1 or any(sentence.tokens[at].quoted for at in held)


def _is_whole(attribution: Attribution) -> bool:
    """Tell whether cue, source and content share no token."""
    parts = (attribution.cue, attribution.source or (0, 0), *attribution.content)
    return len({at for part in parts for at in range(*part)}) == sum(stop - start for start, stop in parts)


def _is_plain(sentence: Sentence, rule: Attribution) -> bool:
    """Tell a label, "the court heard", "declined to say": too rare where the encoder learned for it to know."""
    first = sentence.tokens[rule.cue[0]].lower
    refused = rule.act in _TELLS and first.startswith(("declin", "refus"))
    return rule.construction == "label" or rule.lemma == "hear" or refused


def _is_believed(sentence: Sentence, rule: Attribution, tags: Tags) -> bool:
    tokens = sentence.tokens
    support = tags.support(Span(tokens[first].start, tokens[stop - 1].end) for first, stop in rule.content)
    return support is None or support >= _BELIEVED


def _disjoint(attributions: Sequence[Attribution]) -> Iterator[Attribution]:
    """Yield the attributions whose content none before them holds any of."""
    held: set[int] = set()
    for attribution in attributions:
        if held.isdisjoint(_tokens(attribution)):
            held |= _tokens(attribution)
            yield attribution


def _tokens(attribution: Attribution) -> set[int]:
    return {at for start, stop in attribution.content for at in range(start, stop)}


def _likeness(sentence: Sentence, one: Attribution, other: Attribution) -> float:
    """Return how much of two contents is the same, by length (Dice 1945)."""
    tokens = sentence.tokens

    def size(held: set[int]) -> int:
        return sum(tokens[at].end - tokens[at].start for at in held)

    ours, theirs = _tokens(one), _tokens(other)
    return 2 * size(ours & theirs) / (size(ours) + size(theirs))
