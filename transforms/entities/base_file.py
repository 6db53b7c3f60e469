"""A knowledge base as one compact block of bytes, read where it lies: a file mapped into memory serves every process.

    magic, version, counts │ form hashes, sorted │ first posting of each │ postings │ opening hashes │ their lengths
    │ where each entity begins │ entities

Numbers are little-endian. A form is found by the 64-bit hash of it: among three million forms some other text shares
one with a chance of 2 in 10¹³. Nothing is decoded before it is asked for, so opening costs nothing, whatever the size.
"""

from __future__ import annotations

import struct
import sys
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from schemas.entity import ALIAS_KINDS, ENTITY_TYPES, Alias, Entity, EntityType
from schemas.errors import OnrecordError

MAGIC = b"onrecord knowledge\n"
VERSION = 1
HEADER = struct.Struct("<20s I QQQQQ")  # magic, version; keys, postings, openings, entities, bytes of entities
KIND_BITS = 3
FIELD, ALIAS, PART = "\x1f", "\x1e", "\x1d"


class BadBase(OnrecordError):
    """Bytes that are no knowledge base, or not a whole one."""


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing a form can stand for. `kind`: one of entity.ALIAS_KINDS."""

    entity: Entity
    kind: str


class BaseFile:
    """The entities of one knowledge base. Made by `base_building.build`; the buffer must outlive it."""

    def __init__(self, buffer: Any) -> None:
        view = memoryview(buffer)
        if len(view) < HEADER.size or bytes(view[: len(MAGIC)]) != MAGIC:
            raise BadBase("not a knowledge base of onrecord")
        _, version, keys, postings, openings, entities, size = HEADER.unpack_from(view)
        if version != VERSION:
            raise BadBase(f"a knowledge base of version {version}; this onrecord reads version {VERSION}")
        at = HEADER.size
        parts: list[Any] = []
        for count, code, width in (
            (keys, "Q", 8), (openings, "Q", 8), (entities + 1, "Q", 8), (keys + 1, "I", 4), (postings, "I", 4),
            (openings, "B", 1), (size, "B", 1),
        ):  # fmt: skip
            part = view[at : at + count * width]
            if len(part) != count * width:
                raise BadBase(f"a knowledge base cut after {len(view)} bytes")
            parts.append(_numbers(part, code))
            at += count * width
        self._keys, self._openings, self._begins, self._firsts, self._postings, self._lengths, self._blob = parts
        self._decoded: dict[int, tuple[Entity, str | None]] = {}
        self.genders: dict[str, str] = {}  # entity id -> "f" or "m", of the entities given so far

    def __len__(self) -> int:
        return len(self._begins) - 1

    def senses(self, key: str) -> tuple[Sense, ...]:
        """Return what a key (see `base_building`) stands for, in the order filed."""
        wanted = key_hash(key)
        at = bisect_left(self._keys, wanted)
        if at == len(self._keys) or self._keys[at] != wanted:
            return ()
        found = self._postings[self._firsts[at] : self._firsts[at + 1]]
        mask = (1 << KIND_BITS) - 1
        return tuple(Sense(self.entry(number >> KIND_BITS)[0], ALIAS_KINDS[number & mask]) for number in found)

    def longest(self, opening: str) -> int | None:
        """Return the number of words in the longest form that opens with that word, in plain capitals."""
        wanted = key_hash(opening)
        at = bisect_left(self._openings, wanted)
        return self._lengths[at] if at < len(self._openings) and self._openings[at] == wanted else None

    def entry(self, number: int) -> tuple[Entity, str | None]:
        """Return an entity by its place in the base, and its gender ("f", "m") where that is known."""
        found = self._decoded.get(number)
        if found is None:
            text = str(self._blob[self._begins[number] : self._begins[number + 1]], "utf-8")
            found = self._decoded[number] = decode(text)
            if found[1]:
                self.genders[found[0].entity_id] = found[1]
        return found

    def entries(self) -> Iterator[tuple[Entity, str | None]]:
        """Yield every entity with its gender."""
        return map(self.entry, range(len(self)))


def key_hash(key: str) -> int:
    """Return the 64-bit hash that keys are sorted by."""
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def encode(entity: Entity, gender: str | None) -> str:
    """Return an entity as the text that `decode` reads."""
    aliases = (
        ALIAS + PART.join((str(ALIAS_KINDS.index(alias.kind)), alias.language, alias.alias)) for alias in entity.aliases
    )
    fields = (
        str(ENTITY_TYPES.index(entity.type)), entity.entity_id, entity.name, entity.wikidata_id or "",
        entity.country or "", gender or "", entity.description or "",
    )  # fmt: skip
    return FIELD.join(fields) + "".join(aliases)


def decode(text: str) -> tuple[Entity, str | None]:
    """Return the entity and the gender that `encode` wrote."""
    head, *others = text.split(ALIAS)
    kind, key, name, wikidata_id, country, gender, description = head.split(FIELD)
    entity_type: EntityType = ENTITY_TYPES[int(kind)]  # type: ignore[assignment]
    aliases = []
    for other in others:
        number, language, alias = other.split(PART)
        aliases.append(Alias(alias, sys.intern(language), ALIAS_KINDS[int(number)]))
    entity = Entity(key, entity_type, name, wikidata_id or None, description or None, country or None, tuple(aliases))
    return entity, gender or None


def _numbers(part: memoryview, code: str) -> Sequence[int]:
    """The bytes as numbers, in place; swapped on a big-endian machine."""
    if sys.byteorder == "little" or code == "B":
        return part.cast(code) if len(part) else part  # type: ignore[call-overload]
    return struct.unpack(f"<{len(part) // struct.calcsize(code)}{code}", part)
