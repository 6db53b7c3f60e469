"""A run of capitals cut into the names and titles it is made of: "US | President | Donald Trump"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from transforms.entities.knowledge import Sense
from transforms.entities.name_lists import lists_of
from transforms.entities.name_openings import SAID, is_trusted, may_be_name
from transforms.entities.name_titles import find_title, is_title_word, title_start
from transforms.entities.name_words import name_words
from transforms.entities.passage import POSSESSIVES, Passage

_INITIAL = 2  # characters: "K."
_LONGEST_PERSON = 4  # words
_SHORTEST_NAMED = 3  # words: a body or a place, a given name, a surname


@dataclass(frozen=True, slots=True)
class Piece:
    """A name or a title: tokens `first` to `last` (half-open). `titled`: the tokens of the title right before it."""

    first: int
    last: int
    is_title: bool = False
    senses: tuple[Sense, ...] = ()
    titled: tuple[int, int] | None = None
    opens_known: bool = False  # a known name stands at its head: "China Daily"
    doubtful: bool = False  # nothing tells that it is a name: it opens a sentence, or is also a creed, "Labour"


def cut_run(passage: Passage, first: int, last: int) -> Iterator[Piece]:
    """Yield the pieces of the run of tokens `first` to `last`, in order; the run is never empty."""
    known_last, senses = passage.known(first, last)
    if known_last == last:
        yield Piece(first, last, senses=senses)
    elif last == first + 1 and (halves := passage.half(first, len(passage.tokens))):
        yield Piece(first, last, senses=halves)
    elif own := _own_body(passage, known_last, last, senses):
        yield Piece(first, last, senses=own)
    elif not senses and passage.tokens[first].initial and not is_trusted(passage, first, last):
        rest = _next_capital(passage, first + 1, last)
        if rest < last:
            yield from cut_run(passage, rest, last)
        elif may_be_name(passage, first) and not is_title_word(passage, first):
            yield Piece(first, last, doubtful=True)
    else:
        yield from _cut_names(passage, first, last)


def _cut_names(passage: Passage, first: int, last: int) -> Iterator[Piece]:
    """Yield the pieces of a run that is not one known name: titles, a known name at its head, a person at its end."""
    known_last, senses = passage.known(first, last)
    head, cut = find_title(passage, first, last)
    if cut:
        yield from _cut_at_title(passage, first, head, cut, last)
    elif senses and _stands_apart(passage, known_last, last, senses):
        yield Piece(first, known_last, senses=senses)
        rest = _next_capital(passage, known_last, last)
        if rest < last:
            yield from cut_run(passage, rest, last)
    elif (name := _named_after_party(passage, first, last) or _named_after_body(passage, first, last)) > first:
        yield from cut_run(passage, first, name)
        yield Piece(name, last)
    elif (name := _named_after_office(passage, first, last)) > first:
        if name - first > 1 or senses:
            yield from cut_run(passage, first, name)
        office = _office_of(passage, first)
        yield Piece(name, last, titled=None if office is None else (office, name))
    else:
        yield Piece(first, last, opens_known=bool(senses))


def _own_body(passage: Passage, rest: int, last: int, senses: tuple[Sense, ...]) -> tuple[Sense, ...]:
    """Return the senses of a body that is named with its own country: "UK | Home Office"."""
    countries = {sense.entity.country for sense in senses if sense.entity.type == "place"}
    if not countries or not passage.tokens[rest].capital:
        return ()
    known_last, bodies = passage.known(rest, last)
    are_own = all(body.entity.type == "organization" and body.entity.country in countries for body in bodies)
    return bodies if known_last == last and are_own else ()


def _named_after_party(passage: Passage, first: int, last: int) -> int:
    """Return where the person's name begins that ends a run after a party: "Unity Party | Ana Lee"; or 0."""
    tokens, lexicon = passage.tokens, name_words()
    for at in range(first + 1, last - 1):
        opens = tokens[at].text in lexicon.given and tokens[at].text not in lexicon.organization_last
        if opens and last - at <= _LONGEST_PERSON and tokens[at - 1].text in lexicon.parties:
            return at
    return 0


def _named_after_body(passage: Passage, first: int, last: int) -> int:
    """Return where the person's name begins that ends a run after a body: "Council on Ostra Affairs | Ana Lee"; or 0.

    Not "University of Ana Lee", "Bank of Oslo Julius Lund Trust", "Order of Saint Anna Maria".
    """
    tokens, lexicon = passage.tokens, name_words()
    linked = next((at for at in range(first + 1, last) if tokens[at].text in lexicon.links), last)
    ends = (lexicon.organization_last, lexicon.place_last)
    if linked == last or any(tokens[last - 1].text in end for end in ends):
        return 0
    speaks = last < len(tokens) and tokens[last].text in lexicon.saying
    for name in range(max(linked + 2, last - _LONGEST_PERSON), last - 1):
        word = tokens[name].text
        is_given = word in lexicon.given or (speaks and lists_of(word) in ("g", "gs"))
        is_saint = tokens[name - 1].text in ("Saint", "St", "St.")
        if is_given and tokens[name - 1].capital and not is_saint and word not in lexicon.organization_last:
            return name
    return 0


def _named_after_office(passage: Passage, first: int, last: int) -> int:
    """Return where the person's name begins that ends a run after an office: "Minister of Health | Ana Lee"; or 0."""
    if _office_of(passage, first) is None:
        return 0
    tokens, lexicon = passage.tokens, name_words()
    for at in range(first + 1, last - 1):  # "Prime Minister of Ostra | K. Odum"
        if len(tokens[at].text) == _INITIAL and tokens[at].text.endswith("."):
            return at
    if last - first < _SHORTEST_NAMED:
        return 0
    name = last - 2
    speaks = last < len(passage.tokens) and tokens[last].text in SAID
    is_body = tokens[last - 1].text in lexicon.organization_last or tokens[last - 1].text in lexicon.place_last
    return name if tokens[name].text in lexicon.given or (speaks and not is_body) else 0


def _office_of(passage: Passage, first: int) -> int | None:
    """Return the token of the office that stands before "of" or "for" and the run; None where none does."""
    tokens = passage.tokens
    at = first - 1
    if at > 0 and tokens[at].text == "the":
        at -= 1
    return at - 1 if at > 0 and tokens[at].text in ("of", "for") and is_title_word(passage, at - 1) else None


def _next_capital(passage: Passage, at: int, last: int) -> int:
    while at < last and not passage.tokens[at].capital:
        at += 1
    return at


def _cut_at_title(passage: Passage, first: int, head: int, cut: int, last: int) -> Iterator[Piece]:
    """Yield what stands before the title, then the person with the title, or the title alone."""
    start = title_start(passage, first, head)
    if start > first:
        yield from cut_run(passage, first, start)
    if cut < last:
        known_last, senses = passage.known(cut, last)
        yield Piece(cut, last, senses=senses if known_last == last else (), titled=(start, cut))
    else:
        yield Piece(start, cut, is_title=True)


def _stands_apart(passage: Passage, rest: int, last: int, senses: tuple[Sense, ...]) -> bool:
    """Tell whether a known name at the head of a run is a name by itself: "US | John Kerry", not "China Daily"."""
    tokens, lexicon = passage.tokens, name_words()
    head, tail = tokens[rest].text, tokens[last - 1].text
    if not tokens[rest].capital:
        return head in POSSESSIVES
    if head in lexicon.given and last - rest > 1:
        return True
    if tail in lexicon.organization_last or tail in lexicon.place_last or _is_linked_body(passage, rest, last):
        return False
    known_last, _ = passage.known(rest, last)
    if known_last == last:
        return True
    return all(sense.kind == "demonym" for sense in senses) or senses[0].entity.type == "organization"


def _is_linked_body(passage: Passage, rest: int, last: int) -> bool:
    """Tell whether a body's head and a link follow a known name: "European | Consortium for Peace"."""
    tokens, lexicon = passage.tokens, name_words()
    linked = next((at for at in range(rest, last) if tokens[at].text in lexicon.links), rest)
    return linked > rest and tokens[linked - 1].text in lexicon.free_bodies
