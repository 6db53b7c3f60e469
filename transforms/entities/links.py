"""Rulings and evidence → which entity counts as which. A wrong link is worse than two rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from transforms.entities.alike import likeness, words_of

_LIKE_ENOUGH = 0.25  # names as different as "Odum" and "Karel Odum", where something else speaks for one person


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that a ruling or evidence speaks of. `is_known`: of a knowledge base."""

    entity_id: str
    name: str
    type: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class Merge:
    """A person's ruling that one entity is another. Later ones choose the name: give them in the order decided."""

    decision_id: str
    entity_id: str
    into_id: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the articles tell: the two are one. `support`: how many times."""

    entity_id: str
    other_id: str
    reason: str
    support: int = 1


@dataclass(frozen=True, slots=True)
class EntityLink:
    """An entity that counts as another. `origin`: ruling or evidence; `reason`: the ruling's id, or the evidence."""

    entity_id: str
    canonical_id: str
    origin: str
    reason: str


@dataclass(slots=True)
class _Group:
    """Entities that are one. `known`: the one of a knowledge base among them; `target`: what the last ruling chose."""

    members: dict[str, tuple[str, str]]  # entity id -> origin and reason
    name: str  # the fullest of theirs
    known: str | None = None
    type: str = "other"
    target: str | None = None
    apart: set[str] = field(default_factory=set)  # entities that may never be in it


def link_entities(
    candidates: Mapping[str, Candidate],
    merges: Sequence[Merge],
    apart: Iterable[tuple[str, str]],
    evidence: Iterable[Evidence],
) -> list[EntityLink]:
    """Return the links that hold, sorted by entity: rulings first, then what evidence no ruling speaks against.

    Evidence never makes one of two entities of knowledge bases, of two types ("other" is none yet), or of names that
    cannot be one's. Without rulings the canonical entity is that of a knowledge base, else the one with the longest
    name. The order of `evidence` and `apart` does not matter.
    """
    groups = {key: _group(candidate) for key, candidate in candidates.items()}
    for one, other in apart:
        if one in groups and other in groups:
            groups[one].apart.add(other)
            groups[other].apart.add(one)
    for merge in merges:
        if merge.entity_id in groups and merge.into_id in groups:
            group = _join(groups, merge.entity_id, merge.into_id, ("ruling", merge.decision_id))
            group.target = merge.into_id
    for found in sorted(evidence, key=lambda e: (-e.support, e.entity_id, e.other_id, e.reason)):
        if _may_join(groups.get(found.entity_id), groups.get(found.other_id)):
            _join(groups, found.entity_id, found.other_id, ("evidence", found.reason))
    return sorted(_links(groups.values(), candidates), key=lambda link: link.entity_id)


def _group(candidate: Candidate) -> _Group:
    key = candidate.entity_id
    return _Group(
        {key: ("evidence", "")}, candidate.name, known=key if candidate.is_known else None, type=candidate.type
    )


def _may_join(one: _Group | None, other: _Group | None) -> bool:
    if one is None or other is None or one is other:
        return False
    if one.known and other.known:
        return False
    kinds = {one.type, other.type} - {"other"}
    if len(kinds) > 1 or likeness(one.name, other.name, next(iter(kinds), "other")) < _LIKE_ENOUGH:
        return False
    return one.apart.isdisjoint(other.members) and other.apart.isdisjoint(one.members)


def _join(groups: dict[str, _Group], one: str, other: str, why: tuple[str, str]) -> _Group:
    """Make one group of two; what had no reason to be linked yet gets this one."""
    into, added = groups[other], groups[one]
    for key, found in ((one, added), (other, into)):
        if found.members[key] == ("evidence", ""):
            found.members[key] = why
    if into is added:
        return into
    into.members |= added.members
    into.apart |= added.apart
    into.name = max(into.name, added.name, key=lambda name: (len(words_of(name)), len(name), name))
    into.known = into.known or added.known
    into.type = added.type if into.type == "other" else into.type
    into.target = into.target or added.target
    for key in added.members:
        groups[key] = into
    return into


def _links(groups: Iterable[_Group], candidates: Mapping[str, Candidate]) -> Iterable[EntityLink]:
    for group in {id(group): group for group in groups}.values():
        canonical = group.target or group.known or min(group.members, key=lambda key: _rank(candidates[key]))
        for member, (origin, reason) in group.members.items():
            if member != canonical:
                yield EntityLink(member, canonical, origin, reason)


def _rank(candidate: Candidate) -> tuple[bool, int, int, str]:
    """The full name before the bare one, the longer before the shorter; ids decide between equals."""
    return (candidate.type == "other", -len(words_of(candidate.name)), -len(candidate.name), candidate.entity_id)
