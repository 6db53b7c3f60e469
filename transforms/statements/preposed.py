"""Attributions whose content follows the cue: Lee said (that) … / Lee urged them to … / …, adding that …"""

from __future__ import annotations

from dataclasses import replace

from transforms.language.word_classes import AUXILIARIES, CONJUNCTIONS, PERSONAL, PREPOSITIONS, word_set
from transforms.statements.attribution import Attribution, attribute, trimmed
from transforms.statements.clauses import is_adverb, looks_past, subject_before, verb_group_start
from transforms.statements.cues import ACCORDING, Cue, Sentence
from transforms.statements.endings import before_main_verb, content_end, is_listed
from transforms.statements.frames import PAPERS, Range, is_raised, open_content

_CAUSATIVES = word_set("prompting prompted led leading forcing forced causing allowing allowed")
_RAISING = word_set(  # what may stand before "to say" where something is said
    """went go goes going continued continue continues came come comes sought seek seeks used use uses using took take
    takes taking refused refuses declined declines moved hastened rushed rose stood wrote called spoke returned"""
)
_PERCEIVED = word_set("heard seen filmed recorded caught shown")  # "a guard was heard saying"
_LEADING = word_set("but and yet")
_MAX_SUBJECT = 12  # tokens
_MAX_RAISED = 9  # tokens between "took to the stage" and "say"
_MAX_RELATIVE = 25  # tokens between "who" and the second verb of its clause


def preposed(sentence: Sentence, cue: Cue, floor: int, last_source: Range | None) -> Attribution | None:
    """Read "Lee said (that) …", "Lee told them …", ", adding that …", "asked whether …, he".

    Tokens before `floor` are taken; `last_source` is whom a cue without a subject of its own inherits.
    """
    opened = None if cue.verb is ACCORDING or _is_purpose(sentence, cue) else open_content(sentence, cue)
    if opened is None:
        return None
    start, addressee, construction = opened
    if cue.passive and "addressee" in cue.verb.takes and addressee is None:  # "Lee was told that"
        addressee = subject_before(sentence.tokens, cue.start, floor)
    source, own = _source(sentence, cue, floor, last_source)
    content = trimmed(sentence, start, content_end(sentence, start, source))
    if content is None or sentence.tokens[content[0]].lower in ("and", "or"):
        return None
    if source is None and not _says_clearly(sentence, cue, start):
        return None
    if cue.nominal:
        construction = "nominal"
        content = before_main_verb(sentence, content) if source and _is_subject(sentence, source) else content
    elif not own:
        construction = "inherited" if source else "unsourced"
    raised = subject_before(sentence.tokens, cue.start, floor) if is_raised(sentence, cue, start) else None
    told = attribute(cue, source, (content,) if raised is None else (raised, content), construction, addressee)
    orders = cue.verb.lemma == "tell" and sentence.tokens[content[0]].lower == "to"  # "told them to leave"
    return replace(told, act="order") if orders else told


def _is_subject(sentence: Sentence, source: Range) -> bool:
    """Tell whether a noun phrase opens its sentence or follows a comma."""
    return source[0] == 0 or not sentence.tokens[source[0] - 1].is_word


def _is_purpose(sentence: Sentence, cue: Cue) -> bool:
    """Tell an infinitive that reports nothing ("needs to declare it", "not to mention") from "went on to say"."""
    if not cue.infinitive or cue.at < 2:
        return cue.infinitive
    before = sentence.tokens[max(0, cue.at - _MAX_RAISED) : cue.at - 1]
    return not any(token.lower in _RAISING | _CAUSATIVES for token in before)


def _says_clearly(sentence: Sentence, cue: Cue, start: int) -> bool:
    """Tell whether content opens with "that", "whether" or a quotation: without a source, little else is one."""
    opening = sentence.tokens[start]
    asks = cue.verb.act == "ask" and opening.lower in ("if", "why", "how", "what", "when", "where", "who")
    told = cue.passive and cue.start < cue.at and "addressee" in cue.verb.takes and opening.lower == "to"
    clear = opening.quoted or opening.lower in ("that", "whether")
    return clear or asks or told or is_raised(sentence, cue, start)


def _source(sentence: Sentence, cue: Cue, floor: int, last_source: Range | None) -> tuple[Range | None, bool]:
    """Return the source of a cue that its content follows, and whether it is the cue's own subject."""
    if cue.passive:
        return None, False
    if (overheard := _overheard(sentence, cue)) is not None:
        return subject_before(sentence.tokens, overheard, floor), False
    bare = cue.infinitive and cue.start >= cue.at - 1  # not "declined to say", which has a subject
    subject = _caused(sentence, cue, floor) if bare else _own_subject(sentence, cue, floor)
    if subject is not None:
        return subject, True
    return last_source or _main_subject(sentence, cue), False


def _own_subject(sentence: Sentence, cue: Cue, floor: int) -> Range | None:
    """Return the noun phrase right before a cue; None where the cue goes on what another says."""
    tokens = sentence.tokens
    head = tokens[cue.start - 1].lower if cue.start else ","
    if head in ("and", "but") or (head == "," and is_listed(sentence, cue)):
        return None
    if cue.participle and (not head[0].isalnum() or head in PREPOSITIONS | PAPERS):
        return None
    subject = subject_before(tokens, cue.start, floor)
    if subject and cue.participle and any(looks_past(token.text) for token in tokens[slice(*subject)]):
        return None  # "Lee wrote to the board | demanding"
    return subject


def _overheard(sentence: Sentence, cue: Cue) -> int | None:
    """Return where the passive begins in "Lee was quoted by the Herald as saying", "a guard was heard saying"."""
    if not cue.participle or cue.at == 0:
        return None
    before = sentence.tokens[cue.at - 1].lower
    if before in _PERCEIVED:
        return verb_group_start(sentence.tokens, cue.at - 1)
    near = (one for one in sentence.cues if before == "as" and cue.at - _MAX_RAISED <= one.at < cue.at)
    return next((one.start for one in near if one.passive and one.verb.lemma in ("quote", "cite")), None)


def _caused(sentence: Sentence, cue: Cue, floor: int) -> Range | None:
    """Return the subject of an infinitive that has one: "prompting Lee to insist"."""
    tokens, to = sentence.tokens, cue.at - 1
    for at in range(to - 1, max(floor, to - _MAX_SUBJECT) - 1, -1):
        if tokens[at].lower in _CAUSATIVES:
            return (at + 1, to) if at + 1 < to else None
    return None


def _main_subject(sentence: Sentence, cue: Cue) -> Range | None:
    """Return the sentence's first noun phrase, which a verb without its own subject takes over."""
    tokens, at = sentence.tokens, 0
    for place in range(cue.start - 1, max(0, cue.start - _MAX_RELATIVE) - 1, -1):  # "which backed it and called for …"
        if tokens[place].lower in ("who", "which") and cue.start > 0 and tokens[cue.start - 1].lower in ("and", "but"):
            return place, place + 1
    while at < cue.start and (not tokens[at].is_word or tokens[at].lower in _LEADING or is_adverb(tokens[at])):
        at += 1
    if at == cue.start:
        return None
    begun = _after_lead(sentence, at, cue.start)
    if begun is None:
        return None
    at = stop = begun
    while stop < min(cue.start, at + _MAX_SUBJECT):
        token = tokens[stop]
        if token.quoted or token.lower in AUXILIARIES | CONJUNCTIONS | {",", "who", ":", ";"} or is_adverb(token):
            break
        if stop > at and (looks_past(token.text) or tokens[at].lower in PERSONAL):
            break
        stop += 1
    return (at, stop) if stop > at else None


def _after_lead(sentence: Sentence, at: int, end: int) -> int | None:
    """Return where the subject begins: at `at`, or after "In Leeds, …", "Visiting the port, …"; None in doubt."""
    tokens = sentence.tokens
    leads = tokens[at].lower in PREPOSITIONS | CONJUNCTIONS
    if not leads and not tokens[at].lower.endswith(("ing", "ed")):
        return at
    comma = next((place for place in range(at, end) if tokens[place].lower == ","), None)
    if comma is not None:
        return comma + 1
    return None if leads or not tokens[at + 1].is_capital else at  # "Downing Street declined to say"
