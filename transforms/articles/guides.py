"""Where on a page its article is: trafilatura's answer, JSON-LD's, and that of the densest prose, as its segments."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from lxml.etree import _Element, iterwalk
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Document

from schemas.errors import ArticleRefused
from transforms.articles.cleaning import clean_text
from transforms.articles.metadata import PageMetadata, as_text
from transforms.articles.rescue import densest
from transforms.articles.segments import SENTENCE_END, Segment

# What it discards it also logs, and our refusals say it better; without a handler Python prints it to stderr.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())

_CAPTIONS = [
    "//figcaption",
    "//figure[not(.//p[string-length() > 300])]",
    "//*[contains(concat(' ', translate(@class, '_-', '  '), ' '), ' caption ')][not(.//p[string-length() > 300])]",
]
# Elements of trafilatura's vocabulary that hold running text inside a paragraph; every other one is a block.
_INLINE = frozenset(("hi", "ref", "del", "graphic", "code"))
_KEY_LENGTH = 25  # characters that are enough to know a segment by, wherever it is found
_DECLARED_LENGTH = 200  # characters; a shorter articleBody is a summary
# trafilatura misses most of one page in sixty; where the densest element says three times as much, it is right
_RESCUE_LENGTH = 600  # characters
_RESCUE_RATIO = 3


def chosen_in(segments: Sequence[Segment], tree: HtmlElement, page: PageMetadata, url: str) -> set[int]:
    """Return the positions of the segments that are the article; empty when nothing on the page is one.

    They are those whose text trafilatura finds, or those of the densest prose where that says far more, and the prose
    of schema.org's articleBody. Raises ArticleRefused "extractor-failed".
    """
    chosen = _holding(_extracted(tree, url), segments)
    dense = densest(segments)
    if _prose_length(dense, segments) > max(_RESCUE_LENGTH, _RESCUE_RATIO * _prose_length(chosen, segments)):
        chosen = dense
    declared = as_text(page.article.get("articleBody")) or ""
    if len(declared) >= _DECLARED_LENGTH:
        chosen |= {position for position in _holding([declared], segments) if segments[position].is_prose}
    return chosen


def _extracted(tree: HtmlElement, url: str) -> list[str]:
    """Return the paragraphs that trafilatura finds."""
    # with_metadata stays off: it would ask the clock for the latest date, and we read the page's metadata ourselves
    try:
        document = bare_extraction(
            tree, url=url, fast=True, with_metadata=False, include_comments=False, include_tables=False,
            deduplicate=False, prune_xpath=_CAPTIONS,
        )  # fmt: skip
    except Exception as error:  # third-party code on hostile trees: whatever it trips over, this page is refused
        raise ArticleRefused(url, "extractor-failed", f"{type(error).__name__}: {error}"[:200]) from error
    return _flat(document.body).split("\n\n") if isinstance(document, Document) else []


def _flat(body: _Element) -> str:
    """Return the text with a blank line at block boundaries, and at line breaks that end a sentence."""
    parts: list[str] = []
    for event, element in iterwalk(body, events=("start", "end")):
        if element.tag == "lb":
            if event == "start":
                parts.append("\n\n" if parts and SENTENCE_END.search(parts[-1]) else "\n")
        elif element.tag not in _INLINE:
            parts.append("\n\n")
        text = element.text if event == "start" else element.tail
        if text:
            parts.append(" ".join(text.splitlines()) if "\n" in text else text)
    return "".join(parts)


def _holding(guides: Sequence[str], segments: Sequence[Segment]) -> set[int]:
    """Return the positions of the segments whose text the guides hold, in their order; white space does not count.

    A short segment must be a whole guide, or be the next thing that the guides say.
    """
    keys = ["".join(clean_text(guide).split()) for guide in guides]
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


def _prose_length(chosen: set[int], segments: Sequence[Segment]) -> int:
    return sum(len(segments[position].text) for position in chosen if segments[position].is_prose)
