"""Which segments of a page are the article: those trafilatura finds, and those that stand among them like them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice

from lxml.html import HtmlElement

from transforms.articles.segments import Segment, is_prose

_KEY_LENGTH = 25  # characters that are enough to know a segment by, wherever it is found
_PROSE_WORDS = 10
_HOME_WORDS = 30  # words of chosen prose that make an element a home of the article's paragraphs


def chosen_by(guides: Sequence[str], segments: Sequence[Segment]) -> set[int]:
    """Return the positions of the segments whose text the `guides` hold, in their order; white space does not count.

    A short segment must be a whole guide, or be the next thing that the guides say.
    """
    keys = ["".join(guide.split()) for guide in guides]
    whole, said, cursor = set(keys), "".join(keys), 0
    chosen: set[int] = set()
    for position, segment in enumerate(segments):
        key = "".join(segment.text.split())
        if len(key) < _KEY_LENGTH:
            is_next = cursor > 0 and said.startswith(key, cursor)
            if is_next or key in whole:
                chosen.add(position)
                cursor += len(key) if is_next else 0
        elif (start := said.find(key, cursor)) >= 0:
            chosen.add(position)
            cursor = start + len(key)
        elif key in said:
            chosen.add(position)
    return chosen


def with_neighbours(segments: Sequence[Segment], chosen: set[int]) -> set[int]:
    """Return `chosen` and the segments that stand where it stands: in the same element, or in one built the same way.

    What trafilatura drops between paragraphs that it keeps is more often the article's than not: subheads, lists,
    the paragraphs of a second column or after an advertisement.
    """
    homes: Counter[HtmlElement] = Counter()
    built: Counter[tuple[str, ...]] = Counter()
    for position in chosen:
        count = len(segments[position].text.split())
        if count >= _PROSE_WORDS or len(segments[position].text) >= 5 * _PROSE_WORDS:
            homes[_home(segments[position].element)] += max(count, len(segments[position].text) // 8)
            built[_build(segments[position].element)] += 1
    if not homes:
        return set(chosen)
    total = sum(homes.values())
    believed = {home for home, count in homes.items() if count >= min(_HOME_WORDS, total / 4)}
    like = {build for build, count in built.items() if count >= 3}
    first, last = min(chosen), max(chosen)
    result = set(chosen)
    for position, segment in enumerate(segments):
        if position in result:
            continue
        home = _home(segment.element)
        is_home = home in believed or (_is_item(segment.element) and not believed.isdisjoint(_around(home)))
        if is_home and (first <= position <= last or is_prose(segment)):
            result.add(position)
        elif _build(segment.element) in like and is_prose(segment) and first <= position:
            result.add(position)
    return result


def _around(home: HtmlElement) -> Iterable[HtmlElement]:
    return islice(home.iterancestors(), 2)


def _is_item(element: HtmlElement) -> bool:
    return element.tag in ("li", "dd", "dt")


def _home(element: HtmlElement) -> HtmlElement:
    """Return the element that holds paragraphs: a block's parent, or the block itself where text stands bare in it."""
    parent = element.getparent()
    return element if parent is None or element.tag in ("div", "section", "article", "main", "td", "body") else parent


def _build(element: HtmlElement) -> tuple[str, ...]:
    """Return how an element and two above it are made: tags and classes, digits left out."""
    build = []
    level: HtmlElement | None = element
    for _ in range(3):
        if level is None:
            break
        build.append(f"{level.tag}.{level.get('class') or ''}")
        level = level.getparent()
    return tuple(build)
