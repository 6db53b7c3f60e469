"""Which segments of a page are the article: those trafilatura finds, and those that stand among them like them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from lxml.html import HtmlElement

from transforms.articles.segments import Segment, is_prose, size

_KEY_LENGTH = 25  # characters that are enough to know a segment by, wherever it is found
_HOME_LENGTH = 200  # characters of chosen prose that make an element a home of the article's paragraphs
_BUILD_SHARE = 0.2  # of the chosen prose: what is built like a fifth of it is the article's too


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
    """Return the chosen segments less those outside the article's own elements, and what stands in these besides.

    What trafilatura drops between paragraphs that it keeps is more often the article's than not: subheads, lists,
    the paragraphs of a second column or after an advertisement. What it keeps beyond the last paragraph that stands
    where most of them stand is more often another story's than not.
    """
    prose = {position: _home(segments[position].element) for position in chosen if is_prose(segments[position])}
    homes: Counter[HtmlElement] = Counter()
    built: Counter[tuple[str, ...]] = Counter()
    for position, home in prose.items():
        homes[home] += size(segments[position].text)
        built[_build(segments[position].element)] += size(segments[position].text)
    total = homes.total()
    believed = {home for home, length in homes.items() if length >= min(_HOME_LENGTH, total / 4)}
    like = {build for build, length in built.items() if length >= total * _BUILD_SHARE}
    own = [
        position for position, home in prose.items()
        if home in believed or _build(segments[position].element) in like
    ]  # fmt: skip
    if not own:
        return set(chosen)
    first, last = min(own), max(own)
    container = _common([prose[position] for position in own])
    result = {
        position for position in chosen
        if first <= position <= last or container in segments[position].element.iterancestors()
    }  # fmt: skip
    for position, segment in enumerate(segments):
        if position in result:
            continue
        home = _home(segment.element)
        is_home = home in believed or (_is_item(segment.element) and not believed.isdisjoint(_around(home)))
        is_inside = first <= position <= last
        is_like = position >= first and is_prose(segment) and _build(segment.element) in like
        if (is_home and (is_inside or is_prose(segment))) or is_like:
            result.add(position)
    return result


def _common(homes: Sequence[HtmlElement]) -> HtmlElement:
    """Return the innermost element around all of the homes; around the one, when there is one."""
    lines = [[*home.iterancestors()][::-1] for home in dict.fromkeys(homes)]
    common = lines[0][0]
    for level in zip(*lines, strict=False):
        if any(element is not level[0] for element in level):
            break
        common = level[0]
    return common


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
