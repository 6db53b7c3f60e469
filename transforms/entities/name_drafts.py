"""Pieces of text that name something, with what the knowledge base or else the rules take each for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from schemas.entity import EntityType
from transforms.entities.knowledge import Sense, folded
from transforms.entities.name_clues import Draft
from transforms.entities.name_cutting import Piece
from transforms.entities.name_types import guess_type, is_written, known_type
from transforms.entities.name_words import name_words
from transforms.entities.nominals import title_before
from transforms.entities.passage import Passage
from transforms.entities.tokens import Token
from transforms.language.word_classes import word_set

# a surname before one of these speaks; a body or a capital may too, so that they tell no type by themselves
SPEAKING = word_set(
    "claims claimed insists denies denied admits admitted warns warned alleges alleged testified confirmed"
)
_NEWS = {"news", "agency", "press", "online"}


@dataclass(frozen=True, slots=True)
class _People:
    """First and last words of the article's full names of persons, and the last ones, all and those of sure persons."""

    words: frozenset[str]
    surnames: frozenset[str]
    certain: frozenset[str]


def draft_names(passage: Passage, named: Sequence[Piece]) -> list[Draft]:
    """Return the named pieces that may be mentions, in order."""
    people = _people(passage, named)
    drafts = [draft for piece in named if (draft := _draft(passage, piece, people)) is not None]
    short = _short_forms(passage, drafts) - {draft.words for draft in drafts if draft.known or draft.piece.titled}
    return [replace(draft, guess="organization", known=True) if draft.words in short else draft for draft in drafts]


def _short_forms(passage: Passage, drafts: Sequence[Draft]) -> set[tuple[str, ...]]:
    """The words that the article shows to be short for bodies.

    "Ostrail", where "Ostra Rail League (Ostrail)" stands; "Tellura", where "Tellura News Agency" does.
    """
    tokens, kinds = passage.tokens, {word.casefold() for word in name_words().company_last} | _NEWS
    surnames = {draft.words[-1] for draft in drafts if draft.guess == "person" and len(draft.words) > 1}
    found: set[tuple[str, ...]] = set()
    for at, draft in enumerate(drafts):
        if draft.guess != "organization" or len(draft.words) == 1:
            continue
        if draft.words[0] not in surnames and all(word in kinds for word in draft.words[1:]):
            found.add(draft.words[:1])
        after = drafts[at + 1] if at + 1 < len(drafts) else None
        if after is not None and is_in_brackets(tokens, draft.piece.last, after.piece.first, after.piece.last):
            found.add(after.words)
    return {words for words in found if len(words) == 1}


def is_in_brackets(tokens: Sequence[Token], end: int, first: int, last: int) -> bool:
    """Tell whether tokens `first` to `last` stand alone in brackets right after the name that ends before `end`."""
    alone = first == end + 1 and last < len(tokens)
    return alone and tokens[end].text == "(" and tokens[last].text == ")"


def _people(passage: Passage, named: Iterable[Piece]) -> _People:
    """The words of the article's full names of persons."""
    given = name_words().given
    all_words: set[str] = set()
    surnames: set[str] = set()
    certain: set[str] = set()
    for piece in named:
        several = piece.last - piece.first > 1
        if is_written(_texts(passage, piece)):
            continue
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
    if is_written(_texts(passage, piece)):
        told = "other"
    if told is None and piece.last - piece.first == 1 and tokens[piece.first].text in name_words().peoples:
        piece = replace(piece, doubtful=True)  # "Labour" is a party, or work
    kind = told or _unknown_type(passage, piece, people.words)
    if kind is None:
        return None
    words = tuple(
        folded(token.text).rstrip(".") for token in tokens[piece.first : piece.last] if token.text[0].isalnum()
    )
    return Draft(piece, senses, kind, words, told is not None)


def _texts(passage: Passage, piece: Piece) -> list[str]:
    return [token.text for token in passage.tokens[piece.first : piece.last]]


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
    speaking = name_words().saying | SPEAKING
    return any(token.text in speaking for token in tokens[after : after + 2])


def _unknown_type(passage: Passage, piece: Piece, people: frozenset[str]) -> EntityType | None:
    word, lexicon = passage.tokens[piece.first].text, name_words()
    single = piece.last - piece.first == 1
    if single and (len(word) == 1 or word in lexicon.acronyms_other):  # "20 C"
        return None
    if single and word in lexicon.peoples:
        return "other"
    return "place" if piece.senses and not piece.titled and word not in people else guess_type(passage, piece, people)


def _is_locative(tokens: Sequence[Token], first: int) -> bool:
    """Tell whether "in", "at", "near" … stands before, with or without "the"."""
    if first > 0 and tokens[first - 1].text.lower() == "the":
        first -= 1
    return first > 0 and tokens[first - 1].text.lower() in name_words().locative
