"""Entities → the bytes of a knowledge base (`base_file`). The same entities give the same bytes."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

import numpy as np

from schemas.entity import ALIAS_KINDS, Alias, Entity
from transforms.entities.base_file import HEADER, KIND_BITS, MAGIC, VERSION, encode, key_hash
from transforms.entities.forms import CAPITALS, PLAIN, normalized, without_accents

_MOST_SENSES = 16  # of a form; a name that more bear tells nobody, and would be read at every look-up
_LONGEST_OPENING = 255  # words


class Builder:
    """Takes entities one by one; holds their bytes, some 300 an entity, until `parts` gives them."""

    def __init__(self) -> None:
        self._hashes = array("Q")
        self._postings = array("I")
        self._begins = array("Q", [0])
        self._blob = bytearray()
        self._openings: dict[int, int] = {}

    def add(self, entity: Entity, gender: str | None) -> None:
        """Add an entity under its name and all its aliases; a name counts before an alias of the same form."""
        number = len(self._begins) - 1
        self._blob += encode(entity, gender).encode("utf-8", "replace")
        self._begins.append(len(self._blob))
        filed: set[str] = set()
        for alias in (Alias(entity.name), *entity.aliases):
            form = normalized(alias.alias)
            bare = without_accents(form)
            upper = bare.upper()
            keys = (form, PLAIN + bare, CAPITALS + upper) if bare != form else (form, CAPITALS + upper)
            for key in keys:
                if form and key not in filed:
                    filed.add(key)
                    self._hashes.append(key_hash(key))
                    self._postings.append(number << KIND_BITS | ALIAS_KINDS.index(alias.kind))
            words = upper.split(" ")
            for first in {words[0], words[0].rstrip(".")}:  # "Fla." is a word and a full stop
                opening = key_hash(first)
                self._openings[opening] = max(self._openings.get(opening, 0), min(len(words), _LONGEST_OPENING))

    def parts(self) -> Iterable[bytes]:
        """Return the bytes of the base, in order."""
        hashes = np.frombuffer(self._hashes, dtype="u8") if self._hashes else np.empty(0, dtype="u8")
        postings = np.frombuffer(self._postings, dtype="u4") if self._postings else np.empty(0, dtype="u4")
        order = np.argsort(hashes, kind="stable")
        hashes, postings = hashes[order], postings[order]
        keys, firsts, counts = np.unique(hashes, return_index=True, return_counts=True)
        crowded = np.repeat(counts > _MOST_SENSES, counts)
        postings = postings[~crowded]
        kept = counts <= _MOST_SENSES
        keys, firsts = keys[kept], np.concatenate(([0], np.cumsum(counts[kept])))
        openings = sorted(self._openings.items())
        yield HEADER.pack(
            MAGIC, VERSION, len(keys), len(postings), len(openings), len(self._begins) - 1, len(self._blob)
        )
        yield keys.astype("<u8").tobytes()
        yield np.array([key for key, _ in openings], dtype="<u8").tobytes()
        yield np.frombuffer(self._begins, dtype="u8").astype("<u8").tobytes()
        yield firsts.astype("<u4").tobytes()
        yield postings.astype("<u4").tobytes()
        yield bytes(length for _, length in openings)
        yield bytes(self._blob)


def build(entries: Iterable[tuple[Entity, str | None]]) -> bytes:
    """Return the bytes of a base of these entities, each with its gender."""
    builder = Builder()
    for entity, gender in entries:
        builder.add(entity, gender)
    return b"".join(builder.parts())
