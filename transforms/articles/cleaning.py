"""Prose → the same prose in one canonical shape: what two extractions of one text must agree on."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

# Zero-width space, word joiner, BOM, soft hyphen: typesetting that search and offsets trip over. The zero-width
# joiners (U+200C, U+200D) stay: Persian, Hindi and emoji change meaning without them.
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad]")
_LINE_END = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_WORD = re.compile(r"\w+")
_SAME_WORDS = 0.85  # Dice coefficient from which two word bags say the same; tuned by eye, on headlines
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")


def clean_text(text: str) -> str:
    """Return `text` as paragraphs joined by one blank line, in NFC (UAX #15), without outer white space.

    A blank line separates paragraphs; every other run of white space, no-break and thin spaces included,
    becomes one space. Idempotent.
    """
    text = _LINE_END.sub("\n", _INVISIBLE.sub("", text))
    paragraphs = (" ".join(paragraph.split()) for paragraph in _BLANK_LINES.split(text))
    return unicodedata.normalize("NFC", "\n\n".join(filter(None, paragraphs)))


def clean_line(text: str) -> str:
    """Return `text` as `clean_text` would, as one paragraph: every run of white space is one space."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return " ".join(text.split())


def words(text: str) -> list[str]:
    """Return the case-folded words of a text."""
    return _WORD.findall(text.casefold())


def says_same(one: str, other: str) -> bool:
    """Tell whether two short texts have the same words, or nearly."""
    left, right = Counter(words(one)), Counter(words(other))
    size = left.total() + right.total()
    return size > 0 and 2 * (left & right).total() / size >= _SAME_WORDS
