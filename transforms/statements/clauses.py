"""The small grammar that attribution needs: noun phrases and verb groups.

Closed word classes stand in for a part-of-speech tagger: news prose is regular enough around its cue verbs.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from transforms.language.word_classes import (
    ADVERBS,
    AUXILIARIES,
    BRIDGES,
    CLOSED,
    CONJUNCTIONS,
    DETERMINERS,
    IRREGULAR_PAST,
    PERSONAL,
    PREPOSITIONS,
    PRONOUNS,
    TIMES,
    word_set,
)
from transforms.statements.tokens import Token

_SENT_TO = word_set("ambassador envoy adviser advisor aide representative delegate counsel successor heir")
_MAX_PHRASE = 28  # tokens
_MAX_GROUP = 8
_GROUP_LEAD = word_set("on all both so then though however yet neither")


def is_adverb(token: Token) -> bool:
    """Tell whether a word may stand inside a verb group: "also", "repeatedly"."""
    return token.lower in ADVERBS or (token.lower.endswith("ly") and len(token.lower) > 4 and not token.is_capital)


def looks_past(word: str) -> bool:
    """Tell whether a lower-case word looks like a verb in the past tense: "visited", "went"."""
    return word in IRREGULAR_PAST or (word.endswith("ed") and word[0].islower())


def verb_group_start(tokens: Sequence[Token], cue: int) -> int:
    """Return the index where the verb group that ends in `cue` begins: "has repeatedly declined to say"."""
    at = cue
    while at > max(0, cue - _MAX_GROUP):
        token = tokens[at - 1]
        if token.quoted or not token.lower[0].isalpha() or (token.text == "May" and at > 1):
            break
        bridge = token.lower in BRIDGES and (at < cue or token.lower == "to" or tokens[cue].lower.endswith("ing"))
        if bridge or token.lower in AUXILIARIES or is_adverb(token):
            at -= 1
        elif token.lower == "course" and at > 1 and tokens[at - 2].lower == "of":
            at -= 2
        else:
            break
    while at < cue and tokens[at].lower in _GROUP_LEAD:
        at += 1
    return at


def is_negated(tokens: Sequence[Token], start: int, cue: int, negation: frozenset[str]) -> bool:
    """Tell whether the verb group [start, cue] is negated; "without saying" and "nor did she say" too."""
    begin = max(0, start - 1)
    for token in tokens[begin:cue]:
        if token.lower in negation or token.lower.endswith(("n't", "n’t")):
            return not (token.lower == "no" and token is not tokens[begin])
    return False


def subject_before(tokens: Sequence[Token], end: int, floor: int) -> tuple[int, int] | None:
    """Return the noun phrase that ends at `end` (exclusive), not reaching below `floor`; None where there is none.

    An apposition closed by a comma is taken with its head: "Ana Lee, the port's chief, [said]".
    """
    if end <= floor:
        return None
    last = tokens[end - 1]
    if last.lower == "who" or (last.lower in PERSONAL and tokens[end - 2].lower != "the"):  # "the i" is a paper
        return end - 1, end
    if last.lower in (",", ")", "—", "–", "-"):
        return _apposed(tokens, end, floor)
    if not last.is_word or last.quoted or last.lower in CONJUNCTIONS - PRONOUNS:
        return None
    start = _phrase_start(tokens, end, floor)
    return (start, end) if start < end else None


def _apposed(tokens: Sequence[Token], end: int, floor: int) -> tuple[int, int] | None:
    """Return "head, apposition," that ends at the mark tokens[end - 1]."""
    closing = tokens[end - 1].lower
    opening = "(" if closing == ")" else closing
    for at in range(end - 2, max(floor, end - 2 - _MAX_PHRASE), -1):
        token = tokens[at]
        if token.quoted and at < end - 6:
            return None
        if token.lower == opening:
            head = _phrase_start(tokens, at, floor)
            if head < at and _is_nominal(tokens, head, at) and not _is_clause(tokens, at + 1, end - 1):
                stop = end if closing == ")" else end - 1
                return head, stop
            if closing == ")" or head == at:
                return None
    return None


def _is_clause(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether [start, end) between commas is a clause of its own rather than an apposition or "who …"."""
    if start >= end:
        return True
    first = tokens[start].lower
    if first in ("who", "whose", "which", "speaking", "citing", "asked", "a", "an", "the", "his", "her", "its"):
        return False
    return any(token.lower in AUXILIARIES for token in tokens[start:end]) or first in CONJUNCTIONS


def _is_nominal(tokens: Sequence[Token], start: int, end: int) -> bool:
    return not any(token.quoted or token.lower in AUXILIARIES for token in tokens[start:end])


def _phrase_start(tokens: Sequence[Token], end: int, floor: int) -> int:
    """Return where the noun phrase ending at `end` begins."""
    at = end
    floor = max(floor, end - _MAX_PHRASE)
    while at > floor:
        token = tokens[at - 1]
        if token.quoted or not (token.is_word or token.lower in (".", "&", "$", "%", "#", "@", "'", "’")):
            break
        if token.lower == "and" or token.lower == "or":
            if not _coordinates(tokens, at - 1, floor):
                break
        elif token.lower == "who":
            if at == end or at - 2 < floor or tokens[at - 2].lower == ",":
                break
        elif token.lower in AUXILIARIES:
            if at - 2 < floor or tokens[at - 2].lower != "who":
                break
        elif token.lower in CONJUNCTIONS or (token.lower in PERSONAL and at < end):
            break
        at -= 1
    return _trim(tokens, at, end)


def _coordinates(tokens: Sequence[Token], conjunction: int, floor: int) -> bool:
    """Tell whether "and" joins two names ("Lee and Ortiz") rather than two clauses."""
    at = conjunction
    while at > floor and (tokens[at - 1].is_capital or tokens[at - 1].lower in ("of", "the", "'s", ".")):
        at -= 1
    if at == conjunction:
        return False
    return at == 0 or not tokens[at - 1].is_word or tokens[at - 1].lower in CONJUNCTIONS


def _trim(tokens: Sequence[Token], start: int, end: int) -> int:
    """Drop what leads into a noun phrase: adverbs, and a prepositional phrase of time or place before it."""
    at = start
    while at < end and (is_adverb(tokens[at]) or tokens[at].lower in (".", "'", "’", "with", "prompting", "leading")):
        at += 1
    if at < end and tokens[at].lower in PREPOSITIONS:
        inner = at + 1
        while inner < end - 1 and not (
            tokens[inner].lower in DETERMINERS or tokens[inner].is_capital or tokens[inner].lower in PRONOUNS
        ):
            inner += 1
        at = inner
        while at < end - 1 and tokens[at].lower in TIMES:
            at += 1
    return at


def phrase_after(tokens: Sequence[Token], start: int, ceiling: int, *, stop_at_preposition: bool) -> int:
    """Return the end (exclusive) of the noun phrase that begins at `start`, with its apposition; `start` if none.

    `stop_at_preposition`: "said Lee at a rally" ends at "at"; "according to a man at the rally" does not.
    """
    at = start
    ceiling = min(ceiling, start + 2 * _MAX_PHRASE)
    if at < ceiling and tokens[at].lower in PRONOUNS:
        return at + 1
    while at < ceiling:
        token = tokens[at]
        lower = token.lower
        if token.quoted or lower in AUXILIARIES or lower in ("who", ";", ":", "—", "–", "--", '"', "-"):
            break
        if lower in CONJUNCTIONS and not (lower == "and" and at + 1 < ceiling and _joins(tokens, at)):
            break
        if stop_at_preposition and at > start and (lower in ("in", "on", "at", "during") or lower in TIMES):
            break
        if stop_at_preposition and at > start and opens_told(tokens[at - 1], token):
            break
        if lower == "," and not _apposition_follows(tokens, at + 1, ceiling):
            break
        at += 1
    while at > start and not (tokens[at - 1].is_word or tokens[at - 1].lower in (")", ".")):
        at -= 1
    return at


def opens_told(before: Token, token: Token) -> bool:
    """Tell whether a word is "to" and opens whom one speaks to: "said Lee to the crowd", not "Ambassador to Peru"."""
    return token.lower == "to" and before.is_capital and before.lower not in _SENT_TO


def _joins(tokens: Sequence[Token], conjunction: int) -> bool:
    before, after = tokens[conjunction - 1], tokens[conjunction + 1]
    return before.is_capital == after.is_capital or after.lower in DETERMINERS


def _apposition_follows(tokens: Sequence[Token], start: int, ceiling: int) -> bool:
    """Tell whether an apposition ("a former mayor", "34", "head of …") starts after a comma."""
    if start >= ceiling:
        return False
    token = tokens[start]
    if token.lower in ("a", "an", "the", "his", "her", "its", "their", "one"):
        window = tokens[start : min(ceiling, start + 14)]
        acts = any(looks_past(word.text) and after.lower in DETERMINERS for word, after in pairwise(window))
        return not acts and not any(word.lower in AUXILIARIES for word in window)
    if token.quoted or not token.lower[0].isalnum() or token.lower in CLOSED or is_adverb(token):
        return False
    if token.lower.endswith("ing") or token.lower in TIMES:
        return False
    return (
        token.is_capital
        or token.lower.isdigit()
        or any(
            word.lower
            in ("of", "for", "at", "director", "spokesman", "spokeswoman", "chairman", "professor", "president")
            for word in tokens[start : min(ceiling, start + 5)]
        )
    )
