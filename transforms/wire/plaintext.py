"""Short texts of feeds, which may be HTML whatever they claim → plain text on one line."""

from __future__ import annotations

import re

from lxml import etree

_MARKUP_FACTOR = 3  # how much longer than its text the markup may be that is looked at
_MARKUP = re.compile(r"<[A-Za-z/!?]|&#?\w+;")
_LONG_TAG = re.compile(r"<[A-Za-z][^>]{500,}>?")  # libxml2's time is quadratic in the attributes of a tag
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
})  # fmt: skip
_SILENT = frozenset({"script", "style", "template", "noscript", "iframe"})  # an object's text is shown in its place


def plain_text(text: str | None, limit: int) -> str | None:
    """Return at most `limit` characters of `text` on one line, without tags, scripts or control characters.

    Feeds put HTML everywhere, also where their format says plain text, so what looks like a tag is one.
    None when nothing is left.
    """
    shown = without_controls(text or "")[: limit * _MARKUP_FACTOR]
    if _MARKUP.search(shown):
        shown = without_controls(_text_of_html(_LONG_TAG.sub(" ", shown)))
    shown = " ".join(shown.split())
    return (shown if len(shown) <= limit else f"{shown[: limit - 1].rstrip()}…") or None


def without_controls(text: str) -> str:
    """Return `text` without control characters other than white space, surrogates and non-characters."""
    return _UNPRINTABLE.sub("", text)


def _text_of_html(markup: str) -> str:
    parser = etree.HTMLParser(encoding="utf-8", recover=True, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(f"<html><body><div>{markup}</div></body></html>".encode(), parser)
    except etree.LxmlError:
        return ""
    return text_of_tree(root) if root is not None else ""


def text_of_tree(root: etree._Element) -> str:
    """Return the text of an HTML tree, words of different blocks kept apart, scripts and the like left out."""
    pieces: list[str] = []
    silent = 0  # how many elements around this point have no text of their own
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        step = 1 if name in _SILENT else 0
        text = element.text if event == "start" else element.tail
        silent += step if event == "start" else -step
        pieces.append("" if name in _INLINE else " ")
        if text and not silent and (event == "start" or element is not root):
            pieces.append(text)
    return "".join(pieces)
