"""Entities whose names can be one's → pairs worth a person's look, the likeliest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from transforms.entities.alike import likeness, spelling_key, words_of

_MOST_OF_A_KEY = 200  # entities; a surname that more bear tells nothing, and pairs grow with its square
_TOGETHER = 0.25  # of the likeness is left where one article names both: its writer told them apart
_COMPANY = 0.5  # of the likeness depends on whom they are named with


@dataclass(frozen=True, slots=True)
class Appearance:
    """A canonical entity, and in how many articles it is named."""

    entity_id: str
    name: str
    type: str
    is_known: bool
    articles: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entities that may be one; `one` is the one to keep. `likelihood`: 0 to 1."""

    one: Appearance
    other: Appearance
    likelihood: float


def similar_names(found: Iterable[Appearance]) -> list[Pair]:
    """Return the pairs whose names can be one's, the likeliest first, then those in more articles.

    Two entities of knowledge bases, and two types, are never a pair ("other" is no type). Linear in `found` but for
    names that many share.
    """
    by_key: defaultdict[str, list[Appearance]] = defaultdict(list)
    for entity in found:
        for key in dict.fromkeys(_keys(entity.name)):
            by_key[key].append(entity)
    pairs: dict[tuple[str, str], Pair] = {}
    for sharing in by_key.values():
        if 1 < len(sharing) <= _MOST_OF_A_KEY:
            for number, one in enumerate(sharing):
                for other in sharing[number + 1 :]:
                    pair = _pair(one, other)
                    if pair is not None:
                        pairs[pair.one.entity_id, pair.other.entity_id] = pair
    return ranked(pairs.values())


def in_company(pair: Pair, together: int, shared: int, possible: int) -> Pair:
    """Return the pair with its likelihood seen in context.

    `together`: articles that name both; `shared`: entities both are named with, of `possible` ones.
    """
    company = min(1.0, 2 * shared / possible) if possible else 0.0
    likelihood = pair.likelihood * (1 - _COMPANY + _COMPANY * company) * (_TOGETHER if together else 1.0)
    return Pair(pair.one, pair.other, round(likelihood, 3))


def ranked(pairs: Iterable[Pair]) -> list[Pair]:
    """Return the pairs, the likeliest first; of equals those in more articles."""
    return sorted(pairs, key=lambda p: (-p.likelihood, -p.one.articles - p.other.articles, p.one.name, p.other.name))


def _keys(name: str) -> Iterator[str]:
    """What names that can be one's share: the last word as it sounds, the first letters of a body's name."""
    words = words_of(name)
    if not words:
        return
    yield spelling_key(words[-1]) or words[-1]
    yield "=" + "".join(words)
    if len(words) > 1:
        yield spelling_key(words[0]) + " " + str(len(words))
    if len(words) > 2:
        yield "." + "".join(word[0] for word in words)
    else:
        yield "." + words[0].replace(".", "")


def _pair(one: Appearance, other: Appearance) -> Pair | None:
    kinds: Sequence[str] = sorted({one.type, other.type} - {"other"})
    if len(kinds) > 1 or (one.is_known and other.is_known) or one.entity_id == other.entity_id:
        return None
    likely = likeness(one.name, other.name, kinds[0] if kinds else "other")
    if likely == 0:
        return None
    keep, drop = sorted((one, other), key=lambda e: (not e.is_known, e.type == "other", -e.articles, e.entity_id))
    return Pair(keep, drop, round(likely, 3))
