"""What follows a cue: to whom, when and where it was said, then where the content begins."""

from __future__ import annotations

from transforms.language.word_classes import (
    AUXILIARIES,
    DETERMINERS,
    OBJECT_PRONOUNS,
    PERSONAL,
    PREPOSITIONS,
    TIMES,
    word_set,
)
from transforms.statements.clauses import is_adverb, looks_past
from transforms.statements.cues import Cue, Sentence

Range = tuple[int, int]  # token indices, half-open
Opened = tuple[int, Range | None, str]  # where content begins, the addressee before it, the construction

_CLAUSE_WORDS = frozenset({"that", "whether", "if", "why", "how", "what", "who", "where", "when", "which"})
_REQUEST_MARKERS = ("to", "that", "whether", "if", "why", "about", "how", "for", "what")
PAPERS = word_set(
    """statement letter release tweet post message email memo speech interview briefing update note video podcast
    filing blog column essay broadcast bulletin address testimony"""
)  # what words are in
_PROGRAMMES = word_set("programme program show podcast newsletter magazine newspaper")
_ASKS = frozenset(("ask", "quiz", "question", "query", "appeal to"))  # what they ask must follow
_WHICH_TIME = word_set("this last next late early may")
_CLAUSE_LEADS = frozenset({"in", "like", "under", "of", "about", "for", "to"})
_SUBORDINATORS = word_set("since after before once until while because although though unless")
_QUANTIFIERS = word_set("not all both neither either too only just even quite rather")  # open a clause after "said"
_MAX_ADDRESSEE = 10  # tokens


def opens_clause(word: str) -> bool:
    """Tell whether a word after a cue can only begin its content."""
    return word in _CLAUSE_WORDS or word in OBJECT_PRONOUNS


def open_content(sentence: Sentence, cue: Cue) -> Opened | None:
    """Return where the content after the cue begins; None where nothing there can be content."""
    tokens, takes, end = sentence.tokens, cue.verb.takes, sentence.end
    at = _after_adverbs(sentence, cue.end)
    if at >= end or ("marked" in takes and tokens[at].quoted):
        return None
    if "clause" in takes and "addressee" not in takes and _opens_with_clause(sentence, at):
        return at, None, "clause"
    told = "addressee" in takes and _names_programme(sentence, at)
    opened = None if told else _marked(sentence, at, takes)
    if opened is not None:
        return opened, None, "quotation" if tokens[opened].quoted else "clause"
    if not tokens[at].is_word:
        return _after_parenthesis(sentence, at, takes)
    if "addressee" in takes:  # in "was told to leave" it stands before the cue
        return (at, None, "clause") if cue.passive and tokens[at].lower == "to" else _after_addressee(sentence, at, cue)
    if is_raised(sentence, cue, at):
        return at, None, "clause"
    if tokens[at].lower == "to" and "to" not in takes:  # "said to them that"
        return _at_marker(sentence, at, ("that",) if "clause" in takes else ())
    if "object" in takes:
        return at, None, "object"
    if takes & {"clause", "to", "whether"}:
        begin = _skip_adjuncts(sentence, at)
        return None if begin >= end or tokens[begin].lower in PREPOSITIONS - _CLAUSE_LEADS else (begin, None, "clause")
    return _at_marker(sentence, at, ())


def is_raised(sentence: Sentence, cue: Cue, at: int) -> bool:
    """Tell whether the subject of a passive is what it is said of, not who says it: "Lee is said to be ill"."""
    following = [token.lower for token in sentence.tokens[at : at + 2]]
    return cue.passive and "addressee" not in cue.verb.takes and following in (["to", "be"], ["to", "have"])


def _after_adverbs(sentence: Sentence, at: int) -> int:
    """Return where adverbs end, and a second cue for the same content: "neither confirm nor deny"."""
    if at + 1 < sentence.end and sentence.tokens[at].lower in ("or", "nor"):
        at = next((cue.end for cue in sentence.cues if cue.at == at + 1), at)
    while at < sentence.end and is_adverb(sentence.tokens[at]) and sentence.tokens[at].lower not in _QUANTIFIERS:
        if _opens_with_clause(sentence, at):
            break
        at += 1
    return at


def _marked(sentence: Sentence, at: int, takes: frozenset[str]) -> int | None:
    """Return where content opens when a quotation, a colon or a conjunction opens it right there."""
    token = sentence.tokens[at]
    if token.quoted:
        return at
    if token.lower in (":", ",") and at + 1 < sentence.end:
        if sentence.tokens[at + 1].quoted:
            return at + 1
        return at + 1 if token.lower == ":" and takes & {"clause", "quotation"} else None
    if token.lower == "that" and takes & {"clause", "object"}:
        return at
    if token.lower in _CLAUSE_WORDS and "whether" in takes:
        return at
    return at if token.lower == "to" and "to" in takes else None


def _names_programme(sentence: Sentence, at: int) -> bool:
    """Tell whether a quotation is a name in what is told: "told “Newsnight” that", "told the “Today” programme"."""
    if not sentence.tokens[at].quoted or at + 1 >= sentence.end:
        return False
    marker = _find_marker(sentence, at + 1, at + _MAX_ADDRESSEE, ("that",))
    tells = marker is not None and sentence.tokens[marker].lower == "that"
    return tells or sentence.tokens[at + 1].lower in _PROGRAMMES


def _after_parenthesis(sentence: Sentence, at: int, takes: frozenset[str]) -> Opened | None:
    """Read on after "said, however, that" and "said (in part) "…""."""
    if sentence.tokens[at].lower not in (",", "(", "—", "–"):
        return None
    return _at_marker(sentence, at + 1, ("that",) if "clause" in takes else ())


def _after_addressee(sentence: Sentence, at: int, cue: Cue) -> Opened | None:
    if cue.verb.act == "say":  # "told reporters on Monday (that) …": the content is what comes after
        stop = addressee_end(sentence, at)
        if stop < sentence.end and sentence.tokens[stop].lower == "to" and cue.verb.lemma == "tell":
            return stop, (at, stop), "clause"  # "told them to leave"
        begin = _skip_adjuncts(sentence, stop) if stop < sentence.end else stop
        if begin >= sentence.end or sentence.tokens[begin].lower in PREPOSITIONS:
            return None
        return begin, (at, stop), "clause"
    # "urged them to …": they belong to the content, which would be no proposition without them
    marker = _find_marker(sentence, at, at + 16, _REQUEST_MARKERS)
    if marker is None and cue.verb.lemma in _ASKS:  # "asked the nurse": no question
        return None
    if marker is None or sentence.tokens[at].lower == "to":
        return at, None, "clause"
    addressee = (at, marker) if marker > at else None
    opener = sentence.tokens[marker]
    return (marker if opener.quoted or opener.lower == "that" else at), addressee, "clause"


def _at_marker(sentence: Sentence, at: int, words: tuple[str, ...]) -> Opened | None:
    marker = _find_marker(sentence, at, at + 14, words)
    if marker is None:
        return None
    return marker, None, "quotation" if sentence.tokens[marker].quoted else "clause"


def _find_marker(sentence: Sentence, start: int, stop: int, words: tuple[str, ...]) -> int | None:
    """Return the first quotation, colon or one of `words` in [start, stop), with no other cue before it."""
    for at in range(start, min(stop, sentence.end)):
        token = sentence.tokens[at]
        if token.quoted or token.lower in words:
            return at
        if token.lower == ":" and at + 1 < sentence.end:
            return at + 1
        if token.lower == ";" or (at in sentence.cue_starts and at > start):
            return None
    return None


def addressee_end(sentence: Sentence, at: int) -> int:
    """Return the end of the noun phrase told: "reporters", "the crowd", "The Daily Globe's Ann Lee"."""
    tokens = sentence.tokens
    if tokens[at].lower in OBJECT_PRONOUNS - {"her"}:
        return at + 1
    stop = at + 1 if tokens[at].lower in DETERMINERS else at
    name = stop < sentence.end and tokens[stop].is_capital
    while stop < min(sentence.end, at + _MAX_ADDRESSEE) and (stop == at or _goes_on(sentence, at, stop, name)):
        stop += 1
    return max(stop, at + 1)


def _goes_on(sentence: Sentence, at: int, stop: int, name: bool) -> bool:
    """Tell whether the token at `stop` still belongs to the noun phrase that begins at `at`."""
    token, before = sentence.tokens[stop], sentence.tokens[stop - 1].lower
    lower = token.lower
    if token.quoted:
        return _names_programme(sentence, stop)
    if not (token.is_word or lower == "."):
        return False
    if lower in _CLAUSE_WORDS | AUXILIARIES | PERSONAL | TIMES or lower == "there":
        return False
    joined = before in ("of", "for", "and", "the")
    if lower in DETERMINERS:
        return joined
    if lower in PREPOSITIONS:
        return lower in ("of", "for")
    if name:
        numbered = before in ("radio", "channel")  # "Radio 4"
        return token.is_capital or lower in ("and", ".") or lower in _PROGRAMMES or joined or numbered
    return stop == at + 1 or not token.is_capital or joined


def _skip_adjuncts(sentence: Sentence, at: int) -> int:
    """Return where the clause begins after "on Monday", "in an interview with …", "at a rally in …"."""
    tokens, end = sentence.tokens, sentence.end
    token = tokens[at]
    if not token.is_word:
        return at + 1 if token.lower in (",", ":") else end
    if not _is_time(sentence, at) and token.lower not in PREPOSITIONS - {"like", "under"}:
        return at
    marker = _find_marker(sentence, at, at + 24, ("that", "whether"))
    if marker is not None:
        return marker
    begin = at
    while begin < end and (tokens[begin].lower in TIMES | PREPOSITIONS or tokens[begin].text.isdigit()):
        begin += 1
    if begin >= end or tokens[begin - 1].lower not in PREPOSITIONS:
        return begin
    window = range(begin + 1, min(end, begin + 9))
    return next((place for place in window if tokens[place].lower in PERSONAL | {"there"}), at)


def _opens_with_clause(sentence: Sentence, at: int) -> bool:
    """Tell whether a clause of its own opens what is said: "said since the mine had shut, the town had shrunk"."""
    tokens = sentence.tokens
    if tokens[at].lower not in _SUBORDINATORS:
        return False
    comma = next((place for place in range(at, sentence.end) if tokens[place].lower == ","), None)
    if comma is None or not any(t.lower in AUXILIARIES or looks_past(t.text) for t in tokens[at:comma]):
        return False
    return any(token.lower in AUXILIARIES or looks_past(token.text) for token in tokens[comma : sentence.end])


def _is_time(sentence: Sentence, at: int) -> bool:
    """Tell whether a word says when: "this" before "week", not before "was"."""
    lower = sentence.tokens[at].lower
    following = sentence.tokens[at + 1].lower if at + 1 < sentence.end else ""
    return lower in TIMES and (
        lower not in _WHICH_TIME or following in TIMES or following in ("on", "in") or following.isdigit()
    )
