"""Which segments belong with those chosen for the article: what stands where it stands, and is built as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from transforms.articles.segments import SENTENCE_END, Segment, common_ancestor, size

_HOME_LENGTH = 200  # letters of chosen prose that make an element a home of the article's paragraphs
_BUILD_SHARE = 0.2  # of the chosen prose: what is built like a fifth of it is the article's too
_ALL = 0.9  # of a text's characters
_ITEMS = frozenset(("li", "dd", "dt"))
_BARE = frozenset(("div", "section", "article", "main", "td", "body"))  # where paragraphs may stand without a <p>

Build = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Whereabouts:
    """Where the chosen prose stands: in which elements, how built, from which segment to which."""

    homes: frozenset[HtmlElement]
    builds: frozenset[Build]
    first: int
    last: int
    container: HtmlElement  # the innermost element around all of it

    def keeps(self, position: int, segment: Segment) -> bool:
        """Tell whether a segment that was chosen stands where the article does."""
        if position < self.first:
            return self.container in segment.element.iterancestors()
        if position <= self.last or _build(segment.element) in self.builds:
            return True
        return not self.homes.isdisjoint(segment.element.iterancestors())

    def has(self, position: int, segment: Segment) -> bool:
        """Tell whether a segment that was not chosen stands where the article does."""
        home = _home(segment.element)
        is_at_home = home in self.homes or (
            segment.element.tag in _ITEMS and not self.homes.isdisjoint(islice(home.iterancestors(), 2))
        )
        is_between = self.first <= position <= self.last
        if is_at_home and is_between:
            return True
        if not segment.is_prose and not (is_between and _is_linked_sentence(segment)):
            return False
        return is_at_home or (position >= self.first and _build(segment.element) in self.builds)


def with_neighbours(segments: Sequence[Segment], chosen: set[int]) -> set[int]:
    """Return the chosen segments less those outside the article's own elements, and what stands in these besides.

    What trafilatura drops between paragraphs that it keeps is more often the article's than not: subheads, lists,
    the paragraphs of a second column or after an advertisement. What it keeps beyond the last paragraph that stands
    where most of them stand is more often another story's than not.
    """
    place = _whereabouts(segments, chosen)
    if place is None:
        return set(chosen)
    inside = {position for position in chosen if place.keeps(position, segments[position])}
    return inside | {position for position, segment in enumerate(segments) if place.has(position, segment)}


def _whereabouts(segments: Sequence[Segment], chosen: set[int]) -> _Whereabouts | None:
    homes: Counter[HtmlElement] = Counter()
    builds: Counter[Build] = Counter()
    prose = {position: segments[position] for position in chosen if segments[position].is_prose}
    for segment in prose.values():
        homes[_home(segment.element)] += size(segment.text)
        builds[_build(segment.element)] += size(segment.text)
    total = homes.total()
    believed = frozenset(home for home, length in homes.items() if length >= min(_HOME_LENGTH, total / 4))
    like = frozenset(build for build, length in builds.items() if length >= total * _BUILD_SHARE)
    own = {
        position: _home(segment.element) for position, segment in prose.items()
        if _home(segment.element) in believed or _build(segment.element) in like
    }  # fmt: skip
    if not own:
        return None
    return _Whereabouts(believed, like, min(own), max(own), common_ancestor([*own.values()]))


def _is_linked_sentence(segment: Segment) -> bool:
    """Tell a sentence that is mostly a link, but for some words of its own."""
    return segment.linked < _ALL * len(segment.text) and SENTENCE_END.search(segment.text) is not None


def _home(element: HtmlElement) -> HtmlElement:
    """Return the element that holds paragraphs: a block's parent, or the block itself where text stands bare in it."""
    parent = element.getparent()
    return element if parent is None or element.tag in _BARE else parent


def _build(element: HtmlElement) -> Build:
    """Return how an element and the two around it are made: their tags and classes."""
    return tuple(f"{level.tag}.{level.get('class') or ''}" for level in islice(_upwards(element), 3))


def _upwards(element: HtmlElement) -> Iterator[HtmlElement]:
    yield element
    yield from element.iterancestors()
