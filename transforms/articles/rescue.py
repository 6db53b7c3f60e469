"""A second opinion on where a page's prose is: the element that holds the most words in paragraphs."""

from __future__ import annotations

from collections import defaultdict

from lxml.html import HtmlElement

_ASIDE = (
    "ancestor::nav|ancestor::aside|ancestor::footer|ancestor::header|ancestor::form|ancestor::figure|ancestor::table"
)
_PROSE = f"//p[not({_ASIDE})]"
_MIN_WORDS = 8  # a shorter paragraph says nothing of where the prose is
_LEVELS = 4
_DECAY = 0.8  # an ancestor must gather a quarter more words to be preferred to its child


def densest_paragraphs(tree: HtmlElement) -> list[str]:
    """Return the texts of the `<p>` in the element that holds most of the prose, in page order."""
    paragraphs = [(element, _prose(element)) for element in tree.xpath(_PROSE)]
    weights: dict[HtmlElement, float] = defaultdict(float)
    for element, text in paragraphs:
        count = len(text.split())
        if count >= _MIN_WORDS:
            for level, ancestor in zip(range(_LEVELS), element.iterancestors(), strict=False):
                weights[ancestor] += count * _DECAY**level
    if not weights:
        return []
    best = max(weights, key=weights.__getitem__)
    return [text for element, text in paragraphs if text and best in element.iterancestors()]


def _prose(element: HtmlElement) -> str:
    """Return the text of a paragraph, or nothing when most of it is links."""
    text = " ".join("".join(element.itertext()).split())
    linked = sum(len("".join(link.itertext())) for link in element.iter("a"))
    return text if linked * 2 <= len(text) else ""
