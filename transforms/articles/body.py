"""A page → the text of its article and the blocks it is made of.

tree ─ segments ─ those that are the article ─ their roles ─ text and blocks
"""

from __future__ import annotations

from lxml.html import HtmlElement

from schemas.article import Block
from transforms.articles.cleaning import clean_line
from transforms.articles.guides import chosen_in
from transforms.articles.metadata import PageMetadata, as_text
from transforms.articles.paragraphs import text_and_blocks
from transforms.articles.roles import judged
from transforms.articles.segments import segments_of
from transforms.articles.selection import with_neighbours
from transforms.articles.surroundings import Surroundings


def read_body(
    tree: HtmlElement, page: PageMetadata, *, url: str, headline: str | None, byline: str | None
) -> tuple[str, tuple[Block, ...]]:
    """Return the text of the article on a page and its blocks in page order; an empty text when there is none.

    `headline` and `byline` are what the page declares. Raises ArticleRefused "extractor-failed".
    """
    segments = segments_of(tree)
    chosen = chosen_in(segments, tree, page, url)
    if not chosen:
        return "", ()
    summaries = (
        page.meta.get("description"),
        page.meta.get("og:description"),
        as_text(page.article.get("description")),
    )
    blocks = judged(
        segments,
        with_neighbours(segments, chosen),
        Surroundings(segments[position] for position in chosen),
        headline=headline,
        byline=byline,
        descriptions=[clean_line(summary) for summary in summaries if summary],
    )
    return text_and_blocks(blocks, tree)
