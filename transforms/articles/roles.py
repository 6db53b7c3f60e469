"""What each segment is in its article: paragraph, subhead, caption, byline …, or residue that is none of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.articles.paragraphs import FURNITURE, says_same
from transforms.articles.segments import Segment
from transforms.articles.surroundings import Role, Surroundings

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CREDIT = re.compile(
    r"^[\W_]*(?:\(?(?:additional |further )?(?:reporting|writing|editing|compiled|edited|written|translated)\b"
    r".{0,20}?\bby\b|with (?:reporting|files|additional reporting) (?:by|from)\b|©|\(c\)\s|copyright\b|our standards:"
    r"|.{0,200}\b(?:contributed (?:to this (?:report|story|article)|reporting)|contributed\.?$)|[^.]{0,80} reported from [A-Z]"
    r"|(?:photo|image|picture|foto|bild|file photo|photograph|grafik|quelle|source|kilde)s?\s*:\s*\S.{0,80}$)",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"^[\W_]*(?:correction|clarification|editor.s note|(?:this|the) (?:story|article|headline|piece) (?:was|has been|is)"
    r" (?:updated|corrected|amended|clarified|edited|revised)|an earlier version of this)\b",
    re.IGNORECASE,
)
_DATE_LINE = re.compile(
    r"^(?:(?:updated|published|posted|stand|aktualisiert|veröffentlicht|publié|publicado|erstellt)\b.{0,15})?"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(?:\d{1,4}[\s./-]+(?:\d{1,2}|[^\W\d]{3,10})\.?[\s./,-]+\d{2,4}"
    r"|[^\W\d]{3,10}\.?\s\d{1,2},?\s\d{4})\b.{0,30}$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?…。！？।][\"'”’»)\]]*$")
_WORD = re.compile(r"\w")
_LEAD_IN = re.compile(r"[:|»›>→-]\s*$")
_ALL = 0.9  # of a text's characters; the rest is white space, an arrow, a full stop
_MAX_TITLE = 250  # characters of a link that is another story's headline
_LEAD_IN_WORDS = 6
_MAX_LABEL = 12  # words of a byline or a date; what is longer is a biography or a sentence


class Judge:
    """Says what the segments of one page are."""

    def __init__(self, surroundings: Surroundings, headline: str | None, byline: str | None) -> None:
        self._around = surroundings
        self._headline = headline
        self._names = [name.casefold() for name in (byline or "").split(", ") if name]

    def role(self, segment: Segment, *, is_chosen: bool) -> Role:
        """Return what the segment is. `is_chosen` tells those that the article is made of from those beside it."""
        tag, text = segment.element.tag, segment.text
        around = self._around.role(segment.element)
        if tag in _HEADINGS and around != "residue" and self._headline and says_same(text, self._headline):
            return "headline"
        count = len(text.split())
        if around in ("byline", "dateline"):
            return around if count <= _MAX_LABEL else ("residue" if around == "byline" else "paragraph")
        if around in ("residue", "caption", "credit", "note", "table"):
            return around
        if role := self._by_text(segment, count):
            return role
        if tag in _HEADINGS:
            return "standfirst" if around == "standfirst" else "subhead"
        if around in ("list", "quote", "standfirst"):
            return around
        return "paragraph" 

    def _by_text(self, segment: Segment, count: int) -> Role | None:
        text = segment.text
        if not _WORD.search(text):
            return "residue"
        if FURNITURE.match(text) or _is_link(segment):
            return "residue"
        if count <= 60 and _CREDIT.match(text):
            return "credit"
        if count <= 80 and _NOTE.match(text):
            return "note"
        if count <= _MAX_LABEL:
            if _DATE_LINE.match(text):
                return "dateline"
            folded = text.casefold()
            if any(name in folded and len(folded) <= 2 * len(name) + 12 for name in self._names) and not _SENTENCE_END.search(text):
                return "byline"
        return None


def _is_link(segment: Segment) -> bool:
    """Tell a link to another story: a link and nothing else that is no sentence, or one after "Read more:"."""
    text, linked, lead = segment.text, segment.linked, segment.lead
    if not linked:
        return False
    if len(text) > _MAX_TITLE:
        return False
    if linked >= _ALL * len(text):
        return _SENTENCE_END.search(text) is None
    before = text[:lead].strip()
    return linked + lead >= _ALL * len(text) and len(before.split()) <= _LEAD_IN_WORDS and (
        before.isupper() or _LEAD_IN.search(before) is not None)
