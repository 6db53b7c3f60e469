"""Text → mentions: names with their type, nominals of offices and bodies, pronouns; not yet tied to entities."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from schemas.entity import EntityType, MentionForm
from transforms.entities.knowledge import Knowledge, Sense, folded
from transforms.entities.name_clues import Draft
from transforms.entities.name_cutting import Piece
from transforms.entities.name_rescoring import settle_types
from transforms.entities.name_types import guess_type, known_type
from transforms.entities.name_words import name_words
from transforms.entities.names import find_pieces
from transforms.entities.nominals import Office, find_nominals, find_pronouns, office_of, title_before
from transforms.entities.passage import Passage, lay_out
from transforms.entities.tokens import Token
from transforms.language.text import quotations
from transforms.language.word_classes import word_set

_LONGEST_ACRONYM = 6  # letters; longer words in capitals are shouted
_SHORTEST_SHOUT = 4  # letters: "DEATH" is no body, "UN" may be
# a surname before one of these speaks; a body or a capital may too, so that they tell no type by themselves
_SPEAKING = word_set("claims insists denies denied admits admitted warns warned alleges alleged testified confirmed")
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


@dataclass(frozen=True, slots=True)
class _People:
    """First and last words of the article's full names of persons, and the last ones, all and those of sure persons."""

    words: frozenset[str]
    surnames: frozenset[str]
    certain: frozenset[str]


def _names(passage: Passage, named: Sequence[Piece]) -> list[Found]:
    """The named pieces as mentions, typed."""
    drafts = draft_names(passage, named)
    kinds = settle_types(passage, drafts)
    names = (_name(passage, draft, kind) for draft, kind in zip(drafts, kinds, strict=True))
    return [name for name in names if name is not None]


def draft_names(passage: Passage, named: Sequence[Piece]) -> list[Draft]:
    """Return the named pieces that may be mentions, in order."""
    people = _people(passage, named)
    return [draft for piece in named if (draft := _draft(passage, piece, people)) is not None]


def _people(passage: Passage, named: Iterable[Piece]) -> _People:
    """The words of the article's full names of persons."""
    given = name_words().given
    all_words: set[str] = set()
    surnames: set[str] = set()
    certain: set[str] = set()
    for piece in named:
        several = piece.last - piece.first > 1
        kind = known_type(piece.senses) if piece.senses else None
        if kind is None and several:
            kind = guess_type(passage, piece, frozenset())
        if kind != "person" or not (several or piece.titled):
            continue
        first, last = passage.tokens[piece.first].text, passage.tokens[piece.last - 1].text
        all_words.update((first, last))
        surnames.add(last)
        if piece.senses or piece.titled or first in given:
            certain.add(last)
    return _People(frozenset(all_words), frozenset(surnames), frozenset(certain))


def _draft(passage: Passage, piece: Piece, people: _People) -> Draft | None:
    """The piece with what the knowledge base or else the rules take it for; None when it can name nothing: "20 C"."""
    tokens = passage.tokens
    if piece.titled is None:
        piece = replace(piece, titled=title_before(tokens, piece.first))
    senses = _plausible(passage, piece, people)
    told = known_type(senses) if senses else None
    if told is None and piece.last - piece.first == 1 and tokens[piece.first].text in name_words().peoples:
        piece = replace(piece, doubtful=True)  # "Labour" is a party, or work
    kind = told or _unknown_type(passage, piece, people.words)
    if kind is None:
        return None
    words = tuple(
        folded(token.text).rstrip(".") for token in tokens[piece.first : piece.last] if token.text[0].isalnum()
    )
    return Draft(piece, senses, kind, words, told is not None)


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


def _plausible(passage: Passage, piece: Piece, people: _People) -> tuple[Sense, ...]:
    """The senses of a piece that its place in the text allows."""
    senses, word = piece.senses, passage.tokens[piece.first].text
    if not senses or known_type(senses) == "person":
        return senses
    in_it = _is_locative(passage.tokens, piece.first)
    if piece.titled:  # "Mr Jordan"
        return ()
    namesake = word in people.certain or (word in people.surnames and _speaks(passage.tokens, piece.last))
    if piece.last - piece.first == 1 and namesake and not in_it:  # "Jordan said", after Michael Jordan
        return ()
    if in_it:  # "at the White House": the house, not the government
        return tuple(sense for sense in senses if sense.kind != "metonym")
    return senses


def _speaks(tokens: Sequence[Token], after: int) -> bool:
    """Tell whether a verb of speaking stands at `after`, or behind one adverb: "also claims"."""
    speaking = name_words().saying | _SPEAKING
    return any(token.text in speaking for token in tokens[after : after + 2])


def _unknown_type(passage: Passage, piece: Piece, people: frozenset[str]) -> EntityType | None:
    word, lexicon = passage.tokens[piece.first].text, name_words()
    single = piece.last - piece.first == 1
    if single and (len(word) == 1 or word in lexicon.acronyms_other):  # "20 C"
        return None
    if single and word in lexicon.peoples:
        return "other"
    return "place" if piece.senses and not piece.titled and word not in people else guess_type(passage, piece, people)


def _is_common(passage: Passage, piece: Piece, kind: EntityType) -> bool:
    """Tell a word with a capital from a name: the article writes it small too, or shouts it."""
    word = passage.tokens[piece.first].text
    if piece.doubtful and kind == "other":
        return True
    if piece.last - piece.first > 1 or (kind != "other" and not (word.isupper() and len(word) >= _SHORTEST_SHOUT)):
        return False
    shouted = word.isupper() and len(word) > _LONGEST_ACRONYM
    return shouted or word.lower() in passage.lower or word.lower() in name_words().opener


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


def _is_locative(tokens: Sequence[Token], first: int) -> bool:
    """Tell whether "in", "at", "near" … stands before, with or without "the"."""
    if first > 0 and tokens[first - 1].text.lower() == "the":
        first -= 1
    return first > 0 and tokens[first - 1].text.lower() in name_words().locative


def _word_before(tokens: Sequence[Token], first: int) -> str:
    """The word before a phrase, articles left out; "" where the sentence opens."""
    while first > 0 and tokens[first - 1].text.lower() in ("the", "a", "an"):
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
