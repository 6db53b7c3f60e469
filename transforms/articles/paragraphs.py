"""Judged segments → the text of the article and its blocks: in order, nothing twice, each with its place in both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lxml.html import HtmlElement

from schemas.article import TEXT_ROLES, Block
from transforms.articles.segments import Segment
from transforms.articles.surroundings import Role

Judged = tuple[Role, Segment]

PARAGRAPH_BREAK = "\n\n"
_REPEATABLE = 30  # characters; "Yes." and "(Laughter)" may stand in an interview many times
_WHOLE_TEXT = 4_000  # characters; a longer segment may be the whole article once more, for a script to unfold
_ITALIC = 0.9  # of a paragraph's characters
_UPRIGHT = 3  # paragraphs that a text has at least before italics at its end are a note
_MAX_NOTES = 2  # more of them are a quotation
_QUOTES = "\"'“”„«»‘’….-– "


def kept(judged: Iterable[Judged]) -> list[Judged]:
    """Return the segments that make the article: no residue, nothing twice, no subhead without a paragraph after it."""
    return _with_closing_notes(_distinct(list(judged)))


def text_and_blocks(parts: Sequence[Judged], tree: HtmlElement) -> tuple[str, tuple[Block, ...]]:
    """Return the text, paragraphs joined by a blank line, and the blocks with their places in text and page."""
    root = tree.getroottree()
    blocks: list[Block] = []
    paragraphs: list[str] = []
    length = 0
    for role, segment in parts:
        assert role != "residue"
        path = root.getpath(segment.element)
        if role not in TEXT_ROLES:
            blocks.append(Block(role, segment.text, None, None, path))
            continue
        start = length + len(PARAGRAPH_BREAK) if paragraphs else 0
        length = start + len(segment.text)
        paragraphs.append(segment.text)
        blocks.append(Block(role, segment.text, start, length, path))
    return PARAGRAPH_BREAK.join(paragraphs), tuple(blocks)


def _distinct(judged: Sequence[Judged]) -> list[Judged]:
    """Return what is no residue and was not said before, less subheads at the end.

    A standfirst or a quotation that a paragraph holds word for word is a repeat of it: a teaser, a pull quote, with the
    name below it.
    """
    body = ["".join(s.text.split()) for role, s in judged if role in ("paragraph", "list")]
    seen: set[str] = set()
    distinct: list[Judged] = []
    is_pulled = False  # the last one was a pull quote
    for role, segment in judged:
        key = "".join(segment.text.casefold().split())
        is_repeat = _is_said_again(role, segment, key, seen, body) or (
            is_pulled and role == "quote" and not segment.is_prose
        )
        is_pulled = role == "quote" and is_repeat
        if role == "residue" or is_repeat:
            continue
        seen.add(key)
        distinct.append((role, segment))
    while distinct and distinct[-1][0] == "subhead":
        distinct.pop()
    return distinct


def _is_said_again(role: Role, segment: Segment, key: str, seen: set[str], body: Sequence[str]) -> bool:
    if key in seen:
        return role not in TEXT_ROLES or role == "subhead" or len(segment.text) >= _REPEATABLE
    if role in ("standfirst", "quote"):
        bare = "".join(segment.text.split()).strip(_QUOTES)
        return any(bare in other for other in body)
    if len(segment.text) > _WHOLE_TEXT:
        whole = "".join(segment.text.split())
        return sum(other in whole for other in body) > 2  # itself, and two others
    return False


def _with_closing_notes(parts: Sequence[Judged]) -> list[Judged]:
    """What stands in italics after the last upright paragraph is the newsroom speaking of the article or its author."""
    paragraphs = [position for position, (role, _) in enumerate(parts) if role == "paragraph"]
    upright = [p for p in paragraphs if parts[p][1].slanted < _ITALIC * len(parts[p][1].text)]
    closing = {p for p in paragraphs if upright and p > upright[-1]}
    if len(upright) < _UPRIGHT or len(closing) > _MAX_NOTES:
        return list(parts)
    return [("note" if position in closing else role, segment) for position, (role, segment) in enumerate(parts)]
