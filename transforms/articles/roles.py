"""What each segment is in its article: paragraph, subhead, caption, byline …, or residue that is none of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from schemas.article import TEXT_ROLES
from schemas.data import read_toml
from transforms.articles.cleaning import says_same
from transforms.articles.segments import Segment, common_ancestor
from transforms.articles.surroundings import Role, Surroundings

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BESIDE = frozenset(("caption", "credit", "byline", "dateline", "note", "table"))  # kept, and not part of the text
_BELOW = frozenset(("credit", "note"))  # those that may stand below the article
_PHRASES = read_toml("lexicons", "pages.toml")["furniture"]
_FURNITURE = re.compile(
    rf"(?:{'|'.join(map(re.escape, _PHRASES['whole']))})\W*$"
    rf"|(?:{'|'.join(map(re.escape, _PHRASES['lead_in']))})\s*:\s*\S.{{0,200}}$|follow us on .{{0,40}}$",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"^[\W_]*(?:\(?(?:additional |further )?(?:reporting|writing|editing|compiled|edited|written|translated)\b"
    r".{0,20}?\bby\b|with (?:reporting|files|additional reporting) (?:by|from)\b|©|\(c\)\s|copyright\b|our standards:"
    r"|.{0,200}\b(?:contributed (?:to this (?:report|story|article)|reporting)|contributed\.?$)"
    r"|[^.]{0,80} reported from [A-Z]"
    r"|(?:photo|image|picture|foto|bild|file photo|photograph|grafik|quelle|source|kilde)s?\s*:\s*\S.{0,80}$)",
    re.IGNORECASE,
)
_NOTES = {kind: "|".join(map(re.escape, of)) for kind, of in read_toml("lexicons", "pages.toml")["notes"].items()}
_NOTE = re.compile(
    rf"^[\W_]*(?:(?:{_NOTES['correction_label']}|{_NOTES['other_label']})(?=\s*(?:[(:–—.,-]|$|\S{{0,12}}\s?\d))"
    rf"|(?:{_NOTES['correction']}|(?:this|the) (?:story|article|headline|piece) (?:was|has been|is)"
    r" (?:updated|corrected|amended|clarified|edited|revised))\b)",
    re.IGNORECASE,
)
_CORRECTION = re.compile(
    rf"\b(?:{_NOTES['correction_label']}|{_NOTES['correction']})\b|correct|clarif|amended", re.IGNORECASE
)
_DATE = re.compile(
    r"^(?:(?:updated|published|posted|stand|aktualisiert|veröffentlicht|publié|publicado|erstellt)\b.{0,15})?"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(?:\d{1,4}[\s./-]+(?:\d{1,2}|[^\W\d]{3,10})\.?[\s./,-]+\d{2,4}"
    r"|[^\W\d]{3,10}\.?\s\d{1,2},?\s\d{4})\b.{0,30}$"
    r"|^\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?(?:\s[A-Z]{2,5})?$",  # when an entry of a live blog was posted
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W_]")
_SENTENCE_END = re.compile(r"[.!?…。！？।][\"'”’»)\]]*$")
_LEAD_IN = re.compile(r"[:|»›>→-]\s*$")
_LEAD_IN_WORDS = 6
_ALL = 0.9  # of a text's characters; the rest is white space, an arrow, a full stop
_MAX_TITLE = 250  # characters of a link that is another story's headline
_MAX_LABEL = 12  # words of a byline or a date; what is longer is a biography or a sentence
_MAX_CREDIT = 60  # words
_MAX_NOTE = 80  # words
_ABOVE = 60  # segments above the first paragraph among which headline, standfirst, byline and dateline stand
_MIN_STANDFIRST = 20  # characters


def judged(
    segments: Sequence[Segment],
    chosen: set[int],
    around: Surroundings,
    *,
    guided: set[int],
    headline: str | None,
    byline: str | None,
    descriptions: Sequence[str],
) -> Iterator[tuple[Role, Segment]]:
    """Yield the segments of the article with their roles, in page order, residue among them.

    `chosen` are the positions of those it is made of; captions, credits, bylines and the like between them, and
    headline and standfirst above them, are found besides. Of those that the guides took, `guided`, credits and notes
    below the article are its own, too. `descriptions` are how the page sums the article up.
    """
    judge = _Judge(around, headline, byline, descriptions)
    prose = [p for p in sorted(chosen) if segments[p].is_prose and judge.role(segments[p]) in TEXT_ROLES]
    first, last = (prose[0], prose[-1]) if prose else (min(chosen), max(chosen))
    header = list(_header(judge, segments, chosen, first))
    yield from header
    has_standfirst = any(role == "standfirst" for role, _ in header)
    for position in range(first, max(chosen | guided) + 1):
        segment, role = segments[position], judge.role(segments[position])
        if position in chosen:
            is_late = role == "standfirst" and (position != first or has_standfirst)
            yield (("subhead" if segment.element.tag in _HEADINGS else "paragraph") if is_late else role), segment
        elif role in _BESIDE if position <= last else position in guided and role in _BELOW:
            yield role, segment


def _header(judge: _Judge, segments: Sequence[Segment], chosen: set[int], first: int) -> Iterator[tuple[Role, Segment]]:
    """Yield what stands above the first paragraph, residue among it; captions of other stories on the way left out."""
    above = range(max(0, first - _ABOVE), first)
    title = next((p for p in reversed(above) if segments[p].element.tag == "h1"), first)
    container = common_ancestor([segments[title].element, segments[first].element])
    for position in above:
        segment = segments[position]
        role = judge.role_above(segment, is_chosen=position in chosen, is_below_title=position > title)
        is_outside = position < title < first and container not in segment.element.iterancestors()
        if not (is_outside and role in ("caption", "credit")):
            yield role, segment


class _Judge:
    """Says what the segments of one page are."""

    def __init__(
        self, around: Surroundings, headline: str | None, byline: str | None, descriptions: Sequence[str]
    ) -> None:
        self._around = around
        self._headline = headline
        self._names = [name.casefold() for name in (byline or "").split(", ") if name]
        self._descriptions = descriptions

    def role(self, segment: Segment) -> Role:
        """Return what the segment is, wherever it stands."""
        tag, count = segment.element.tag, len(segment.text.split())
        around = self._around.role(segment.element)
        if _FURNITURE.match(segment.text) or (around != "dateline" and not _LETTER.search(segment.text)):
            return "residue"
        if tag in _HEADINGS and around != "residue" and self._headline and says_same(segment.text, self._headline):
            return "headline"
        if around == "byline" and (count > _MAX_LABEL or _DATE.match(segment.text)):
            return "residue" if count > _MAX_LABEL else "dateline"
        if around in _BESIDE or around == "residue":
            return "paragraph" if around == "dateline" and count > _MAX_LABEL else around
        if role := self._role_by_text(segment, count):
            return role
        if tag in _HEADINGS:
            return "standfirst" if around == "standfirst" else "subhead"
        return around or "paragraph"

    def role_above(self, segment: Segment, *, is_chosen: bool, is_below_title: bool) -> Role:
        """Return what a segment before the first paragraph is: the page's own header, or residue."""
        role = self.role(segment)
        if role not in TEXT_ROLES:
            return role
        if segment.element.tag == "h1":
            return "headline"
        if self._is_standfirst(segment, role, is_below_title=is_below_title):
            return "standfirst"
        return role if is_chosen and role != "subhead" else "residue"

    def _is_standfirst(self, segment: Segment, role: Role, *, is_below_title: bool) -> bool:
        if role == "list" or len(segment.text) < _MIN_STANDFIRST or segment.linked * 2 > len(segment.text):
            return False
        if role == "standfirst" or any(says_same(segment.text, summary) for summary in self._descriptions):
            return True
        return role == "paragraph" and is_below_title and segment.is_prose

    def _role_by_text(self, segment: Segment, count: int) -> Role | None:
        text = segment.text
        is_byline = count <= _MAX_LABEL and self._is_byline(text)
        if not is_byline and _is_link(segment):
            return "residue"
        if count <= _MAX_CREDIT and _CREDIT.match(text):
            return "credit"
        if count <= _MAX_NOTE and _NOTE.match(text):
            return "note"
        if count <= _MAX_LABEL and _DATE.match(text):
            return "dateline"
        return "byline" if is_byline else None

    def _is_byline(self, text: str) -> bool:
        """Tell a line that is hardly more than one of the names."""
        folded = text.casefold()
        is_name = any(name in folded and len(folded) <= 2 * len(name) + 12 for name in self._names)
        return is_name and not _SENTENCE_END.search(text)


def is_correction(note: str) -> bool:
    """Tell whether a note says that something in the article was wrong, rather than new."""
    return _CORRECTION.search(note) is not None


def _is_link(segment: Segment) -> bool:
    """Tell a link to another story: a link and nothing else that is no sentence, or one after "Read more:"."""
    text, linked, lead = segment.text, segment.linked, segment.lead
    if not linked or len(text) > _MAX_TITLE:
        return False
    if linked >= _ALL * len(text):
        return text.isupper() or _SENTENCE_END.search(text) is None
    before = text[:lead].strip()
    is_lead_in = len(before.split()) <= _LEAD_IN_WORDS and (before.isupper() or _LEAD_IN.search(before) is not None)
    return is_lead_in and linked + lead >= _ALL * len(text)
