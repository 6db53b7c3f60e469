"""The same words in other clothes: which wordings of statements are one saying, cut, shifted in tense or re-quoted.

A wording is what `statement_cluster_id` tells apart: exact words, punctuation aside. Two wordings are the same words
when what is left of them is the same: without articles, pronouns and auxiliaries, with the endings of words taken off,
so that “We won’t be signing the [peace] deal” is that they would not sign the deal. Numbers, negations, prepositions
and the order of words are kept. Or when one is a stretch of the other and not less than half of it: a cut quotation.

Precise before complete: one content word exchanged for another is another saying.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import chain
from typing import TypeAlias

from schemas.data import read_toml
from transforms.language.word_classes import word_set

Core: TypeAlias = tuple[str, ...]  # what is left of a wording: stems in order, GAP where words were left out

GAP = "…"
MAX_WORDS = 400  # a longer "statement" is a text, and matches no other
_MIN_EQUAL = 4  # heavy stems that two equal cores must have
_MIN_CUT = 7  # heavy stems that a cut must have: with 5, names and slogans of a campaign tied what was said of them
_MIN_CUT_LENGTH = 6  # its stems in all; below that `block_keys` would not see it
_MIN_PIECE = 3  # stems between two gaps
_GRAM, _WINDOW = 3, 4  # any common stretch of _GRAM + _WINDOW - 1 stems has a key in common

_DROPPED = word_set(
    """a an the i me my mine we us our ours you your yours he him his she her hers it its they them their theirs this
    these those that and is are was were be been being am has have had having do does did s re ve m d myself himself
    herself itself ourselves themselves"""
)
_LIGHT = word_set(
    """… will can may must should not of in on at to from by for with as or but if so into over under about than then
    there here when while who which what how why also just very more most all any some no up out now"""
)
_SAME = {"would": "will", "shall": "will", "ll": "will", "wo": "will", "could": "can", "might": "may"}
_BRACKETS = re.compile(r"\[\.\.\.\]|\[(\w)\](?=\w)|\[[^\[\]]{0,80}\]")
_SPELLINGS = (  # what must stand in the text for the pattern to be tried, the pattern, the one spelling
    (".", re.compile(r"\b([ap])\.\s?m\b\.?"), r"\1m"),
    ("per cent", re.compile(r"\bper cent\b"), "percent"),
    ("%", re.compile(r"%"), " percent "),
    ("can", re.compile(r"\bcan(?:not|'t)\b"), "can not"),
    ("n't", re.compile(r"(?<=\w)n't\b"), " not"),
    (",", re.compile(r"(?<=\d),(?=\d{3})"), ""),
    ("...", re.compile(r"\.{3,}"), " … "),
)
_TOKEN = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+|…")


def core(content_text: str) -> Core:
    """Return what is left of a wording when all that reporters change is taken off."""
    text = content_text.replace("…", "...")
    text = _BRACKETS.sub(_unbracket, text) if "[" in text else text
    text = text if text.isascii() else unicodedata.normalize("NFKC", text)
    text = text.casefold().replace("’", "'").replace("‘", "'")
    for sign, pattern, spelling in _SPELLINGS:
        if sign in text:
            text = pattern.sub(spelling, text)
    tokens = _TOKEN.findall(text)
    if len(tokens) > MAX_WORDS:
        return ()
    return tuple([_stem(token) for token in tokens if token not in _DROPPED])


def block_keys(of: Core) -> set[int]:
    """Return the keys, 32 bits each, of which two wordings with the same words share at least one.

    Winnowing (Schleimer, Wilkerson and Aiken 2003): of each window of overlapping shingles the least hash.
    """
    keys: set[int] = set()
    if _weight(of) < _MIN_EQUAL:
        return keys
    for piece in _pieces(of):
        words = [_hash(stem) for stem in piece]
        words += [0] * (_GRAM - len(words))
        hashes = [  # of _GRAM stems each
            (one * 0x9E3779B1 + other * 0x85EBCA6B + third * 0xC2B2AE35) & 0xFFFFFFFF
            for one, other, third in zip(words, words[1:], words[2:], strict=False)
        ]
        keys.update(
            map(min, zip(*(hashes[i:] for i in range(_WINDOW)), strict=False))
            if len(hashes) > _WINDOW
            else [min(hashes)]
        )
    return keys


def same_words(one: Core, other: Core) -> bool:
    """Tell whether two wordings are the same words: equal cores, or one a cut of the other."""
    if one == other:
        return _weight(one) >= _MIN_EQUAL
    cut, whole = sorted((one, other), key=lambda of: (len(of), of))
    return (
        GAP not in whole
        and len(cut) >= _MIN_CUT_LENGTH
        and 2 * len(cut) >= len(whole)
        and _weight(cut) >= _MIN_CUT
        and _stands_in(_pieces(cut), whole)
    )


def grouped(pairs: Iterable[tuple[str, str]], former: Mapping[str, str]) -> dict[str, str]:
    """Return a group for each wording of the pairs and of the former clusters (wording → cluster) they touch.

    Groups only grow; a group is named by one of its wordings, and whoever stores it may name it better.
    """
    parent: dict[str, str] = {}

    def root(wording: str) -> str:
        while (above := parent.setdefault(wording, wording)) != wording:
            parent[wording] = parent[above]
            wording = parent[wording]
        return wording

    for one, other in chain(former.items(), pairs):
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    return {wording: root(wording) for wording in sorted({*parent})}


def _unbracket(match: re.Match[str]) -> str:
    if match[1]:  # [W]e
        return match[1]
    return " ... " if "..." in match[0] else " "


def _pieces(of: Core) -> list[Core]:
    if GAP not in of:
        return [of]
    pieces: list[list[str]] = [[]]
    for stem in of:
        if stem == GAP:
            pieces.append([])
        else:
            pieces[-1].append(stem)
    return [tuple(piece) for piece in pieces if piece]


def _stands_in(pieces: list[Core], whole: Core) -> bool:
    """Whether the pieces stand in the whole, in order, none too short to tell."""
    start = 0
    for piece in pieces:
        if len(piece) < _MIN_PIECE:
            return False
        places = (i for i in range(start, len(whole) - len(piece) + 1) if whole[i : i + len(piece)] == piece)
        place = next(places, None)
        if place is None:
            return False
        start = place + len(piece)
    return True


def _weight(of: Core) -> int:
    return len([stem for stem in of if stem not in _LIGHT])


@lru_cache(maxsize=200_000)
def _hash(stem: str) -> int:
    return zlib.crc32(stem.encode())


@cache
def _irregular() -> dict[str, str]:
    lines = str(read_toml("lexicons", "inflections.toml")["irregular"]).strip().splitlines()
    return {form: line.split()[0] for line in lines for form in line.split()}


@lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    """Take off the ending that number, tense or spelling may change; the rest need not be a word."""
    word = _SAME.get(word, word)
    if known := _irregular().get(word):
        return known
    if len(word) <= 3 or not word[0].isalpha() or word in _LIGHT:
        return word
    word = re.sub(r"isation|isa(?=tion)", "ization", word)
    word = re.sub(r"is(?=e[sd]?$|ing$)", "iz", word) if len(word) > 5 else word
    word = word.replace("our", "or") if len(word) > 5 else word
    for ending, left in (("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith(("ss", "us", "is")):
            word = word[: -len(ending)] + left
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 3 else word
