"""A country, a state or a city that plays: "England beat Samoa" is about two teams, and about neither country."""

from __future__ import annotations

import re
from functools import cache

from schemas.data import read_toml
from transforms.entities.name_words import name_words

_WORD = re.compile(r"[A-Za-z]+(?:-[a-z]+)*")
_FEWEST = 4  # different words of sports that make a sports report of a long text
_SHARE = 1 / 60  # of its words
_SHORT, _FEWEST_IN_SHORT = 60, 2  # words of a short text
_BEFORE = re.compile(r"([A-Za-z]+)\s+(?:the\s+)?$")
_AFTER = re.compile(r"\s+([A-Za-z]+(?:-[a-z]+)?)")
_TEAMS = frozenset(("team", "side", "squad", "club"))
_REACH = 40  # characters looked at on either side
_GROUND = frozenset(
    ("in", "near", "across", "throughout", "outside", "inside", "into", "from", "within", "around", "via")
)


@cache
def _sports() -> tuple[frozenset[str], frozenset[str]]:
    lists = read_toml("lexicons", "sport_words.toml")
    return frozenset(lists["words"].split()), frozenset(lists["roles"].split())


def is_sports_report(text: str) -> bool:
    """Tell whether a text reports on sports, by the words it uses."""
    words, _ = _sports()
    found = [word.lower() for word in _WORD.findall(text)]
    told = [word for word in found if word in words]
    if len(found) < _SHORT:
        return len(set(told)) >= _FEWEST_IN_SHORT
    return len(set(told)) >= _FEWEST and len(told) >= _SHARE * len(found)


def has_sports_role(text: str, end: int) -> bool:
    """Tell whether the name that ends there is a team's, whatever the text is about: "England captain"."""
    follows = _AFTER.match(text, end, end + _REACH)
    if follows is None or follows[1] not in _sports()[1]:
        return False
    is_named = text[follows.end() : follows.end() + 2].strip().isupper()  # "the US team Harbour Nine"
    return not (follows[1] in _TEAMS and is_named)


def is_ground(text: str, start: int) -> bool:
    """Tell whether the name at that offset says where something is: "in England"."""
    preceding = _BEFORE.search(text, max(0, start - _REACH), start)
    return preceding is not None and preceding[1].lower() in _GROUND


def plays(text: str, start: int, end: int) -> bool:
    """Tell whether the name of a place at those offsets of a sports report stands where a team's name would.

    Not "in England", "victory of England", "LONDON (Reuters)", "Oslo, Norway", "Australia's Ana Berg".
    """
    if is_ground(text, start):
        return False
    after = text[end : end + _REACH]
    if after[:1] in ("'", "’", ",", ")", "-") or after.lstrip()[:1] in ("(", "-", "–", "—"):
        return False
    before = text[max(0, start - _REACH) : start].rstrip(" ")
    if before.endswith(","):
        last = before.rstrip(" ,").rpartition(" ")[2]
        return last[:1].islower() or last in name_words().calendar  # "on Sunday, England"
    return re.search(r"\b(?:of|to)(?: the)?$", before) is None
