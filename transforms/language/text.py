"""Where a text can be cut: paragraphs, sentences, words and quotations, all as spans into the text."""

from __future__ import annotations

import re
from bisect import bisect_right

from schemas.statement import Span
from transforms.language.paragraphs import paragraphs
from transforms.language.quotations import Quotation, quotations
from transforms.language.word_classes import word_set

__all__ = ["Quotation", "paragraphs", "quotations", "sentences", "words"]

_WORD = re.compile(r"\w+(?:['’]\w+)*")
# an end mark, what may close after it, white space (or none: "it sank.The crew"), and what may open before the next
# sentence's first letter
_BOUNDARY = re.compile(
    r"(?<![.!?…])[.!?…]++[\"'”’»“)\]]*+(?P<gap>\s++|(?<=[a-z]{2}[.!?])(?!(?:Com|Net|Org|Js|Io)\b)(?=[A-Z][a-z]*+\s))"
    r"(?=[\"'“‘„«(\[]*(?P<next>\w+))"
)
_LAST_WORD = re.compile(r"[\w.&]*\Z")

# never the end of a sentence: something is bound to follow
_TITLES = word_set(
    """mr mrs ms mx dr prof rev fr hon sir st mt ft sen rep gov gen lt col sgt capt cmdr adm maj cpl pvt det insp supt
    pres amb atty messrs jan feb mar apr jun jul aug sept sep oct nov dec vs no nos art fig al cf eg ie dem"""
)
# may end one: only when the next word often starts a sentence
_OTHER_ABBREVIATIONS = word_set("jr sr inc corp co ltd llc bros plc dept est approx a.m p.m am pm etc ave blvd")
_STARTERS = word_set(
    """the a an he she it they we i you but and in on at as for if so this that these those there his her its their
    when while after before since though although not no yet some many most however meanwhile what who why how"""
)
# "LONDON (Reuters) —", "MEXICO CITY (AP) —", "BERLIN, March 7 (dpa) -", "PARIS —": a place in capitals, an agency
# in brackets, or both, then a dash.
_DATELINE = re.compile(
    r"^(?:[^\W\d_a-z][^\n(—–]{1,60})?\([^()\n]{2,40}\)\s*[—–-]+\s*"
    r"|^[A-ZÀ-Þ][A-ZÀ-Þ .,'’/-]{2,40}(?:,[^\n—–-]{1,30})?\s+[—–-]+\s+"
)


def words(text: str, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
    """Return the word tokens between `start` and `end`: letters and digits, apostrophes inside them kept."""
    return tuple(Span(*match.span()) for match in _WORD.finditer(text, start, len(text) if end is None else end))


def sentences(text: str, quoted: tuple[Quotation, ...] | None = None) -> tuple[Span, ...]:
    """Return the sentences, none crossing a paragraph. A quotation is never cut: its sentence goes on to its end.

    `quoted` is `quotations(text)` where the caller has it already.
    """
    inside = sorted(span for quotation in (quotations(text) if quoted is None else quoted) for span in quotation.spans)
    starts = [span.start for span in inside]
    found: list[Span] = []
    for paragraph in paragraphs(text):
        begin = paragraph.start
        for match in _BOUNDARY.finditer(text, paragraph.start, paragraph.end):
            cut = match.start("gap")
            around = bisect_right(starts, cut) - 1
            if around >= 0 and cut < inside[around].end:
                continue
            if _ends_sentence(text, match):
                found.append(Span(begin, cut))
                begin = match.end("gap")
        found.append(Span(begin, paragraph.end))
    return tuple(found)


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    """Tell whether the end mark of `match` ends a sentence or only an abbreviation."""
    following = match.group("next")
    if following[0].islower():
        return False
    if text[match.start()] != "." or match.group().startswith(".."):
        return True
    found = _LAST_WORD.search(text, max(0, match.start() - 20), match.start())
    last = found.group() if found else ""
    word = last.lower()
    if word in _TITLES:
        return False
    if word in _OTHER_ABBREVIATIONS or "." in last:  # "Inc.", "p.m.", "U.S."
        return following.lower() in _STARTERS
    return not (len(last) == 1 and last.isupper() and last != "I")  # an initial: "J. Doe"


def dateline_length(text: str) -> int:
    """Return how many characters of the text's start are a dateline, its dash and the space after it included; or 0."""
    found = _DATELINE.match(text)
    return found.end() if found else 0
