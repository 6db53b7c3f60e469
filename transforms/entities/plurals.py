"""Plural sources: whom "the two leaders", "the pair" and "they" mean.

A statement has one speaker; where two speak, as in "Lee and Odum said", the first named is it, and so it is here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from transforms.entities.crowds import is_crowd
from transforms.entities.mentions import Found
from transforms.entities.name_drafts import SPEAKING
from transforms.entities.name_words import name_words
from transforms.entities.referents import Referent

Named = tuple[Found, Referent]

_BACK = 3  # sentences that two people, or a body, are remembered for
_TWO = 2
# "Ana Lee | and her deputy | Bert Odum", "Ana Lee | , the mayor, and | Bert Odum"
_JOINED = re.compile(r"(?:,[^.;\"“”]{0,40},)? and (?:[\w'’-]+\s){0,4}")
_VERB = re.compile(r"\s(?:also |then |later |\w+ly |have |had )?(\w+)")
_WORD = re.compile(r"[^\W\d_]+")


def is_speaking(mention: Found, text: str) -> bool:
    """Tell whether a verb of speaking stands beside the mention: "they also claimed", "…, they said"."""
    verb = _VERB.match(text, mention.end)
    return verb is not None and verb[1] in SPEAKING | name_words().saying


def pairs(named: Sequence[Named], text: str) -> Iterator[Named]:
    """Yield the first of each two persons that "and" joins, with where the second is named; of three, nobody."""
    end = 0
    for (one, first), (two, second) in pairwise(named):
        is_third = one.start - end == len(", ") and one.before == ","
        end = one.end
        are_two = first is not second and one.form == two.form == "name" and one.sentence == two.sentence
        if are_two and not is_third and _JOINED.fullmatch(text, one.end, two.start):
            yield two, first


def pair_before(mention: Found, joined: Sequence[Named], recent: Sequence[Named]) -> Referent | None:
    """Return the first of the two people that a plural mention means: those last joined, or the only two spoken of."""
    for two, first in reversed(joined):
        if two.start < mention.start and mention.sentence - two.sentence <= _BACK:
            return first
    near = dict.fromkeys(who for other, who in recent if mention.sentence - other.sentence <= _BACK)
    return next(iter(near)) if len(near) == _TWO else None


def body_before(mention: Found, bodies: Sequence[Named], text: str) -> Referent | None:
    """Return the body that "they" means: the subject of a sentence before, where no people are spoken of since."""
    for other, body in reversed(bodies):
        if mention.sentence - other.sentence > _BACK:
            return None
        if other.sentence < mention.sentence and other.subject and not other.quoted:
            since = (word.lower() for word in _WORD.findall(text, other.end, mention.start))
            return None if any(map(is_crowd, since)) else body
    return None
