"""Attributions whose content stands before the cue: "…," she said. / …, according to Lee."""

from __future__ import annotations

from transforms.language.word_classes import (
    AUXILIARIES,
    CONJUNCTIONS,
    DASHES,
    DETERMINERS,
    PERSONAL,
    PREPOSITIONS,
    TIMES,
    word_set,
)
from transforms.statements.attribution import Attribution, attribute, trimmed
from transforms.statements.clauses import is_adverb, looks_past, phrase_after, subject_before
from transforms.statements.cues import ACCORDING, Cue, Sentence
from transforms.statements.endings import content_end
from transforms.statements.frames import PAPERS, Range, addressee_end, opens_clause

_AFTER_CUE = PREPOSITIONS | word_set("when as while because who whose whom which")
_MAX_SETTING = 12  # words
_SUBORDINATORS = word_set("as when after before while if since because although though once until unless whereas")
_CONNECTIVES = word_set("still however nonetheless nevertheless meanwhile moreover furthermore basically indeed")
_NO_CONTINUATION = word_set("who which a an citing when while")


def postposed(sentence: Sentence, cue: Cue, floor: int) -> Attribution | None:
    """Read "…, Lee said", "…" said Lee, "…, as Lee said" and "…, according to Lee"; tokens before `floor` are taken."""
    if cue.verb is ACCORDING:
        return _according(sentence, cue, floor)
    if cue.passive or cue.infinitive or cue.participle or cue.nominal:
        return None
    tokens = sentence.tokens
    inverted = _inverted_source(sentence, cue, floor)
    source = inverted or subject_before(tokens, cue.start, floor)
    if source is None:
        return None
    stop = cue.start if inverted else source[0]
    if stop > floor and tokens[stop - 1].lower == "as":
        stop -= 1
    after = max(cue.end, source[1])
    content = _content_before(sentence, stop, floor, after) if _can_end_content(sentence, stop, floor) else None
    if content is None:
        return None
    quoted = tokens[stop - 1].quoted or (stop > 1 and tokens[stop - 2].quoted)
    if not _ends_attribution(sentence, cue, after, quoted=quoted, inverted=inverted is not None):
        return None
    addressee = None
    if not inverted and "addressee" in cue.verb.takes and after < sentence.end and tokens[after].is_word:
        addressee = (after, addressee_end(sentence, after))
    more = _continuation(sentence, after if addressee is None else addressee[1], content, quoted=quoted)
    contents = (content,) if more is None else (content, more)
    return attribute(cue, source, contents, "quotation" if quoted else "postposed", addressee)


def _ends_attribution(sentence: Sentence, cue: Cue, after: int, *, quoted: bool, inverted: bool) -> bool:
    """Tell whether what follows cue and source leaves the content to what stands before them."""
    if quoted:
        if after < sentence.end and _tells(sentence, cue, after):
            after = addressee_end(sentence, after)
        return inverted or not _opens_again(sentence, after)
    return "clause" in cue.verb.takes and _closes(sentence, after, cue)


def _inverted_source(sentence: Sentence, cue: Cue, floor: int) -> Range | None:
    """Return the source of "…," said Lee; None where what follows the cue is content or nothing."""
    tokens, at = sentence.tokens, cue.end
    if cue.start != cue.at or at >= sentence.end or not _can_end_content(sentence, cue.start, floor):
        return None
    first = tokens[at]
    if first.quoted or not first.is_word or opens_clause(first.lower):
        return None
    if not first.is_capital and first.lower not in DETERMINERS and not tokens[cue.start - 1].quoted:
        return None
    stop = phrase_after(tokens, at, sentence.end, stop_at_preposition=True)
    if stop == at or (first.lower in PERSONAL and stop < sentence.end):
        return None
    if stop < sentence.end and tokens[stop].lower in AUXILIARIES | {":"}:
        return None
    quoted = tokens[cue.start - 1].quoted
    if any(
        word.lower in AUXILIARIES or (looks_past(word.text) and not quoted) for word in tokens[at : min(stop, at + 6)]
    ):
        return None
    return at, stop


def _can_end_content(sentence: Sentence, at: int, floor: int) -> bool:
    """Tell whether content can end right before `at`: with a quotation, or a comma and something before it."""
    if at <= floor:
        return False
    token = sentence.tokens[at - 1]
    return token.quoted or (token.lower in (",", *DASHES) and at - 1 > floor)


def _opens_again(sentence: Sentence, after: int) -> bool:
    """Tell whether content starts right after the cue: Asked if it was "a mess," Lee said he …"""
    if after >= sentence.end:
        return False
    token = sentence.tokens[after]
    return token.quoted or token.lower in ("that", ":") or token.lower in PERSONAL | DETERMINERS - {"this"}


def _closes(sentence: Sentence, after: int, cue: Cue) -> bool:
    """Tell whether nothing that could be content follows the cue: "…, Lee said on Monday."."""
    tokens, end = sentence.tokens, sentence.end
    if after < end and _tells(sentence, cue, after):
        after = addressee_end(sentence, after)
    while after < end and is_adverb(tokens[after]):
        after += 1
    if after >= end:
        return True
    token = tokens[after]
    if not token.is_word:
        return token.lower != ":"
    window = tokens[after : min(end, after + 12)]
    adjunct = token.lower in TIMES or token.lower in _AFTER_CUE
    return adjunct and not any(word.lower == "that" or word.quoted for word in window)


def _tells(sentence: Sentence, cue: Cue, after: int) -> bool:
    """Tell whether the noun phrase after the cue is whom it tells."""
    token = sentence.tokens[after]
    return token.is_word and not token.quoted and "addressee" in cue.verb.takes and cue.verb.act == "say"


def _content_before(sentence: Sentence, stop: int, floor: int, after: int) -> Range | None:
    """Return the content that ends at `stop`; None where that is only the setting of what begins at `after`."""
    start = floor
    while start < stop and (not sentence.tokens[start].is_word or _only_connects(sentence, start)):
        start += 1
    if floor:  # an earlier attribution stands in this sentence
        while start < stop and sentence.tokens[start].lower in ("and", "but", "while", "as"):
            start += 1
    return None if _is_setting(sentence, start, stop, after) else trimmed(sentence, start, stop)


def _only_connects(sentence: Sentence, at: int) -> bool:
    """Tell whether a word is no more than a "However," before what is said."""
    return sentence.tokens[at].lower in _CONNECTIVES and sentence.tokens[at + 1].lower == ","


def _is_setting(sentence: Sentence, start: int, stop: int, after: int) -> bool:
    """Tell whether [start, stop) says when or in what something was said: "On Monday, …", "In a letter to him, …".

    Anything is that opens as such words do before a whole quotation ("After the match, Lee said, “We won.”"), and
    nothing but writings where a plain clause goes on: "In the long run, Lee said, the dam would hold."
    """
    words = [token.lower for token in sentence.tokens[start:stop] if token.is_word]
    if not words or words[0] not in PREPOSITIONS | TIMES | _SUBORDINATORS:
        return False
    following = sentence.tokens[after : after + 2]
    goes_on = len(following) == 2 and following[0].lower in (",", ":")
    if goes_on and following[1].is_whole:
        return True
    if len(words) > _MAX_SETTING or not AUXILIARIES.isdisjoint(words):
        return False
    in_writing = words[0] in ("in", "on", "at", "during", "via") and not PAPERS.isdisjoint(words)
    plain = goes_on and following[0].lower == "," and not following[1].quoted
    return in_writing or (
        not plain and all(word in PREPOSITIONS | TIMES | DETERMINERS or word.isdigit() for word in words)
    )


def _continuation(sentence: Sentence, after: int, content: Range, *, quoted: bool) -> Range | None:
    """Return what goes on with `content` after "…, Lee said, …"; no title: "…," Lee said in “The Long Winter”."""
    tokens, at = sentence.tokens, after
    while at < sentence.end and tokens[at].is_word and not tokens[at].quoted:
        at += 1
    if at >= sentence.end or not (tokens[at].quoted or tokens[at].lower in (",", ":", *DASHES)):
        return None
    start = at if tokens[at].quoted else at + 1
    if start >= sentence.end or (start == at and _is_title(sentence, at)):
        return None
    first = tokens[start]
    if first.quoted:
        goes_on = True
    elif quoted:
        goes_on = first.lower in ("and", "but", "that") and start + 1 < sentence.end and tokens[start + 1].quoted
    else:
        aside = first.lower.endswith("ing") and tokens[content[0]].lower not in _SUBORDINATORS
        goes_on = not (aside or first.lower in _NO_CONTINUATION)
    return trimmed(sentence, start, content_end(sentence, start)) if goes_on else None


def _is_title(sentence: Sentence, at: int) -> bool:
    """Tell whether a quotation is what a preposition or an owner has: "on “Newsnight”", "the paper's “Long Read”"."""
    before = sentence.tokens[at - 1].lower
    return before in PREPOSITIONS | DETERMINERS or before.endswith(("'s", "’s"))


def _comma(sentence: Sentence, start: int) -> int | None:
    stop = min(sentence.end, start + 30)
    return next((at for at in range(start, stop) if sentence.tokens[at].lower == ","), None)


def _according(sentence: Sentence, cue: Cue, floor: int) -> Attribution | None:
    tokens = sentence.tokens
    stop = phrase_after(tokens, cue.end, sentence.end, stop_at_preposition=False)
    if stop == cue.end:
        return None
    source = (cue.end, stop)
    left = cue.start
    while left > floor and (tokens[left - 1].lower in (",", "(", *DASHES) or is_adverb(tokens[left - 1])):
        left -= 1
    before = _content_before(sentence, left, floor, stop) if left > floor + 1 else None
    if before is not None:
        more = _continuation(sentence, stop, before, quoted=False) if cue.start - left == 1 else None
        if more is not None and tokens[more[0]].lower in CONJUNCTIONS:
            more = None
        return attribute(cue, source, (before,) if more is None else (before, more), "postposed")
    comma = _comma(sentence, stop)
    if comma is None and (comma := _comma(sentence, cue.end)) is not None:  # it was no apposition: "to Lee, Odum left"
        source = (cue.end, comma)
    content = None if comma is None else trimmed(sentence, comma + 1, content_end(sentence, comma + 1))
    return None if content is None else attribute(cue, source, (content,), "postposed")
