"""Exact copies: articles that carry the same wire text, statements that carry the same words."""

from __future__ import annotations

import re

from schemas.ids import stable_id
from transforms.language.text import dateline_length

_MIN_BODY_WORDS = 40  # a brief's few lines coincide by accident
_MIN_STATEMENT_WORDS = 6  # "We will not comment" is said every day
_CREDIT = re.compile(
    r"^[\W_]*(?:\(?(?:additional |further )?(?:reporting|writing|editing|compiled|edited|written|translated)\b"
    r".{0,20}?\bby\b|with (?:reporting|files|additional reporting) (?:by|from)\b|©|\(c\)|copyright\b"
    r"|(?:the )?associated press (?:writers?|journalists?)\b|our standards:"
    r"|this (?:story|article) (?:was|has been) (?:published|generated|produced|translated)\b).{0,400}$",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+(?:['’]\w+)*")


def syndication_cluster_id(text: str) -> str | None:
    """Return the id that all exact copies of an article's body share, or None below 40 words.

    Case, punctuation, quotation marks, the dateline and credit lines ("Reporting by …") do not count.
    """
    paragraphs = [paragraph for paragraph in text.split("\n\n") if not _CREDIT.match(paragraph)]
    body = "\n\n".join(paragraphs)
    return _cluster_id("syndication", body[dateline_length(body) :], _MIN_BODY_WORDS)


def statement_cluster_id(content_text: str) -> str | None:
    """Return the id that all statements with the same words share, or None below 6 words."""
    return _cluster_id("statement-cluster", content_text, _MIN_STATEMENT_WORDS)


def _cluster_id(kind: str, text: str, least: int) -> str | None:
    words = _WORD.findall(text.casefold().replace("’", "'"))
    return stable_id(kind, " ".join(words)) if len(words) >= least else None
