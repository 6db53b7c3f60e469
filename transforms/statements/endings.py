"""Where the content after a cue ends: at the sentence's end, with its quotation, or before what another cue says."""

from __future__ import annotations

from transforms.language.word_classes import AUXILIARIES, CONJUNCTIONS, PERSONAL, PREPOSITIONS, PRONOUNS, word_set
from transforms.statements.clauses import is_adverb, looks_past, subject_before
from transforms.statements.cues import Cue, Sentence
from transforms.statements.frames import Range
from transforms.statements.tokens import Token

_CONTRAST = word_set("but while whereas although though")
_SUBORDINATORS = _CONTRAST | word_set("when after since because if as before")


def content_end(sentence: Sentence, start: int, source: Range | None = None) -> int:
    """Return the end of the content that begins at `start`: the sentence's, or before the next attribution in it."""
    tokens = sentence.tokens
    leads = source is not None and source[0] == 1 and tokens[0].lower in _SUBORDINATORS  # "While he said …, she …"
    if leads or (source is None and tokens[0].lower in ("asked", "when")):  # "Asked if …, she …"
        comma = next((at for at in range(start, sentence.end) if tokens[at].lower == ","), None)
        if comma is not None:
            return comma
    if _stands_alone(sentence, start):
        return start + 1
    for cue in sentence.cues:
        if start < cue.start < sentence.end:
            cut = _cut_before(sentence, cue, start)
            if cut is not None:
                return cut
    return sentence.end


def _stands_alone(sentence: Sentence, start: int) -> bool:
    """Tell whether a quotation is all the content: a comma, and plain words after it: "“We sail,” but nobody came"."""
    tokens, end = sentence.tokens, sentence.end
    if not tokens[start].quoted or any(token.quoted for token in tokens[start + 1 : end]):
        return False
    outside = start + 1 < end and tokens[start + 1].lower == ","
    if start + 1 >= end or not (outside or tokens[start].ends_in_comma):
        return False
    return tokens[start].is_whole or tokens[start + 1 + outside].lower in _CONTRAST


def _cut_before(sentence: Sentence, cue: Cue, start: int) -> int | None:
    """Return where a later cue with its own subject, or one in coordination, ends the content before it."""
    tokens = sentence.tokens
    before = cue.start - 1
    while before > start and is_adverb(tokens[before]):
        before -= 1
    joint = tokens[before].lower
    if cue.participle:
        return _before_participle(sentence, cue, start, before)
    if cue.passive or cue.infinitive or cue.nominal or before <= start:
        return None
    if joint in ("and", "but", "then") and ({"past", "third"} & cue.forms or _is_parallel(sentence, cue, start)):
        return before
    if is_listed(sentence, cue):
        return before
    subject = subject_before(tokens, cue.start, start + 1)
    if subject is None or subject[0] - 1 <= start:
        return None
    at = subject[0] - 1
    if tokens[at].lower == ";":
        return at
    if tokens[at].lower in _CONTRAST | {"and", "as"} and tokens[at - 1].lower in (",", "—"):
        return at - 1
    if tokens[at].lower in _CONTRAST:
        return at
    return None


def _opener(sentence: Sentence, start: int) -> Cue:
    """Return the last cue before `start`."""
    return max((cue for cue in sentence.cues if cue.start < start), key=lambda cue: cue.start, default=sentence.cues[0])


def _is_parallel(sentence: Sentence, cue: Cue, start: int) -> bool:
    """Tell whether a base form goes on what many say: "Growers say the price is low and insist that it will fall".

    So does the same verb in another tense: "They said it was low and say it will fall".
    """
    following = sentence.tokens[cue.end].lower if cue.end < sentence.end else ""
    opener = _opener(sentence, start)
    is_same = opener.forms == cue.forms or opener.verb.lemma == cue.verb.lemma
    return is_same and following in PERSONAL | {"that"}


def is_listed(sentence: Sentence, cue: Cue) -> bool:
    """Tell whether a cue is the second of three: "Lee denied it, accused them of fraud and vowed to appeal"."""
    tokens = sentence.tokens
    tense = {"past", "third"} & cue.forms
    listed = tense and cue.at == cue.start > 1 and tokens[cue.at - 1].lower == ","
    if not listed or cue.end >= sentence.end or tokens[cue.end].lower in PREPOSITIONS - {"for", "to", "on"}:
        return False
    before = any(other.end < cue.start and tense & other.forms for other in sentence.cues)
    return before and any(
        other.start > cue.end and tense & other.forms and tokens[other.start - 1].lower == "and"
        for other in sentence.cues
    )


def _before_participle(sentence: Sentence, cue: Cue, start: int, before: int) -> int | None:
    """Return where ", adding that …" ends the content before it; `before` is the token before the cue."""
    joint = sentence.tokens[before]
    if joint.ends_in_comma:  # "“We sail,” adding that …"
        return before + 1
    parallel = joint.lower in ("and", "but") and _opener(sentence, start).participle
    return before if parallel or joint.lower in (",", "—", "–", "--") else _before_with(sentence, cue, start)


def _before_with(sentence: Sentence, cue: Cue, start: int) -> int | None:
    """Return where ", with Lee saying …" ends the content before it."""
    subject = subject_before(sentence.tokens, cue.start, start + 1)
    if subject is None or subject[0] < start + 2:
        return None
    comma, opener = sentence.tokens[subject[0] - 2 : subject[0]]
    return subject[0] - 2 if (comma.lower, opener.lower) == (",", "with") else None


def before_main_verb(sentence: Sentence, content: Range) -> Range:
    """Return the content of a nominal cue that is its sentence's subject: "Lee's claim that it was safe" drew laughter.

    The last finite verb is the main one, of those after the first that no conjunction or pronoun stands before.
    """
    tokens, (start, stop) = sentence.tokens, content
    marks = (at for at in range(start, stop) if not tokens[at].is_word)
    verbs = [at for at in range(start + 1, next(marks, stop)) if _is_finite(tokens[at])]
    main: int | None = None
    for at in verbs[1:]:
        before = tokens[at - 1]
        if main is not None and any(token.lower in CONJUNCTIONS for token in tokens[main:at]):
            break
        clause = before.lower in CONJUNCTIONS | PRONOUNS | AUXILIARIES or is_adverb(before)
        main = main if clause else at
    return content if main is None else (start, main)


def _is_finite(token: Token) -> bool:
    return looks_past(token.text) or token.lower in AUXILIARIES - {"be", "been", "being", "having"}
