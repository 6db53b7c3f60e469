"""Untrusted XML text → an lxml tree: no DTD reaches the parser, small damage is mended, depth and size are bounded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html.entities import html5

from lxml import etree

from schemas.errors import ParseError

_MAX_ENTITIES = 300  # the HTML set, which some publishers declare in full, has 253
_MAX_REFERENCES = 1_000_000  # about a second's work
_ROOT_START = re.compile(r"<[^\s!?<>]")
_ENTITY = re.compile(r"""<!ENTITY\s+([A-Za-z][\w.-]{0,31})\s+(?:"([^"]*)"|'([^']*)')\s*>""")
_HARMLESS = re.compile(r"[^<&%]{0,32}|&#(?:[0-9]{1,7}|x[0-9A-Fa-f]{1,6});")
_REFERENCE = re.compile(r"&(?:(#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][\w.-]{0,31});)?")
_PREDEFINED = frozenset({"amp", "lt", "gt", "quot", "apos"})
_RESOURCE_LIMIT = 114  # libxml2's XML_ERR_RESOURCE_LIMIT: 256 levels, or a text of 10 million bytes
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


@dataclass(frozen=True, slots=True)
class XmlTree:
    """A document's root element. `text` is what was parsed; `is_mended` when it was not well-formed as it came.

    `is_damaged` when more than references and undeclared prefixes had to be mended: something may be missing.
    """

    root: etree._Element
    text: str
    is_mended: bool
    is_damaged: bool = False


def read_xml(text: str, *, url: str) -> XmlTree:
    """Parse decoded XML `text`; what is not well-formed is mended as far as it makes sense.

    Declared entities are refused unless each stands for a few plain characters, as in the old lists of `&nbsp;`
    and `&eacute;`: so no expansion can be large, and nothing outside is ever fetched. Mending knows bare
    ampersands, HTML's entities, an unclosed CDATA section and unclosed elements.
    Raises ParseError with reason "entity-declarations", "too-deep" (over 256 levels), "too-large" or "malformed".
    """
    body, entities = _without_prolog(text, url)
    try:
        return XmlTree(_parsed(body, recover=False), body, is_mended=False)
    except etree.XMLSyntaxError as error:
        _refuse_limits(getattr(error, "code", 0), str(error), url)
    if body.count("&") > _MAX_REFERENCES:
        raise ParseError(url, "malformed", f"over {_MAX_REFERENCES} ampersands to mend")
    mended = _mended(body, entities)
    parser = _parser(recover=True)
    try:
        root = etree.fromstring(mended.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise ParseError(url, "malformed", str(error)[:200]) from None
    for entry in parser.error_log:
        _refuse_limits(entry.type, entry.message, url)
    if root is None:
        raise ParseError(url, "malformed", "no element could be read")
    is_damaged = any(entry.domain != etree.ErrorDomains.NAMESPACE for entry in parser.error_log)
    return XmlTree(root, mended, is_mended=True, is_damaged=is_damaged)


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        recover=recover,
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )


def _parsed(body: str, *, recover: bool) -> etree._Element:
    return etree.fromstring(body.encode("utf-8"), _parser(recover=recover))


def _refuse_limits(code: int, message: str, url: str) -> None:
    if code == _RESOURCE_LIMIT:
        reason = "too-deep" if "depth" in message else "too-large"
        raise ParseError(url, reason, message[:200]) from None


def _without_prolog(text: str, url: str) -> tuple[str, dict[str, str]]:
    """Return the text from the root element on, and the harmless entities its DOCTYPE declared.

    Whatever precedes the first "<" (blank lines, a warning that PHP printed) is dropped with it.
    """
    position = max(text.find("<"), 0)
    entities: dict[str, str] = {}
    while True:
        if text.startswith("<?", position):
            end = text.find("?>", position) + 2
        elif text.startswith("<!--", position):
            end = text.find("-->", position) + 3
        elif text[position : position + 9].upper() == "<!DOCTYPE":
            root = _ROOT_START.search(text, position)
            subset = text[position : root.start() if root else len(text)]
            entities = _declared_entities(subset, url)
            end = position + subset.rfind(">") + 1
        else:
            return text[position:], entities
        if end <= position:
            raise ParseError(url, "malformed", "the prolog does not end")
        position = max(text.find("<", end), end)


def _declared_entities(subset: str, url: str) -> dict[str, str]:
    found = {match[1]: match[2] or match[3] or "" for match in _ENTITY.finditer(subset)}
    is_understood = subset.count("<!ENTITY") == len(found) <= _MAX_ENTITIES
    if not is_understood or not all(_HARMLESS.fullmatch(value) for value in found.values()):
        raise ParseError(url, "entity-declarations", "the DOCTYPE declares entities that could expand or fetch")
    return found


def _mended(body: str, entities: Mapping[str, str]) -> str:
    """Return `body` with every reference resolvable. CDATA is left alone; an unclosed section is cut off."""
    pieces: list[str] = []
    position = 0
    while True:
        start = body.find("<![CDATA[", position)
        end = body.find("]]>", start) if start >= 0 else -1
        markup = body[position : start if start >= 0 else len(body)]
        pieces.append(_REFERENCE.sub(lambda match: _resolved(match[1], entities), markup))
        if end < 0:
            return "".join(pieces)
        pieces.append(body[start : end + 3])
        position = end + 3


def _resolved(name: str | None, entities: Mapping[str, str]) -> str:
    """Return what stands for the reference `&name;` in XML; None is a bare ampersand."""
    if name is None:
        return "&amp;"
    if name.startswith("#"):
        return f"&{name.lower()};" if _is_character(name) else ""
    if name in _PREDEFINED:
        return f"&{name};"
    value = entities.get(name, html5.get(f"{name};"))
    if value is None:
        return f"&amp;{name};"
    return value if value.startswith("&#") else value.translate(_ESCAPES)


def _is_character(reference: str) -> bool:
    """Tell whether a numeric reference names a character that XML 1.0 §2.2 allows."""
    point = int(reference[2:], 16) if reference[1] in "xX" else int(reference[1:])
    return point in (9, 10, 13) or 0x20 <= point < 0xD800 or 0xE000 <= point < 0xFFFE or 0x10000 <= point < 0x110000
