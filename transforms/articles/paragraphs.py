"""The extractor's element tree → the paragraphs of the article, in order, without what repeats or decorates."""

from __future__ import annotations

import re
from collections import Counter

from lxml.etree import _Element, iterwalk

from transforms.articles.cleaning import clean_text

# Elements of trafilatura's vocabulary that hold running text inside a paragraph; every other one is a block.
_INLINE = frozenset(("hi", "ref", "del", "graphic", "code"))
_SENTENCE_END = re.compile(r"[.!?…:;。！？।][\"'”’»)\]]*\s*$")
# Whole paragraphs that pages put between an article's own; nothing that a sentence could be.
FURNITURE = re.compile(
    r"(?:advertisement|anzeige|publicité|(?:read|see) (?:more|also)|comments?|related(?: articles| stories| topics)?"
    r"|share(?: this(?: article| story)?)?|story continues below(?: advertisement)?|sign up(?: now)?|recommended"
    r"|lesen sie auch|lies auch|mehr zum thema|czytaj (?:więcej|także|też)|lees (?:ook|meer|verder)|läs (?:också|mer)|les mer|læs (?:også|mere)"
    r"|leggi anche|lee también|te puede interesar|noticias? relacionadas?|leia (?:também|mais)|ayrıca oku(?:yun)?|devamını oku|read next|also read|end of article|follow us on .{0,40}|trending(?: now)?"
    r"|quellen?:|zum thema|lire aussi|leer más|les også)\W*$"
    r"|(?:photo|image|picture|foto|bild|file photo)\s*:\s*\S.{0,80}$"
    r"|(?:read more|read also|lesen sie auch|lire aussi|les også)\s*:\s*\S.{0,200}$",
    re.IGNORECASE,
)
_REPEATABLE_WORDS = 5  # "Yes." and "(Laughter)" may stand in an interview many times
_CROSSHEAD_WORDS = 20
_SAME_WORDS = 0.85  # Dice coefficient from which two word bags say the same; tuned by eye, on headlines


def paragraphs_of(body: _Element, headline: str | None) -> list[str]:
    """Return the clean paragraphs of trafilatura's `body`, less crossheads and what `distinct` drops."""
    return distinct(clean_text(flat(body)).split("\n\n"), headline)


def distinct(paragraphs: list[str], headline: str | None) -> list[str]:
    """Return the paragraphs less furniture, exact repeats, and the headline where it stands among the first three."""
    seen: set[str] = set()
    kept: list[str] = []
    for paragraph in paragraphs:
        is_repeat = paragraph in seen and len(paragraph.split()) >= _REPEATABLE_WORDS
        is_headline = len(kept) < 3 and headline is not None and says_same(paragraph, headline)
        if paragraph and not is_repeat and not is_headline and not FURNITURE.match(paragraph):
            seen.add(paragraph)
            kept.append(paragraph)
    return kept


def says_same(one: str, other: str) -> bool:
    """Tell whether two short texts have the same words, or nearly."""
    left, right = Counter(words(one)), Counter(words(other))
    size = left.total() + right.total()
    return size > 0 and 2 * (left & right).total() / size >= _SAME_WORDS


def words(text: str) -> list[str]:
    """Return the case-folded words of a text."""
    return re.findall(r"\w+", text.casefold())


def _is_crosshead(element: _Element) -> bool:
    """Tell a heading between paragraphs from a sentence set as one (an interviewer's question, a numbered fact)."""
    text = "".join(map(str, element.itertext()))
    return len(text.split()) < _CROSSHEAD_WORDS and not _SENTENCE_END.search(text)


def flat(body: _Element) -> str:
    """Return the text with a blank line at block boundaries, and at line breaks that end a sentence."""
    parts: list[str] = []
    walk = iterwalk(body, events=("start", "end"))
    for event, element in walk:
        if element.tag == "lb":
            if event == "start":
                parts.append("\n\n" if parts and _SENTENCE_END.search(parts[-1]) else "\n")
        elif element.tag not in _INLINE:
            parts.append("\n\n")
        text = element.text if event == "start" else element.tail
        if text:
            parts.append(" ".join(text.splitlines()) if "\n" in text else text)
    return "".join(parts)
