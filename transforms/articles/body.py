"""A page → the text of its article, the blocks it is made of, and what it shows.

tree ─ segments ─ those that are the article ─ their roles ─ text and blocks
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml.html import HtmlElement

from schemas.article import TEXT_ROLES, Block
from transforms.articles.cleaning import clean_line
from transforms.articles.guides import chosen_in
from transforms.articles.media import media_counts
from transforms.articles.metadata import PageMetadata, as_text
from transforms.articles.paragraphs import kept, text_and_blocks
from transforms.articles.roles import judged
from transforms.articles.segments import common_ancestor, segments_of
from transforms.articles.selection import with_neighbours
from transforms.articles.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class Body:
    """What a page holds of an article: `blocks` in page order; an empty text when there is none."""

    text: str = ""
    blocks: tuple[Block, ...] = ()
    image_count: int = 0
    video_count: int = 0


def read_body(tree: HtmlElement, page: PageMetadata, *, url: str, headline: str | None, byline: str | None) -> Body:
    """Return the article's body. `headline` and `byline` are what the page declares.

    Raises ArticleRefused "extractor-failed".
    """
    segments = segments_of(tree)
    chosen = chosen_in(segments, tree, page, url)
    if not chosen:
        return Body()
    summaries = (
        page.meta.get("description"),
        page.meta.get("og:description"),
        as_text(page.article.get("description")),
    )
    parts = kept(
        judged(
            segments,
            with_neighbours(segments, chosen),
            Surroundings(segments[position] for position in chosen),
            guided=chosen,
            headline=headline,
            byline=byline,
            descriptions=[clean_line(summary) for summary in summaries if summary],
        )
    )
    text, blocks = text_and_blocks(parts, tree)
    shown = [segment.element for role, segment in parts if role in TEXT_ROLES or role == "headline"]
    images, films = media_counts(common_ancestor(shown)) if shown else (0, 0)
    return Body(text, blocks, images, films)
