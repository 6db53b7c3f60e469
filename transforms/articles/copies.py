"""Copies: which texts carry the same story in the same words, though cut, re-ordered, edited or framed otherwise.

A text is the set of its shingles: hashes of five successive words, dateline and credit lines left out. Two texts share
a key of MinHash LSH (Broder 1997; Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, chapter 3) when they are
likely to be copies, of which sketches leave a few; `is_copy` then decides on the shingles themselves.

Keys are stored, and must mean the same for years: that is why the dozen lines of MinHash are here. rensa changed its
signatures with 0.5, and datasketch costs four times as much.
"""

from __future__ import annotations

import re
import zlib
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from transforms.language.text import dateline_length

Shingles: TypeAlias = NDArray[np.uint32]  # sorted, without repeats
Signature: TypeAlias = NDArray[np.uint32]  # the least of the shingles under each of 80 permutations; empty for none

_SHINGLE_WORDS = 5
# a pair of likeness j shares a key in 1 - (1 - j²)⁴⁰ of cases: .92 at .25, .99 at .33, .02 at .02
_BANDS, _ROWS = 40, 2
SKETCH_BYTES = _BANDS * _ROWS
# two copies are alike by a sixth or more (half of the shorter text, a fifth of the longer one): of those just so alike
# 4 in 1,000 agree in fewer places; of texts alike by a fiftieth 12 in 1,000 agree in as many
_MIN_AGREEING = 6
_AT_ONCE = 4_096  # shingles permuted at once: a megabyte, whatever the length of the text
_MIN_BODY_WORDS = 40  # a brief's few lines coincide by accident
_MIN_SHARE = 0.5  # of the shorter text: two reports of one event share its quotations, and seldom a third
_MIN_SHARE_OF_LONGER = 0.2  # less is a round-up that ends in five stories, and would tie them all
_CREDIT = re.compile(
    r"^[\W_]*(?:\(?(?:additional |further )?(?:reporting|writing|editing|compiled|edited|written|translated)\b"
    r".{0,20}?\bby\b|with (?:reporting|files|additional reporting) (?:by|from)\b|©|\(c\)|copyright\b"
    r"|(?:the )?associated press (?:writers?|journalists?)\b|our standards:"
    r"|this (?:story|article) (?:was|has been) (?:published|generated|produced|translated)\b).{0,400}$",
    re.IGNORECASE,
)
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")  # Thai, kana, ideographs: each counts as a word


def shingles(text: str) -> Shingles:
    """Return the shingles of an article's body; none when it has under 40 words.

    Case, punctuation, quotation marks, the dateline and credit lines ("Reporting by …") do not count.
    """
    body = "\n\n".join(paragraph for paragraph in text.split("\n\n") if not _CREDIT.match(paragraph))
    spaced = _UNSPACED.sub(r" \g<0> ", body[dateline_length(body) :].casefold())
    tokens = re.sub(r"\W+", " ", spaced).encode("utf-8", "surrogatepass").split()
    if len(tokens) < _MIN_BODY_WORDS:
        return np.empty(0, dtype=np.uint32)
    words = np.array(list(map(zlib.crc32, tokens)), dtype=np.uint64)
    hashes = np.zeros(len(words) - _SHINGLE_WORDS + 1, dtype=np.uint64)
    for place in range(_SHINGLE_WORDS):
        hashes = _mixed(hashes + words[place : place + len(hashes)])
    return np.unique(_upper(hashes))


def packed(of: Shingles) -> bytes:
    """Return the shingles as little-endian bytes, four each; `unpacked` undoes it."""
    return of.astype("<u4", copy=False).tobytes()


def unpacked(data: bytes) -> Shingles:
    """Return the shingles that `packed` packed."""
    return np.frombuffer(data, dtype="<u4")


def signature(of: Shingles) -> Signature:
    """Return the MinHash signature of a text, of which its keys and its sketch are made."""
    if not len(of):
        return np.empty(0, dtype=np.uint32)
    least = [(_FACTORS * part + _SUMMANDS).min(axis=1) for part in np.array_split(of, 1 + len(of) // _AT_ONCE)]
    signed: Signature = np.min(least, axis=0)
    return signed


def block_keys(of: Signature) -> list[int]:
    """Return the keys, 32 bits each, of which two copies share at least one; none for no shingles."""
    if not len(of):
        return []
    keys = np.arange(_BANDS, dtype=np.uint64)  # the same numbers in another band are another key
    for row in of.reshape(_ROWS, _BANDS):
        keys = _mixed(keys + row)
    return [int(key) for key in _upper(keys)]


def sketch(of: Signature) -> bytes:
    """Return a byte of each number of the signature (b-bit minwise hashing, Li and König 2010); none for none."""
    return of.astype(np.uint8).tobytes()


def are_likely_copies(ones: NDArray[np.uint8], others: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Tell of pairs of sketches, a row of SKETCH_BYTES each, whether their texts are worth comparing."""
    return np.asarray((ones == others).sum(axis=1) >= _MIN_AGREEING)


def shared(one: Shingles, other: Shingles) -> float:
    """Return the share of the shorter text that the other has too, 0.0 to 1.0; 0.0 for a round-up of many stories."""
    shorter, longer = sorted((len(one), len(other)))
    both = np.concatenate((one, other))
    both.sort(kind="stable")  # two sorted runs are merged
    common = int(np.count_nonzero(both[1:] == both[:-1]))
    return common / shorter if shorter and common >= _MIN_SHARE_OF_LONGER * longer else 0.0


def is_copy(share: float) -> bool:
    """Tell whether texts that share so much carry the same story."""
    return share >= _MIN_SHARE


def _mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return the numbers with their bits well mixed: the finaliser of SplitMix64 (Steele, Lea and Flood 2014)."""
    numbers = numbers + np.uint64(0x9E3779B97F4A7C15)
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


def _upper(numbers: NDArray[np.uint64]) -> NDArray[np.uint32]:
    return (numbers >> np.uint64(32)).astype(np.uint32)


# x → a·x + b mod 2³² with a odd is a permutation; all of them from one fixed sequence
_FACTORS, _SUMMANDS = _upper(_mixed(np.arange(2 * _BANDS * _ROWS, dtype=np.uint64))).reshape(2, -1, 1) | np.uint32(1)
