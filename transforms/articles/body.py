"""A page → the blocks of its article and the text they make: chosen, judged, without what repeats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Document

from schemas.article import TEXT_ROLES, Block
from schemas.errors import ArticleRefused
from transforms.articles.cleaning import clean_text
from transforms.articles.metadata import PageMetadata, as_text
from transforms.articles.paragraphs import distinct, flat, says_same, words
from transforms.articles.rescue import densest
from transforms.articles.roles import Judge
from transforms.articles.segments import Segment, is_prose, segments_of
from transforms.articles.selection import chosen_by, with_neighbours
from transforms.articles.surroundings import Role, Surroundings

_CAPTIONS = [
    "//figcaption",
    "//figure[not(.//p[string-length() > 300])]",
    "//*[contains(concat(' ', translate(@class, '_-', '  '), ' '), ' caption ')][not(.//p[string-length() > 300])]",
]
# trafilatura misses most of one page in sixty; where the densest element says three times as much, it is right
_RESCUE_LENGTH = 600  # characters
_RESCUE_RATIO = 3
_UPRIGHT = 3  # paragraphs that a text has at least before italics at its end are a note
_MAX_NOTES = 2  # more are a quotation
_ABOVE = 60  # segments above the first paragraph among which headline, standfirst, byline and dateline stand


def blocks_of(tree: HtmlElement, page: PageMetadata, *, url: str, headline: str | None, byline: str | None) -> tuple[str, tuple[Block, ...]]:
    """Return the text of the article on a page and its blocks in page order; an empty text when there is none."""
    segments = segments_of(tree)
    guides = _guides(tree, url)
    chosen = chosen_by(guides, segments)
    dense = densest(segments)
    if _length(dense, segments) > max(_RESCUE_LENGTH, _RESCUE_RATIO * _length(chosen, segments)):
        chosen = dense
    body = as_text(page.article.get("articleBody"))
    if body and len(body) > 200:
        chosen |= {p for p in chosen_by([clean_text(body)], segments) if is_prose(segments[p])}
    if not chosen:
        return "", ()
    surroundings = Surroundings(segments[position] for position in chosen)
    chosen = with_neighbours(segments, chosen)
    judge = Judge(surroundings, headline, byline)
    judged = list(_judged(segments, chosen, judge, page, surroundings))
    return _assembled(judged, tree)


def _guides(tree: HtmlElement, url: str) -> list[str]:
    # with_metadata stays off: it would ask the clock for the latest date, and we read the page's metadata ourselves
    try:
        document = bare_extraction(
            tree, url=url, fast=True, with_metadata=False, include_comments=False, include_tables=False,
            deduplicate=False, prune_xpath=_CAPTIONS,
        )  # fmt: skip
    except Exception as error:  # third-party code on hostile trees: whatever it trips over, this page is refused
        raise ArticleRefused(url, "extractor-failed", f"{type(error).__name__}: {error}"[:200]) from error
    return clean_text(flat(document.body)).split("\n\n") if isinstance(document, Document) else []


def _length(chosen: set[int], segments: Sequence[Segment]) -> int:
    """Return how many characters of prose the chosen segments have."""
    return sum(len(segments[position].text) for position in chosen if is_prose(segments[position]))


def _judged(segments: Sequence[Segment], chosen: set[int], judge: Judge, page: PageMetadata, surroundings: Surroundings) -> Iterator[tuple[Role, Segment]]:
    prose = [p for p in sorted(chosen) if is_prose(segments[p]) and judge.role(segments[p], is_chosen=True) in TEXT_ROLES]
    first = prose[0] if prose else min(chosen)
    last = prose[-1] if prose else max(chosen)
    descriptions = [clean_text(d) for d in (page.first_meta("description"), page.meta.get("og:description"), as_text(page.article.get("description"))) if d]
    seen_standfirst = False
    title = next((p for p in range(first - 1, max(-1, first - _ABOVE), -1) if segments[p].element.tag == "h1"), None)
    for position in range(max(0, first - _ABOVE), max(chosen) + 1):
        segment = segments[position]
        role = judge.role(segment, is_chosen=position in chosen)
        if position < first:
            if segment.element.tag == "h1" and role != "residue":
                role = "headline"
            if role in TEXT_ROLES and role != "list":
                is_below = title is not None and position > title
                role = "standfirst" if _is_standfirst(segment, role, descriptions, is_below) else ("residue" if position not in chosen or role == "subhead" else role)
            if role == "list" and position not in chosen:
                role = "residue"
            yield role, segment
        elif position in chosen:
            if role == "standfirst" and position != first:
                role = "subhead" if segment.element.tag.startswith("h") else "paragraph"
            yield role, segment
        elif position <= last and role in ("caption", "credit", "byline", "dateline", "note", "table"):
            yield role, segment


def _is_standfirst(segment: Segment, role: Role, descriptions: Sequence[str], is_below: bool) -> bool:
    if len(segment.text) < 20 or segment.linked * 2 > len(segment.text):
        return False
    return role == "standfirst" or any(says_same(segment.text, d) for d in descriptions) or (is_below and role == "paragraph" and is_prose(segment))


def _assembled(judged: Sequence[tuple[Role, Segment]], tree: HtmlElement) -> tuple[str, tuple[Block, ...]]:
    kept = _without_repeats(judged)
    root = tree.getroottree()
    blocks, parts, length = [], [], 0
    for role, segment in kept:
        path = root.getpath(segment.element)
        if role in TEXT_ROLES:
            start = length + 2 if parts else 0
            length = start + len(segment.text)
            parts.append(segment.text)
            blocks.append(Block(role, segment.text, start, length, path))
        else:
            blocks.append(Block(role, segment.text, None, None, path))
    return "\n\n".join(parts), tuple(blocks)


def _without_repeats(judged: Sequence[tuple[Role, Segment]]) -> list[tuple[Role, Segment]]:
    seen: set[str] = set()
    kept: list[tuple[Role, Segment]] = []
    whole = "".join("".join(s.text.split()) for r, s in judged if r in ("paragraph", "list") and len(s.text) > 4_000)
    copied = sum("".join(s.text.split()) in whole for r, s in judged if r == "paragraph" and len(s.text) <= 4_000) if whole else 0
    body = ["".join(s.text.split()) for r, s in judged if r in ("paragraph", "list")]
    for role, segment in judged:
        if role == "residue":
            continue
        key = "".join(segment.text.casefold().split())
        if copied >= 2 and len(segment.text) > 4_000:
            continue
        repeats = key in seen and (role not in TEXT_ROLES or len(segment.text) >= 30 or role == "subhead")
        if role in ("standfirst", "quote"):
            bare = "".join(segment.text.split()).strip("\"“”„«»'’….")
            repeats = repeats or any(bare in other for other in body)
        if not repeats:
            seen.add(key)
            kept.append((role, segment))
    while kept and kept[-1][0] == "subhead":
        kept.pop()
    return _with_closing_notes(kept)


def _with_closing_notes(kept: list[tuple[Role, Segment]]) -> list[tuple[Role, Segment]]:
    """What stands in italics after the last upright paragraph is the newsroom speaking of the article or its author."""
    upright = [p for p, (role, s) in enumerate(kept) if role == "paragraph" and s.slanted < 0.9 * len(s.text)]
    closing = [p for p, (role, _) in enumerate(kept) if upright and p > upright[-1] and role == "paragraph"]
    if len(upright) < _UPRIGHT or len(closing) > _MAX_NOTES:
        return kept
    return [("note" if p in closing else role, s) for p, (role, s) in enumerate(kept)]
