"""Text → mentions: names with their type, nominals of offices and bodies, pronouns; not yet tied to entities."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from schemas.entity import EntityType, MentionForm
from transforms.entities.knowledge import Knowledge, Sense
from transforms.entities.name_clues import Draft
from transforms.entities.name_cutting import Piece
from transforms.entities.name_drafts import draft_names
from transforms.entities.name_rescoring import settle_types
from transforms.entities.name_words import name_words
from transforms.entities.names import find_pieces
from transforms.entities.nominals import Office, find_nominals, find_pronouns, office_of
from transforms.entities.passage import Passage, lay_out
from transforms.entities.tokens import Token
from transforms.language.text import quotations
from transforms.language.word_classes import ARTICLES

_LONGEST_ACRONYM = 6  # letters; longer words in capitals are shouted
_HALVES = frozenset(("North", "South"))
_SHORTEST_SHOUT = 4  # letters: "DEATH" is no body, "UN" may be
_RANK: dict[MentionForm, int] = {"name": 0, "nominal": 1, "pronoun": 2}


@dataclass(frozen=True, slots=True)
class Found:
    """A mention as the text has it. `start`, `end`: half-open code point offsets, `surface` the text there."""

    start: int
    end: int
    surface: str
    form: MentionForm
    type: EntityType
    sentence: int  # counts from 0
    words: tuple[str, ...] = ()  # of a name, folded, without marks
    senses: tuple[Sense, ...] = ()  # of a name the knowledge base has
    gender: str | None = None  # "f", "m": what title, given name or pronoun tell; of pronouns also "p", "self"
    office: Office | None = None  # the title before a name; what a nominal says
    titled: bool = False  # a form of address or an office stands before the name
    subject: bool = False  # stands where subjects stand
    before: str = ""  # the word before it in its sentence, small, a title and an article left out
    after: str = ""  # the word after it in its sentence, small
    quoted: bool = False  # inside quotation marks


def find_mentions(text: str, knowledge: Knowledge, headline: str | None = None) -> tuple[Found, ...]:
    """Return the mentions of an English text, sorted by start and not overlapping. Linear in the text.

    `headline` is only evidence for which words are names; nothing in it is a mention.
    """
    passage = lay_out(text, knowledge, headline)
    pieces = [piece for line in passage.lines for piece in find_pieces(passage, line)]
    found = _names(passage, [piece for piece in pieces if not piece.is_title])
    for nominal in find_nominals(passage, pieces):
        found.append(_found(passage, nominal.first, nominal.last, "nominal", nominal.type, office=nominal.office))
    for index, gender in find_pronouns(passage.tokens):
        found.append(_found(passage, index, index + 1, "pronoun", "person", gender=gender))
    return _apart(_mark_quoted(found, text))


# ---- names


def _names(passage: Passage, named: Sequence[Piece]) -> list[Found]:
    """The named pieces as mentions, typed."""
    drafts = draft_names(passage, named)
    kinds = settle_types(passage, drafts)
    names = (_name(passage, draft, kind) for draft, kind in zip(drafts, kinds, strict=True))
    return [name for name in names if name is not None]


def _name(passage: Passage, draft: Draft, kind: EntityType) -> Found | None:
    """The mention a draft makes, or None when it names nothing: a word also written small."""
    tokens, lexicon, piece = passage.tokens, name_words(), draft.piece
    senses = draft.senses if draft.known else tuple(sense for sense in draft.senses if sense.entity.type == kind)
    if not senses and kind != "person" and _is_common(passage, piece, kind):
        return None
    office, gender = None, None
    if kind == "person" and piece.titled:
        office, gender = office_of(passage, piece.titled)
    if kind == "person" and gender is None and (piece.last - piece.first > 1 or not piece.titled):
        gender = lexicon.given.get(tokens[piece.first].text) or None
    return _found(
        passage, piece.first, piece.last, "name", kind, clause_from=piece.titled[0] if piece.titled else piece.first,
        senses=senses, words=draft.words, gender=gender, office=office, titled=bool(piece.titled),
    )  # fmt: skip


def _is_common(passage: Passage, piece: Piece, kind: EntityType) -> bool:
    """Tell a word with a capital from a name: the article writes it small too, or shouts it."""
    word = passage.tokens[piece.first].text
    if piece.doubtful and kind == "other":
        return True
    if piece.last - piece.first > 1 or (kind != "other" and not (word.isupper() and len(word) >= _SHORTEST_SHOUT)):
        return False
    if _is_half(passage, piece):
        return False
    shouted = word.isupper() and len(word) > _LONGEST_ACRONYM
    return shouted or word.lower() in passage.lower or word.lower() in name_words().opener


def _is_half(passage: Passage, piece: Piece) -> bool:
    """Tell whether "the North" can mean a state: the article names one whose name opens so, "North Ostra"."""
    tokens, word = passage.tokens, passage.tokens[piece.first].text
    if word not in _HALVES or piece.first == 0 or tokens[piece.first - 1].text.lower() != "the":
        return False
    named = (at for at, token in enumerate(tokens[:-1]) if token.text == word and tokens[at + 1].capital)
    return any(passage.knowledge.senses(f"{word} {tokens[at + 1].text}") for at in named)


# ---- all mentions


def _found(
    passage: Passage,
    first: int,
    last: int,
    form: MentionForm,
    kind: EntityType,
    *,
    clause_from: int | None = None,
    **told: Any,
) -> Found:
    """The mention of tokens `first` to `last`. `clause_from`: where the phrase begins, its title included."""
    tokens = passage.tokens
    start, end = tokens[first].start, tokens[last - 1].end
    before = _word_before(tokens, first if clause_from is None else clause_from)
    after = tokens[last].text.lower() if last < len(tokens) and tokens[last].sentence == tokens[first].sentence else ""
    subject = not before or before in name_words().before_subject
    return Found(
        start, end, passage.text[start:end], form, kind, tokens[first].sentence, subject=subject, before=before,
        after=after, **told,
    )  # fmt: skip


def _word_before(tokens: Sequence[Token], first: int) -> str:
    """The word before a phrase, articles left out; "" where the sentence opens."""
    while first > 0 and tokens[first - 1].text.lower() in ARTICLES:
        first -= 1
    if first == 0 or tokens[first - 1].sentence != tokens[first].sentence:
        return ""
    return tokens[first - 1].text.lower()


def _mark_quoted(found: list[Found], text: str) -> list[Found]:
    spans = sorted(span for quotation in quotations(text) for span in quotation.spans)
    starts = [span.start for span in spans]

    def is_quoted(mention: Found) -> bool:
        around = bisect_right(starts, mention.start) - 1
        return around >= 0 and mention.end <= spans[around].end

    return [replace(mention, quoted=True) if is_quoted(mention) else mention for mention in found]


def _apart(found: list[Found]) -> tuple[Found, ...]:
    """Sort and drop what overlaps: names go before nominals, nominals before pronouns; of two names the longer.

    First and second person are kept inside quotation marks only: elsewhere they are the reporter and the reader.
    """
    kept: list[Found] = []
    for mention in sorted(found, key=lambda m: (m.start, _RANK[m.form], -m.end)):
        if mention.gender == "self" and not mention.quoted:
            continue
        if kept and mention.start < kept[-1].end:
            if _RANK[mention.form] < _RANK[kept[-1].form]:
                kept[-1] = mention
            continue
        kept.append(mention)
    return tuple(kept)
