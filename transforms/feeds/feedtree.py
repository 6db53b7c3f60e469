"""An XML feed of any size → the same feed with only what is asked of it, bounded in every direction.

feedparser knows the dialects, but its time is quadratic in attributes, in repeated elements and in nesting, and most
of it goes into full texts and pictures that nobody asks a feed for. After this, neither matters.
"""

from __future__ import annotations

import re
from collections import Counter
from html import escape

from lxml import etree

from transforms.feeds.entries import MAX_ENTRIES
from transforms.wire.plaintext import text_of_tree

# local name → how many characters of it are of any use
_TEXTS = {
    "title": 2_000, "description": 15_000, "summary": 15_000, "content": 15_000, "encoded": 15_000,
    "link": 20_000, "origlink": 20_000, "guid": 20_000, "id": 20_000,
    "pubdate": 200, "date": 200, "published": 200, "updated": 200, "issued": 200, "modified": 200, "created": 200,
    "author": 1_000, "creator": 1_000, "name": 1_000, "language": 100, "ttl": 100,
}  # fmt: skip
_DATES = frozenset({"pubdate", "date", "published", "updated", "issued", "modified", "created"})
_WEEKDAY = re.compile(r"\A\s*[^\W\d_]{2,}\.?,\s*")  # says nothing that the date does not, in any language
_SLASHED = re.compile(r"\A\s*(\d{4})/(\d{1,2})/(\d{1,2})\b(?=[\sT]|\Z)")
_FULL_TEXTS = frozenset({"content", "encoded"})
_MAX_ALIKE = 20  # elements of one name in one item: Atom lets an entry have many links
_ATTRIBUTES = ("version", "rel", "type", "href", "isPermaLink", "mode")
_NAMESPACED_ATTRIBUTES = (
    "{http://www.w3.org/XML/1998/namespace}lang",
    "{http://www.w3.org/XML/1998/namespace}base",
    "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about",  # what RSS 1.0 knows an item by
)
_FOREIGN = tuple(f"{{{name}" for name in ("http://search.yahoo.com/mrss", "http://www.itunes.com/"))
_PREFIXES = {  # that feeds use without declaring them
    "dc": "http://purl.org/dc/elements/1.1/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "atom": "http://www.w3.org/2005/Atom",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
}


def local_name(element: etree._Element) -> str:
    """Return the element's name in lower case without namespace; "" for what is no element."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def items_of(root: etree._Element) -> list[etree._Element]:
    """Return the feed's items: children of the root (RDF, Atom) or of its channel (RSS), in document order."""
    return [child for container in _containers(root) for child in container if local_name(child) in ("item", "entry")]


def distil(root: etree._Element) -> int:
    """Reduce the tree in place to the texts feedparser is asked about. Return how many items were over the cap."""
    items = items_of(root)
    kept = set(items[:MAX_ENTRIES])
    for container in _containers(root):
        _keep_children(container, also=kept)
        _keep_attributes(container)
    for item in items[:MAX_ENTRIES]:
        _keep_children(item)
        _keep_attributes(item)
    return len(items) - len(kept)


def drop(element: etree._Element) -> None:
    """Take the element out of its tree."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _containers(root: etree._Element) -> list[etree._Element]:
    channel = next((child for child in root if local_name(child) == "channel"), None)
    return [root] if channel is None else [root, channel]


def _keep_children(parent: etree._Element, also: set[etree._Element] | None = None) -> None:
    also = also or set()
    _declare_prefixes(parent)
    has_summary = any(local_name(child) in ("description", "summary") and len(child.text or "") > 1 for child in parent)
    alike: Counter[str] = Counter()
    for child in list(parent):
        name = local_name(child)
        if child in also or (name == "channel" and not alike[name]):
            alike[name] += 1
            continue
        alike[name] += 1
        is_wanted = name in _TEXTS and alike[name] <= _MAX_ALIKE and not child.tag.startswith(_FOREIGN)
        if not is_wanted or (has_summary and name in _FULL_TEXTS):
            parent.remove(child)
        else:
            _flatten(child, name)
    parent.text = None


def _declare_prefixes(parent: etree._Element) -> None:
    """Give undeclared prefixes, which libxml2 leaves in the name, the meaning that every feed reader gives them."""
    for child in parent:
        if isinstance(child.tag, str) and ":" in child.tag and not child.tag.startswith("{"):
            prefix, _, name = child.tag.partition(":")
            child.tag = f"{{{_PREFIXES[prefix]}}}{name}" if prefix in _PREFIXES else "undeclared"


def _flatten(element: etree._Element, name: str) -> None:
    """Leave of an element its text, short; of an Atom author the name."""
    _keep_attributes(element)
    element.tail = None
    person = next((child for child in element if local_name(child) == "name"), None) if name == "author" else None
    if person is not None:
        element[:] = [person]
        element.text = None
        return _flatten(person, "name")
    if len(element):  # markup that should have been escaped, or Atom's type="xhtml"
        text = text_of_tree(element)
        element[:] = []
        # in XHTML, "&lt;b&gt;" is text for readers, and what reads texts below takes them for HTML
        element.text = escape(text, quote=False) if "xhtml" in element.attrib.pop("type", "") else text
    element.text = (element.text or "")[: _TEXTS[name]]
    if name in ("guid", "id") and not element.text.strip().startswith(("http://", "https://")):
        # "story-17" names the item, character by character (RFC 4287 §4.2.6.1); feedparser would make an address of it
        element.set("isPermaLink", "false")
    if name in _DATES:
        element.text = _SLASHED.sub(_hyphenated, _WEEKDAY.sub("", element.text), count=1)
    return None


def _hyphenated(match: re.Match[str]) -> str:
    """Return 2016/6/29 as ISO 8601 has it: feedparser finds another month in it (its issue 75)."""
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"


def _keep_attributes(element: etree._Element) -> None:
    kept = [
        (name, value) for name in (*_ATTRIBUTES, *_NAMESPACED_ATTRIBUTES) if (value := element.get(name)) is not None
    ]
    if len(kept) < len(element.attrib):
        element.attrib.clear()
        for name, value in kept:
            element.set(name, value)
