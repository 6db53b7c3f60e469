"""Records of attribution: who said what, to whom, where, when, with the spans that prove it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

StatementType = Literal["direct", "indirect", "mixed"]
STATEMENT_TYPES: tuple[str, ...] = ("direct", "indirect", "mixed")

# The version of the extractor, stored with every row it makes: raised when its output changes.
EXTRACTOR_VERSION = "4"


class Span(NamedTuple):
    """Half-open code point offsets into the article's text."""

    start: int
    end: int


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Speaker:
    """The canonical entity a source resolves to, and how it was found."""

    entity_id: str | None
    name: str | None
    wikidata_id: str | None
    role: str | None  # as the text gives it: "US Defence Secretary"
    resolution: str  # one of entity.RESOLUTIONS


@dataclass(frozen=True, slots=True)
class Circumstances:
    """To whom, through what, on what occasion and when something was said; None where the text does not tell."""

    addressee: str | None = None
    addressee_id: str | None = None
    channel: str | None = None
    occasion: str | None = None
    said_on: date | None = None
    said_on_text: str | None = None
    place_id: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """An attribution of speech or writing to a source.

    Terms: source, cue, content as in PARC3 (Pareti 2012) and PolNeAR (Newell et al. 2018). Spans are lists
    because each part can be split: "A," she said. "B."
    """

    type: StatementType
    content: Spans
    source: Spans
    cue: Spans
    cue_lemma: str | None
    speech_act: str | None
    is_negated: bool
    speaker: Speaker
    circumstances: Circumstances
    confidence: float  # 0.0–1.0


def slices(text: str, spans: Spans) -> str:
    """Return the text at the spans, joined by one space: the rule every stored `*_text` obeys."""
    return " ".join(text[start:end] for start, end in spans)
