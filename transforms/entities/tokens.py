"""A text as tokens that know their sentence, and whether a capital there means anything."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from transforms.language.text import sentences

_TOKEN = re.compile(
    r"""
      (?:https?://|www\.)[^\s<>"]+                                            # no word of it is a name
    | (?:[^\W\d_]\.){2,}                                                     # U.S., J.K.
    | (?:Mr|Mrs|Ms|Dr|Prof|St|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Capt|Rev|Hon|Jr|Sr|Mt|Ft|Maj|Adm|Cmdr|Messrs|No)\.(?=\s)
    | [A-Z]\.(?=\s?[A-Z])                                                    # an initial
    | \w+(?:[-'’&.]\w+)*
    | \S
    """,
    re.VERBOSE,
)
# "China-based", "anti-Beijing", "US-led": the capitalised part is a name by itself
_COMPOUND = re.compile(
    r"""\A(?:anti|pro|non|ex|post|pre|mid|trans|inter|intra|un)-(?=[A-Z])
    | (?<=\w)-(?=(?:administered|aligned|allied|area|backed|based|born|bound|brokered|controlled|critic|dominated
        |educated|era|flagged|friendly|funded|headquartered|held|imposed|inspired|led|like|linked|listed|made|mediated|native
        |occupied|owned|powered|registered|related|ruled|run|speaking|specific|sponsored|style|supplied|supported|trained|type
        |wide)\b)""",
    re.VERBOSE,
)
_POSSESSIVE = ("'s", "’s", "'S", "’S")
_LOWER_PREFIX = re.compile(r"(?:al|el|as|ar|an|ad|at|ash|ul|bin|d|l|de|i|e|mc|von|van)[-'’]?(?=[A-Z])")
_OPENING = frozenset("\"“‘«['•*-–—:;…|")
_SENTENCE_ENDS = frozenset(".!?…")
_WRAPPED_LINE = 60  # characters: a line at least so long may have been broken by a program
_LONGEST_COMPOUND = 40  # characters
_HEADLINE_WORDS = 4
_HEADLINE_SHARE = 0.75


class Token(NamedTuple):
    """A word, a possessive ending or a mark. `initial`: a capital is due there to the place, not the word."""

    start: int
    end: int
    text: str
    sentence: int
    initial: bool
    capital: bool


@dataclass(frozen=True, slots=True)
class Line:
    """Tokens that a name may run through: a sentence, or the part of it up to a line break."""

    first: int  # index of its first token
    last: int  # index after its last one
    headline: bool  # nearly every word has a capital


def tokenize(text: str, is_name: Callable[[str], bool] | None = None) -> tuple[list[Token], list[Line]]:
    """Return the tokens of the text in order, and the lines they stand in. Linear in the text.

    `is_name` tells of a form whether it is a name: "US-China" is cut when both its parts are and it is not.
    """
    tokens: list[Token] = []
    lines: list[Line] = []
    for number, sentence in enumerate(sentences(text)):
        for start, end in _line_spans(text, sentence.start, sentence.end):
            first = len(tokens)
            tokens.extend(_tokens(text, start, end, number, is_name))
            if len(tokens) > first:
                lines.append(Line(first, len(tokens), _is_headline(text, tokens[first:])))
    return tokens, lines


def _line_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut at line breaks that mean something: before a capital, after a short line."""
    begin = start
    while (cut := text.find("\n", start, end)) >= 0:
        after = text[cut + 1 : cut + 40].lstrip()
        if cut - begin < _WRAPPED_LINE and not after[:1].islower():
            yield begin, cut
            begin = cut + 1
        start = cut + 1
    yield begin, end


def _tokens(text: str, start: int, end: int, sentence: int, is_name: Callable[[str], bool] | None) -> Iterator[Token]:
    initial = True
    for match in _TOKEN.finditer(text, start, end):
        word, begin, stop = match.group(), match.start(), match.end()
        if not (word[0].isalnum() or word[0] == "_"):
            initial = word in _OPENING or word in _SENTENCE_ENDS or (initial and word in "\"'”’()]»")
            yield Token(begin, stop, word, sentence, False, False)
            continue
        ending = word[-2:] if word.endswith(_POSSESSIVE) and len(word) > 2 else ""
        cut = _compound_cut(word, is_name)
        if cut:
            yield Token(begin, begin + cut, word[:cut], sentence, initial, _is_capital(word[:cut]))
            yield Token(begin + cut, begin + cut + 1, "-", sentence, False, False)
            begin, word, initial = begin + cut + 1, word[cut + 1 :], False
        bare = word[: len(word) - len(ending)]
        if bare:
            yield Token(begin, stop - len(ending), bare, sentence, initial, _is_capital(bare))
        if ending:
            yield Token(stop - 2, stop, ending, sentence, False, False)
        initial = False


def _compound_cut(word: str, is_name: Callable[[str], bool] | None) -> int:
    """Return where the hyphen stands that a compound is cut at, or 0."""
    if "-" not in word or len(word) > _LONGEST_COMPOUND:
        return 0
    found = _COMPOUND.search(word)
    if found:
        return found.end() - 1
    if is_name is None:
        return 0
    one, _, two = word.partition("-")
    return len(one) if two[:1].isupper() and is_name(one) and is_name(two) and not is_name(word) else 0


def _is_capital(word: str) -> bool:
    if word[0].isupper():
        return True
    return word[0].islower() and not word.islower() and _LOWER_PREFIX.match(word) is not None


def _is_headline(text: str, tokens: list[Token]) -> bool:
    """Tell a headline in title case or capitals, where a capital is no sign of a name."""
    words = [token for token in tokens if len(token.text) > 3 and token.text.isalpha()]
    if len(words) < _HEADLINE_WORDS or tokens[-1].text in (".", ",", ";"):
        return sum(len(word.text) > 3 for word in words) > 1 and all(word.text.isupper() for word in words)
    return sum(word.capital for word in words) >= _HEADLINE_SHARE * len(words)
