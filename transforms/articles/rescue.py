"""A second opinion on where a page's prose is: the element that holds the most words in sentences."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from lxml.html import HtmlElement

from transforms.articles.segments import Segment

_ASIDE = frozenset(("aside", "footer", "header", "form", "figure", "table", "li"))
_LEVELS = 4
_DECAY = 0.8  # an ancestor must gather a quarter more to be preferred to its child


def densest(segments: Sequence[Segment]) -> set[int]:
    """Return the positions of the prose in the element that holds most of it; empty when the page has none.

    What stands in an aside, a form or a list does not count, unless that holds half of the page's prose: an element
    that was never closed swallows the article.
    """
    prose = {position: segment for position, segment in enumerate(segments) if segment.is_prose}
    held: Counter[HtmlElement] = Counter()
    for segment in prose.values():
        for ancestor in segment.element.iterancestors(*_ASIDE):
            held[ancestor] += len(segment.text)
    half = sum(len(segment.text) for segment in prose.values()) / 2
    weights: defaultdict[HtmlElement, float] = defaultdict(float)
    for segment in prose.values():
        if segment.element.tag in _ASIDE or any(held[aside] < half for aside in segment.element.iterancestors(*_ASIDE)):
            continue
        for level, ancestor in zip(range(_LEVELS), segment.element.iterancestors(), strict=False):
            weights[ancestor] += len(segment.text) * _DECAY**level
    if not weights:
        return set()
    best = max(weights, key=weights.__getitem__)
    return {position for position, segment in prose.items() if best in segment.element.iterancestors()}
