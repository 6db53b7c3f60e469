"""What tells the type of a name that the knowledge base does not have: clues of its words, its place and its article.

No clue is a name: only words that the language also writes small, lists, shapes and what stands around.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from schemas.entity import EntityType
from transforms.entities.knowledge import Sense
from transforms.entities.name_cutting import Piece
from transforms.entities.name_lists import is_city, lists_of
from transforms.entities.name_words import name_words
from transforms.entities.passage import Passage

_MOST_WORDS, _OFTEN = 5, 3  # more say no more
_ENDING = 3  # letters
_BESIDE = frozenset((",", "and", ", and", "or", "/", "&", ", ,"))


@dataclass(frozen=True, slots=True)
class Draft:
    """A piece on its way to be a mention. `guess`: the type that the knowledge base (`known`) or the rules tell."""

    piece: Piece
    senses: tuple[Sense, ...]
    guess: EntityType
    words: tuple[str, ...]
    known: bool


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an article tells of its names: how often each is there, and what the words of longer names belong to."""

    times: Mapping[tuple[str, ...], int]
    ends: Mapping[str, EntityType]
    opens: Mapping[str, EntityType]
    letters: frozenset[str]  # first letters of the longer names


def survey(drafts: Sequence[Draft]) -> Surroundings:
    """Return what the drafts of an article tell of each other."""
    several = [draft for draft in drafts if len(draft.words) > 1]
    return Surroundings(
        times=Counter(draft.words for draft in drafts),
        ends={draft.words[-1]: draft.guess for draft in several},
        opens={draft.words[0]: draft.guess for draft in several},
        letters=frozenset("".join(word[:1] for word in draft.words) for draft in several),
    )


def clues_of(passage: Passage, drafts: Sequence[Draft], at: int, around: Surroundings) -> Iterator[str]:
    """Yield the clues of the draft at index `at`, some of them more than once; `around`: what `survey` told of all."""
    draft = drafts[at]
    yield "always"
    yield f"rules: {draft.guess}"
    yield from _of_words(passage, draft)
    yield from _of_place(passage, draft.piece)
    yield from _of_neighbours(passage, drafts, at)
    yield from _of_article(passage, draft, around)


def _of_words(passage: Passage, draft: Draft) -> Iterator[str]:
    names = [token.text for token in passage.tokens[draft.piece.first : draft.piece.last]]
    lower = [name.lower() for name in names]
    count = min(len(names), _MOST_WORDS)
    yield f"words {count}"
    if count == 1:
        yield f"is {lower[0]}"
        yield f"list {lists_of(names[0])}"
    else:
        yield f"first {lower[0]}"
        yield f"last {lower[-1]}"
        for word in lower[1:-1]:
            yield f"has {word}"
        yield f"lists {lists_of(names[0])} {lists_of(names[-1])}"
        if is_city(" ".join(names)):
            yield "a city's name"
        yield f"shapes {_shape(names[0])} {_shape(names[-1])}"
    yield f"shape {count} {_shape(names[-1])}"
    yield f"ends …{lower[-1][-_ENDING:]}"
    if draft.piece.opens_known:
        yield "opens with a known name"


def _shape(name: str) -> str:
    if name.isupper():
        return "AA" if len(name) > 1 else "A"
    if not name[0].isupper():
        return "a"
    if any(character.isdigit() for character in name):
        return "A1"
    if "." in name:
        return "A."
    if name[1:].islower():
        return "A-a" if "-" in name else "Aa"
    return "A-A" if "-" in name else "A'A" if "'" in name or "’" in name else "AaA"


def _of_place(passage: Passage, piece: Piece) -> Iterator[str]:
    tokens, lexicon = passage.tokens, name_words()
    sentence = tokens[piece.first].sentence
    if piece.titled:
        yield "titled"
    if piece.doubtful:
        yield "doubtful"
    at = piece.first - 1
    if at >= 0 and tokens[at].text.lower() == "the":
        yield "the"
        at -= 1
    before = [tokens[i].text.lower() if i >= 0 and tokens[i].sentence == sentence else "^" for i in (at, at - 1)]
    end = piece.last
    after = [
        tokens[i].text.lower() if i < len(tokens) and tokens[i].sentence == sentence else "$" for i in (end, end + 1)
    ]
    single = "one" if piece.last - piece.first == 1 else "more"
    yield f"after {before[0]}"
    yield f"{single} after {before[0]}"
    yield f"after {before[1]} {before[0]}"
    yield f"two after {before[1]}"
    yield f"before {after[0]}"
    yield f"{single} before {after[0]}"
    yield f"before {after[0]} {after[1]}"
    if before[0] in lexicon.office or before[0] in lexicon.kinship:
        yield "after a role"
    if after[0] in lexicon.saying:
        yield "says"
    if after[0] == "," and after[1] in ("a", "an", "the"):
        yield "before an apposition"


def _of_neighbours(passage: Passage, drafts: Sequence[Draft], at: int) -> Iterator[str]:
    tokens, piece = passage.tokens, drafts[at].piece
    for other, side in ((at - 1, "after"), (at + 1, "before")):
        if not 0 <= other < len(drafts):
            continue
        near = drafts[other].piece
        one, two = (near, piece) if other < at else (piece, near)
        if not 0 <= two.first - one.last < 3:
            continue
        between = " ".join(token.text for token in tokens[one.last : two.first])
        how = "known" if drafts[other].known else "taken"
        if between in _BESIDE:
            yield f"beside {drafts[other].guess} {how}"
            yield f"{side} '{between}' {drafts[other].guess} {how}"
        elif between in ("(", "( ,", "in", "of", "at", "'s", "’s", "for", "", "-", "–"):
            yield f"{side} '{between}' {drafts[other].guess}"


def _of_article(passage: Passage, draft: Draft, around: Surroundings) -> Iterator[str]:
    yield f"times {min(around.times[draft.words], _OFTEN)}"
    if len(draft.words) != 1:
        return
    word = draft.words[0]
    if passage.tokens[draft.piece.first].text.lower() in passage.lower:
        yield "small elsewhere"
    if word in around.ends:
        yield f"ends a {around.ends[word]}"
    if word in around.opens:
        yield f"opens a {around.opens[word]}"
    if len(word) > 1 and word in around.letters:
        yield "letters of a name"
