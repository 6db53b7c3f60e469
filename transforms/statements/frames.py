"""What follows a cue: to whom, when and where it was said, then where the content begins and where it ends."""

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
from transforms.statements.clauses import is_adverb, subject_before
from transforms.statements.cues import Cue, Sentence

Range = tuple[int, int]  # token indices, half-open
Opened = tuple[int, Range | None, str]  # where content begins, the addressee before it, the construction

_CLAUSE_WORDS = frozenset({"that", "whether", "if", "why", "how", "what", "who", "where", "when", "which"})
_REQUEST_MARKERS = ("to", "that", "whether", "if", "why", "about", "how", "for", "what")
PAPERS = word_set(
    "statement letter release tweet post message email memo speech interview briefing"
)  # what words are in
_PROGRAMMES = word_set("programme program show podcast newsletter magazine newspaper")
_WHICH_TIME = word_set("this last next late early may")
_CONTRAST = frozenset({"but", "while", "whereas", "although", "though"})
_SUBORDINATORS = _CONTRAST | {"when", "after", "since", "because", "if", "as", "before"}
_CLAUSE_LEADS = frozenset({"in", "like", "under", "of", "about", "for", "to"})
_QUANTIFIERS = word_set("not all both neither either too only just even quite rather")  # open a clause after "said"
_MAX_ADDRESSEE = 10  # tokens


def opens_clause(word: str) -> bool:
    """Tell whether a word after a cue can only begin its content."""
    return word in _CLAUSE_WORDS or word in OBJECT_PRONOUNS


def open_content(sentence: Sentence, cue: Cue) -> Opened | None:
    """Return where the content after the cue begins; None where nothing there can be content."""
    tokens, takes, end = sentence.tokens, cue.verb.takes, sentence.end
    at = cue.end
    while at < end and is_adverb(tokens[at]) and tokens[at].lower not in _QUANTIFIERS:
        at += 1
    if at >= end:
        return None
    if "marked" in takes and tokens[at].quoted:
        return None
    told = "addressee" in takes and _names_programme(sentence, at)
    opened = None if told else _marked(sentence, at, takes)
    if opened is not None:
        return opened, None, "quotation" if tokens[opened].quoted else "clause"
    if cue.passive and tokens[at].lower == "to" and "addressee" in takes:  # "was told to leave"
        return at, None, "clause"
    if not tokens[at].is_word:
        return _after_parenthesis(sentence, at, takes)
    if "addressee" in takes:
        return _after_addressee(sentence, at, cue)
    if tokens[at].lower == "to" and "to" not in takes:  # "said to them that"
        return _at_marker(sentence, at, ("that",))
    if "object" in takes:
        return at, None, "object"
    if takes & {"clause", "to", "whether"}:
        begin = _skip_adjuncts(sentence, at)
        return None if begin >= end or tokens[begin].lower in PREPOSITIONS - _CLAUSE_LEADS else (begin, None, "clause")
    return _at_marker(sentence, at, ())


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
        begin = _skip_adjuncts(sentence, stop) if stop < sentence.end else stop
        if begin >= sentence.end or sentence.tokens[begin].lower in PREPOSITIONS:
            return None
        return begin, (at, stop), "clause"
    # "urged them to …": they belong to the content, which would be no proposition without them
    marker = _find_marker(sentence, at, at + 16, _REQUEST_MARKERS)
    if marker is None and cue.verb.lemma in ("ask", "quiz", "question", "query"):  # "asked the nurse": no question
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


def _is_time(sentence: Sentence, at: int) -> bool:
    """Tell whether a word says when: "this" before "week", not before "was"."""
    lower = sentence.tokens[at].lower
    following = sentence.tokens[at + 1].lower if at + 1 < sentence.end else ""
    return lower in TIMES and (lower not in _WHICH_TIME or following in TIMES or following in ("on", "in") or following.isdigit())


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
        if tokens[before].quoted and tokens[before].ends_in_comma:  # "“We sail,” adding that …"
            return before + 1
        parallel = joint in ("and", "but") and _opener(sentence, start).participle
        return before if parallel or joint in (",", "—", "–", "--") else _before_with(sentence, cue, start)
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
    """Tell whether a base form goes on what many say: "Growers say the price is low and insist that it will fall"."""
    following = sentence.tokens[cue.end].lower if cue.end < sentence.end else ""
    return _opener(sentence, start).forms == cue.forms and following in PERSONAL | {"that"}


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


def _before_with(sentence: Sentence, cue: Cue, start: int) -> int | None:
    """Return where ", with Lee saying …" ends the content before it."""
    subject = subject_before(sentence.tokens, cue.start, start + 1)
    if subject is None or subject[0] < start + 2:
        return None
    comma, opener = sentence.tokens[subject[0] - 2 : subject[0]]
    return subject[0] - 2 if (comma.lower, opener.lower) == (",", "with") else None
