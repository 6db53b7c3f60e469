"""What the elements around a text say it is: a caption, a byline, a related link …, by tag, class, id and itemprop."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from lxml.html import HtmlElement

from schemas.article import BlockRole
from schemas.data import read_toml
from transforms.articles.segments import Segment, is_hidden

Role = BlockRole | Literal["residue"]

_TAGS: dict[str, Role] = {
    "figcaption": "caption", "figure": "caption", "aside": "residue", "footer": "residue", "form": "residue",
    "address": "byline", "blockquote": "quote", "td": "table", "th": "table", "caption": "table", "li": "list",
    "dd": "list", "dt": "list",
}  # fmt: skip
_PATTERNS: tuple[tuple[Role, re.Pattern[str]], ...] = tuple(
    (role, re.compile(f"(?<![a-z0-9])(?:{'|'.join(names.split()).replace('-', '-?')})(?![a-z0-9])"))
    for role, names in read_toml("lexicons", "pages.toml")["names"].items()
)
_UNSAID = frozenset(("standfirst", "list", "quote"))  # what an element inside a caption or a residue cannot be
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_BELIEVED_SHARE = 0.3  # of the article's words: what holds more of them is not what its name says


@lru_cache(maxsize=8_192)  # templates repeat their names on every page
def named(names: str) -> Role | None:
    """Return what class names, ids and itemprops make of an element, or None."""
    plain = _CAPITAL.sub("-", names).lower().replace("_", "-")
    return next((role for role, pattern in _PATTERNS if pattern.search(plain)), None)


class Surroundings:
    """Answers for the elements of one page; `chosen` are the segments taken for the article so far."""

    def __init__(self, chosen: Iterable[Segment]) -> None:
        own: Counter[HtmlElement] = Counter()
        for segment in chosen:
            own[segment.element] += len(segment.text)
        self._held: Counter[HtmlElement] = Counter()
        for element, length in own.items():
            self._held[element] += length
            for ancestor in element.iterancestors():
                self._held[ancestor] += length
        # one name may be on many elements, a paragraph or a section in each
        self._held_by_name: Counter[str] = Counter()
        for element, length in self._held.items():
            self._held_by_name[_names(element)] += length
        self._roles: dict[HtmlElement, Role | None] = {}
        self._most = own.total() * _BELIEVED_SHARE

    def role(self, element: HtmlElement) -> Role | None:
        """Return what the element or those around it make of its text; None when nothing is said."""
        path: list[HtmlElement] = []
        level: HtmlElement | None = element
        while level is not None and level not in self._roles:
            path.append(level)
            level = level.getparent()
        around = self._roles[level] if level is not None else None
        for inner in reversed(path):
            own = self._own(inner)
            if own is not None and (around is None or around in _UNSAID or own not in _UNSAID):
                around = own
            self._roles[inner] = around
        return around

    def _own(self, element: HtmlElement) -> Role | None:
        if self._held[element] > self._most:
            return None
        if is_hidden(element):
            return "residue"
        names = _names(element)
        role = named(names) if names and self._held_by_name[names] <= self._most else None
        return role or _TAGS.get(element.tag)


def _names(element: HtmlElement) -> str:
    """Return the names that a template gave to an element, "" when it has none."""
    attributes, tag = element.attrib, element.tag
    given = (attributes.get("class"), attributes.get("id"), attributes.get("itemprop"), tag if "-" in tag else None)
    return " ".join(filter(None, given))
