"""A page's tree → its segments: every run of text that a reader sees as one block, and the element it stands in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from transforms.articles.cleaning import clean_line

# Elements that run inside a line (phrasing content, https://html.spec.whatwg.org/#phrasing-content);
# every other one begins a block.
_INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "ins", "kbd", "label", "mark", "picture", "q", "rb", "rp", "rt", "ruby", "s", "samp", "small", "source", "span",
    "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
))  # fmt: skip
_SLANTED = frozenset(("em", "i"))
# Elements that nobody reads as the text of a page, with all that is in them.
UNREAD = frozenset((
    "script", "style", "noscript", "svg", "template", "nav", "button", "select", "input", "textarea", "option", "audio",
    "canvas", "map", "object", "embed", "dialog", "menu", "math",
))  # fmt: skip
_SKIPPED = UNREAD | {"head", "iframe", "video"}
_UNSEEN = re.compile(r"sr-only|visually-?hidden|screen-?reader|a11y", re.IGNORECASE)  # read aloud, never shown
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|clip\s*:\s*rect\(|clip-path\s*:\s*inset\((?:50|100)%", re.IGNORECASE
)
_BREAK = re.compile(r"(?<![\w-])(?:br|line-?break)(?![\w-])", re.IGNORECASE)  # an empty <span> that breaks the line
SENTENCE_END = re.compile(r"[.!?…:;。！？।][\"'”’»)\]]*\s*$")
SENTENCE = re.compile(r"[.!?…。！？।][\"'”’»)\]]*(?:\s|$)")
_IDEOGRAPH = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_PROSE_LENGTH = 50  # characters; a shorter text says nothing of where the prose is
_MAX_SEGMENTS = 10_000  # the longest of 258 real pages has under two thousand


@dataclass(frozen=True, slots=True)
class Segment:
    """One run of clean text; `element` is the innermost block that holds it."""

    element: HtmlElement
    text: str
    linked: int  # characters of it that stand in links
    lead: int  # characters before the first of them
    slanted: int  # characters in italics
    is_prose: bool  # sentences, rather than a title, a label or a link


class _Runs:
    """Collects the text of a walk, and cuts it into segments."""

    def __init__(self) -> None:
        self.segments: list[Segment] = []
        self._blocks: list[HtmlElement] = []
        self._parts: list[str] = []
        self._links = 0  # depth
        self._linked = 0  # characters
        self._lead: int | None = None
        self._slants = 0  # depth
        self._slanted = 0  # characters

    def add(self, text: str | None) -> None:
        if text:
            if self._links and not text.isspace():
                if self._lead is None:
                    self._lead = len("".join(self._parts).strip())
                self._linked += len(text.strip())
            if self._slants:
                self._slanted += len(text.strip())
            self._parts.append(text)

    def open(self, element: HtmlElement) -> None:
        if element.tag not in _INLINE:
            self.cut()
            self._blocks.append(element)
        elif element.tag == "a":
            self._links += 1
        elif element.tag in _SLANTED:
            self._slants += 1

    def close(self, element: HtmlElement) -> None:
        if element.tag not in _INLINE:
            self.cut()
            self._blocks.pop()
        elif element.tag == "a":
            self._links -= 1
        elif element.tag in _SLANTED:
            self._slants -= 1

    def break_line(self, next_text: str | None) -> None:
        """A line break ends a segment after a sentence, and where a second one follows."""
        so_far = self._parts[-1] if self._parts else ""
        if so_far.endswith("\n") or SENTENCE_END.search(so_far):
            self.cut()
        else:
            self._parts.append(" \n" if next_text is None or not next_text.strip() else "\n")

    def cut(self) -> None:
        if self._parts:
            text = clean_line("".join(self._parts))
            if text:
                linked = min(self._linked, len(text))
                prose = linked * 2 <= len(text) and _is_prose(text)
                self.segments.append(Segment(self._blocks[-1], text, linked, self._lead or 0, self._slanted, prose))
            self._parts.clear()
            self._linked, self._lead, self._slanted = 0, None, 0


def segments_of(tree: HtmlElement) -> list[Segment]:
    """Return the segments of a page in page order: clean, not empty, at most _MAX_SEGMENTS of them.

    A segment ends where a block begins or ends, at a line break after a sentence, and at two line breaks in a row.
    """
    runs = _Runs()
    pending = [(tree, False)]  # a stack instead of recursion: pages nest deeper than Python does
    while pending and len(runs.segments) < _MAX_SEGMENTS:
        element, is_read = pending.pop()
        if is_read:
            runs.close(element)
        elif element.tag == "br" or (element.tag == "span" and _is_break(element)):
            runs.break_line(element.tail)
        elif element.tag in _SKIPPED or (element.tag == "span" and _is_unseen(element)):
            if element.tag not in _INLINE:
                runs.cut()
        else:
            runs.open(element)
            runs.add(element.text)
            pending.append((element, True))
            pending.extend((child, False) for child in reversed(element))
            continue
        if element is not tree:
            runs.add(element.tail)
    return runs.segments


def is_hidden(element: HtmlElement) -> bool:
    """Tell whether an element says of itself that it is not shown."""
    attributes = element.attrib
    return "hidden" in attributes or ("style" in attributes and _HIDDEN.search(attributes["style"]) is not None)


def _is_unseen(element: HtmlElement) -> bool:
    return _UNSEEN.search(element.get("class") or "") is not None or is_hidden(element)


def _is_break(element: HtmlElement) -> bool:
    return not element.text and not len(element) and _BREAK.search(element.get("class") or "") is not None


def _is_prose(text: str) -> bool:
    return size(text) >= _PROSE_LENGTH and SENTENCE.search(text) is not None


def size(text: str) -> int:
    """Return the length of a text in letters; an ideograph or a kana stands for three."""
    return len(text) if text.isascii() else len(text) + 2 * len(_IDEOGRAPH.findall(text))


def common_ancestor(elements: Sequence[HtmlElement]) -> HtmlElement:
    """Return the innermost element around all of the elements, of which there is at least one."""
    lines = [[*element.iterancestors()][::-1] or [element] for element in dict.fromkeys(elements)]
    common = lines[0][0]
    for level in zip(*lines, strict=False):
        if any(element is not level[0] for element in level):
            break
        common = level[0]
    return common
