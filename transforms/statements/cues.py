"""Which words of a sentence are cues: a verb of the lexicon used as a verb, with its particle and verb group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transforms.language.word_classes import (
    ARTICLES,
    AUXILIARIES,
    BE,
    CLOSED,
    DETERMINERS,
    OBJECT_PRONOUNS,
    PERSONAL,
    PREPOSITIONS,
    word_set,
)
from transforms.statements.clauses import is_adverb, is_negated, verb_group_start
from transforms.statements.lexicon import CueVerb, Lexicon, VerbForm
from transforms.statements.tokens import Token

ACCORDING = CueVerb("according to", ("to",), "say", frozenset({"clause", "quotation"}))
_POSSESSIVES = word_set("his her its their my our your")
# determiners that are pronouns too: "some say", "those claim"
_PRONOUN_TOO = word_set("this that those these some all most many several both each one another")
_PLURALS = word_set(
    "they i we you he she it who which that people some many others most few all both men women police media , to"
)
# after these a word written alike as noun and verb is the noun: "their claims", "for comment"
_NOUN_NEIGHBOURS = (DETERMINERS | PREPOSITIONS - word_set("to by after before without in since")) - _PRONOUN_TOO
_NOUNS_TOO = word_set(
    """claims demands calls reports questions states pledges promises orders estimates comments remarks requests posts
    tweets emails texts protests forecasts answers attacks quotes notes praises promises threats vows charges"""
)
_COURTS = word_set("court inquest inquiry hearing tribunal jury trial magistrates")
_TELLING = word_set("tell inform remind assure reassure notify")
_ABOUT = frozenset(("about", "of", "on"))
_MAX_SUBJECT = 6  # tokens
_MAX_OBJECT = 5  # tokens
_CLAUSES = AUXILIARIES | PERSONAL | {"that", "to", ":"}  # before one of these a clause begins, or is under way
_OPENERS = CLOSED | OBJECT_PRONOUNS | word_set("there")  # may follow a verb
_NOUN_FOLLOWERS = word_set("of are were have had will from about by")


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue at token `at`. Its verb group is [start, end), particle included."""

    at: int
    start: int
    end: int
    verb: CueVerb
    forms: frozenset[VerbForm] = frozenset()
    passive: bool = False
    infinitive: bool = False
    nominal: bool = False  # "the mayor's claim that …"
    negated: bool = False

    @property
    def participle(self) -> bool:
        """An -ing form that is no progressive: ", adding that …"."""
        return "ing" in self.forms and self.at == self.start


@dataclass(frozen=True, slots=True)
class Sentence:
    """The tokens of a sentence and its cues in order. `end`: the index after its last word."""

    tokens: tuple[Token, ...]
    cues: tuple[Cue, ...]
    cue_starts: frozenset[int]
    end: int


def read_sentence(tokens: tuple[Token, ...], lexicon: Lexicon) -> Sentence:
    """Return the sentence with its cues found."""
    cues = tuple(cue for at in range(len(tokens)) if (cue := _cue_at(tokens, at, lexicon)) is not None)
    end = len(tokens)
    while end and not tokens[end - 1].is_word:
        end -= 1
    return Sentence(tokens, cues, frozenset(cue.start for cue in cues), end)


def _cue_at(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Cue | None:
    token = tokens[at]
    if token.lower == "according" and at + 1 < len(tokens) and tokens[at + 1].lower == "to":
        return Cue(at, at, at + 2, ACCORDING)
    if token.lower in lexicon.nouns and _is_owned(tokens, at):
        act = lexicon.nouns[token.lower]
        return Cue(at, at, at + 1, CueVerb(token.lower, (), act, frozenset({"clause"})), nominal=True)
    form = lexicon.forms.get(token.lower)
    if form is None or token.quoted:
        return None
    verb, end = _with_particle(tokens, at, form.verbs)
    if token.lower == "thanks" and end < len(tokens) and tokens[end].lower == "to":  # "thanks to the rain"
        return None
    if verb is None:
        return None
    start = verb_group_start(tokens, at)
    if tells_nothing(tokens, start, end, lexicon):
        return None
    if start == at and (form.forms == {"participle"} or _is_noun(tokens, at, form.forms)):  # "the words written on it"
        return None
    if verb.lemma == "hear" and (start == 0 or tokens[start - 1].lower not in _COURTS):
        return None
    nearest = next((word.lower for word in reversed(tokens[start:at]) if word.lower in AUXILIARIES), "")
    is_it = start > 0 and tokens[start - 1].lower in ("it's", "it’s")  # "it's claimed that"
    bare = _is_told(tokens, at, verb, end) or (start == at and _is_done_to(tokens, verb, end))
    passive = "participle" in form.forms and (nearest in BE or is_it or bare)
    infinitive = "base" in form.forms and at > 0 and tokens[at - 1].lower == "to"
    negated = is_negated(tokens, start, at, lexicon.negation)
    return Cue(at, start, end, verb, form.forms, passive, infinitive, negated=negated)


def tells_nothing(tokens: Sequence[Token], start: int, end: int, lexicon: Lexicon) -> bool:
    """Tell a verb group [start, end) that reports no words.

    An idiom ("not to mention"), an adjective ("a reported plot"), a prize ("claimed their third victory"), a question
    ("what Lee has to say about it").
    """
    form = lexicon.forms.get(tokens[end - 1].lower)
    is_noun = form is not None and "third" in form.forms and end > 1 and tokens[end - 2].lower == "to"  # "to posts"
    if is_noun or (start == end - 1 and start and tokens[start - 1].lower in ARTICLES):
        return True
    things: frozenset[str] = frozenset()
    for verb in form.verbs if form else ():
        things |= lexicon.unsaid.get(verb.lemma, frozenset())
    if " ".join(token.lower for token in tokens[start:end]) in lexicon.idioms or _takes_one(tokens, end, things):
        return True
    about = end - 1 if tokens[end - 1].lower in _ABOUT else end
    asked = about < len(tokens) and tokens[about].lower in _ABOUT
    return asked and any(token.lower == "what" for token in tokens[max(0, start - _MAX_SUBJECT) : start])


def _takes_one(tokens: Sequence[Token], at: int, things: frozenset[str]) -> bool:
    """Tell whether one of the things, and no clause, follows the verb that ends at `at`."""
    for token in tokens[at : at + _MAX_OBJECT] if things else ():
        if token.quoted or token.lower in _CLAUSES:
            return False
        if token.lower in things:
            return True
    return False


def _is_told(tokens: Sequence[Token], at: int, verb: CueVerb, end: int) -> bool:
    """Tell whether a verb that tells somebody tells nobody: "was called in and told that he must go"."""
    joined = at > 0 and tokens[at - 1].lower in ("and", "or", "then")
    follows = tokens[end].lower if end < len(tokens) else ""
    return verb.lemma in _TELLING and (follows == "to" or (joined and follows == "that"))


def _is_done_to(tokens: Sequence[Token], verb: CueVerb, end: int) -> bool:
    """Tell a passive without auxiliary: "a nurse accused of theft", "condemned by many", "reported to be ill"."""
    follows = tuple(token.lower for token in tokens[end : end + 2])
    if "to" not in verb.takes and "addressee" not in verb.takes and follows in (("to", "be"), ("to", "have")):
        return True
    needs_object = "object" in verb.takes and "clause" not in verb.takes and not verb.particle
    return needs_object and follows[:1] in (("of",), ("for",), ("over",), ("by",))


def _with_particle(tokens: Sequence[Token], at: int, verbs: Sequence[CueVerb]) -> tuple[CueVerb | None, int]:
    for verb in verbs:
        end = at + 1 + len(verb.particle)
        if tuple(token.lower for token in tokens[at + 1 : end]) == verb.particle:
            return verb, end
    return None, at


def _is_owned(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a noun is one's own and content follows: "Lee's claim that"."""
    if at == 0 or at + 1 >= len(tokens) or tokens[at + 1].lower != "that":
        return False
    return tokens[at - 1].lower in _POSSESSIVES or tokens[at - 1].lower.endswith(("'s", "’s"))


def _is_noun(tokens: Sequence[Token], at: int, forms: frozenset[VerbForm]) -> bool:
    """Tell whether a form without auxiliary is a noun ("their claims") or an adjective ("the alleged plan")."""
    token = tokens[at]
    before = tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if "base" in forms and "past" not in forms:
        reports = after is not None and (after.quoted or after.lower in ("that", ":"))
        joined = before is not None and before.lower in ("and", "but")  # "say it works and insist that"
        goes_on = joined and after is not None and (after.lower in PERSONAL or reports)
        if token.is_capital or before is None or not (goes_on or _plural_subject(before)):
            return True
        return not reports and (token.lower == "state" or _is_one(tokens, at))
    if before is None:
        return "third" in forms or (token.lower != "asked" and "ing" not in forms)
    if "ing" in forms:  # "without saying why" reports nothing said
        return before.lower in DETERMINERS - _PRONOUN_TOO or before.lower == "without" or _is_compound(before, after)
    if before.lower in _NOUN_NEIGHBOURS or _is_owned_or_led(tokens, at):
        return True
    return "third" in forms and _is_plural_noun(token, before, after)


def _is_compound(before: Token, after: Token | None) -> bool:
    """Tell whether a form in -ing stands between two nouns: "sustainability reporting standards"."""
    plain = before.is_word and before.text.islower() and before.lower not in CLOSED and not is_adverb(before)
    return plain and after is not None and after.text.isalpha() and after.text.islower() and after.lower not in _OPENERS


def _is_owned_or_led(tokens: Sequence[Token], at: int) -> bool:
    """Tell "Lee's repeated attacks" and "in televised remarks that", not "it's claimed" or "Lee remarks that"."""
    before, after = tokens[at - 1].lower, tokens[at + 1] if at + 1 < len(tokens) else None
    follows = after is not None and (after.lower == "that" or after.quoted)
    if before.endswith(("'s", "’s")):
        return not follows and before[:-2] not in PERSONAL | _PRONOUN_TOO | {"what", "who", "there", "here"}
    return at > 1 and tokens[at].lower in _NOUNS_TOO and tokens[at - 2].lower in PREPOSITIONS and before.endswith("ed")


def _is_one(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a name that ends in -s before the form belongs to it and an article: "a Daily News report"."""
    first = at
    while first and tokens[first - 1].is_capital:
        first -= 1
    return 0 < first < at and tokens[first - 1].lower in ("a", "an", "another", "this")


def _is_plural_noun(token: Token, before: Token, after: Token | None) -> bool:
    """Tell whether a form in -s is a noun: "Lee's claims", "claims of", "two key demands"."""
    if token.lower == "states" and token.is_capital:
        return True
    if token.lower in _NOUNS_TOO and not (before.is_capital or before.lower in _PLURALS or is_adverb(before)):
        return after is None or not (after.lower == "that" or after.quoted)
    if before.lower.endswith(("'s", "’s")) or before.lower in ("and", ",", "of", "such"):
        return after is None or not (after.lower == "that" or after.quoted)
    return after is not None and after.lower in _NOUN_FOLLOWERS


def _plural_subject(token: Token) -> bool:
    """Tell whether a word can stand before a present-tense plural verb: "they", "officials"."""
    lower = token.lower
    if lower in _PLURALS or is_adverb(token):
        return True
    if lower in DETERMINERS or lower in PREPOSITIONS:
        return False
    return lower.endswith("s") and not lower.endswith(("'s", "’s", "ss", "us"))
