"""Who a source is: the mention that heads it, its canonical entity, and the role the text gives."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schemas.entity import Entity, Mention
from schemas.statement import Span, Speaker
from transforms.entities.name_words import name_words
from transforms.language.word_classes import CLOSED, word_set

UNRESOLVED = Speaker(entity_id=None, name=None, wikidata_id=None, role=None, resolution="unresolved")

# after these the head of a noun phrase is past: "a spokesman | for the port", "Lee, | the port's head"
_HEAD_ENDS = re.compile(
    r"[,(;—–]|\s(?:of|for|by|to|in|at|from|on|with|near|between|against|over|about|into|behind|under|among|who|whose|which|that)\s"
)
_AND = re.compile(r",?\s(?:and|&)\s")
_AND_MORE = re.compile(r"(?:,|\s(?:and|&))\s")
_AFTER_NAME = re.compile(r"(?:\s(?:in|of|for|at|from)\s[^,.;]{1,40})?(?:,[^.;]{0,80})?\s*")  # and before "who"
_EDGE = " \t\n\xa0,;:()—–-.\"“”'‘’"
_DETERMINER = re.compile(r"\A(?:the|a|an|its|his|her|their|our|my)\s+", re.IGNORECASE)
# forms of address are no roles; a rank or an office in front of them is
_ADDRESS = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Dame|Lord|Lady|Mme|Mlle|Madam|Madame|Herr|Frau)\b\.?\s*$")
_NO_ROLE = re.compile(
    r"^(?:which|that|who|whose|for|of|by|to|from|with|in|on|at|and)\b|\b(?:by|to|of|for|from|with|and)$|['’]s$",
    re.IGNORECASE,
)
# "the board’s chief economist, " with the owner before it; "The State Mediator, "
_OFFICE_OF = re.compile(r"(?:['’]s|\))\s(?:[\w-]+\s){0,4}[a-z][\w-]*,\s\Z|\A[Tt]he(?:\s[A-Z][\w-]*){1,4},\s\Z")
_LEAD = re.compile(r"\A(?:and|but|as|with|then)\s+", re.IGNORECASE)
_RELATIVES = {"who": "person", "which": "organization", "that": "organization"}  # what each may stand for
_DETERMINERS = frozenset(("the", "a", "an", "one", "his", "her", "its", "their", "another"))
_POSSESSIVES = ("'s", "’s")
_FORM_RANK = {"name": 0, "nominal": 1, "pronoun": 2}
_ANTECEDENT_WINDOW = 120  # characters
_OF_ANOTHER = CLOSED - word_set("the his her its their")  # in a title: of somebody else than who is named after it
# what a body has: "the House committee" is not the House
_PARTS = word_set("board branch bureau commission committee department division office panel subcommittee team unit")
_MAX_TITLE = 8  # words
_MAX_KIND = 3  # words
_MAX_ROLE = 80  # characters: longer is a clause, not a title


@dataclass(frozen=True, slots=True)
class Mentions:
    """The mentions of a text, sorted by start, for look-up by span."""

    items: Sequence[Mention]
    starts: tuple[int, ...]
    entities: Mapping[str, Entity]

    @classmethod
    def of(cls, mentions: Sequence[Mention], entities: Mapping[str, Entity]) -> Mentions:
        return cls(mentions, tuple(mention.start for mention in mentions), entities)

    def inside(self, span: Span) -> Sequence[Mention]:
        """Return the mentions that lie wholly in the span."""
        found = self.items[bisect_left(self.starts, span.start) : bisect_left(self.starts, span.end)]
        return [mention for mention in found if mention.end <= span.end]

    def around(self, span: Span) -> Span:
        """Return the span with the whole of the name that it ends in."""
        last = bisect_left(self.starts, span.end) - 1
        if last < 0 or self.items[last].form != "name" or self.items[last].start < span.start:
            return span
        return Span(span.start, max(span.end, self.items[last].end))


def speaker_of(entity: Entity, resolution: str) -> Speaker:
    """Return an entity as a speaker whose role the text does not give."""
    return Speaker(entity.entity_id, entity.name, entity.wikidata_id, role=None, resolution=resolution)


def find_speaker(text: str, source: Span | None, mentions: Mentions) -> Speaker:
    """Return the speaker of a source span: the mention its noun phrase ends in, or the one its apposition names.

    A relative pronoun takes the name before it. No such mention, or one without entity: unresolved, name None.
    """
    if source is None:
        return UNRESOLVED
    source = mentions.around(source)
    mention = _head_mention(text, source, mentions)
    if mention is None or mention.entity_id is None:
        return UNRESOLVED
    entity = mentions.entities.get(mention.entity_id)
    return Speaker(
        entity_id=mention.entity_id,
        name=entity.name if entity else mention.surface,
        wikidata_id=entity.wikidata_id if entity else None,
        role=_role(text, source, mention) if mention.start >= source.start else None,
        resolution=mention.resolution,
    )


def find_labelled(label: str, mentions: Mentions) -> Speaker | None:
    """Return the one person of the text whose name ends as a label in capitals does, "MARLOW:"; None in doubt."""
    surname = label.split()[-1].casefold()
    people = [one for one in mentions.entities.values() if one.type == "person" and " " in one.name]
    called = [one for one in people if one.name.split()[-1].casefold() == surname]
    if len(called) != 1 or not label.isupper():
        return None
    return speaker_of(called[0], "alias")


def _head_mention(text: str, source: Span, mentions: Mentions) -> Mention | None:
    inside = mentions.inside(source)
    surface = text[source.start : source.end]
    if surface.lower() in _RELATIVES:
        before = mentions.inside(Span(max(0, source.start - _ANTECEDENT_WINDOW), source.start))
        kind = _RELATIVES[surface.lower()]
        nearest = next((one for one in reversed(before) if one.form == "name" and one.type == kind), None)
        stands_before = nearest is not None and _AFTER_NAME.fullmatch(text, nearest.end, source.start)
        return nearest if stands_before else None
    if not inside:
        return None
    if (holder := _office_holder(text, source, inside)) is not None:
        return holder
    head_end = _head_end(text, source, inside)
    heads = [
        mention
        for mention in inside
        if mention.end <= head_end + 1
        and (_ends_in(text[mention.end : head_end], mention) or _is_first_of_two(text, source, mention))
    ]
    known = [mention for mention in heads if mention.entity_id is not None]
    if known:
        return min(known, key=lambda mention: (_FORM_RANK[mention.form], mention.start))
    named = [mention for mention in inside if mention.form == "name" and mention.type == "person"]
    return next(
        (
            mention
            for mention in named
            if mention.start >= head_end and _names_the_head(text, source, head_end, mention)
        ),
        heads[0] if heads else None,
    )


def _office_holder(text: str, source: Span, inside: Sequence[Mention]) -> Mention | None:
    """Return whom a body's office is set before: "Bakers of Leeds’s chief economist, Ana Lee"."""
    last = inside[-1]
    named = [mention for mention in inside if mention.form == "name"]
    if last.type != "person" or named[-1:] != [last] or any(one.type == "person" for one in named[:-1]):
        return None
    before = text[source.start : last.start]
    return last if _OFFICE_OF.search(before) and not text[last.end : source.end].strip(_EDGE) else None


def _is_first_of_two(text: str, source: Span, mention: Mention) -> bool:
    """Tell whether another source is joined to the name: "Lee and her lawyer"; the first of them speaks for all."""
    is_noun = mention.form == "name" and (mention.type != "place" or mention.resolution == "name")  # not "the French"
    joined = is_noun and _AND.match(text, mention.end, source.end) is not None
    return joined and _HEAD_ENDS.search(text, source.start, mention.start) is None


def _ends_in(rest: str, mention: Mention) -> bool:
    """Tell whether nothing follows the mention in the head but what it is: "the Yonhap | news agency"."""
    words = rest.strip(_EDGE).split()
    if mention.form != "name" or mention.type == "person":
        return not words
    is_kind = words and len(words) <= _MAX_KIND and all(word.islower() for word in words)
    return not words or bool(is_kind and words[-1] in name_words().organization_nominal - _PARTS)


def _names_the_head(text: str, source: Span, head_end: int, mention: Mention) -> bool:
    """Tell whether a person after the head is whom it means: "the port's head, Ana Lee", "Mayor of Leeds Ana Lee"."""
    between = text[head_end : mention.start].strip(_EDGE)
    is_listed = between and text[head_end] != "," and _AND_MORE.match(text, mention.end, source.end)
    if is_listed and text[:head_end].endswith("s"):  # "Residents of Ulm, Ochre and Lind"
        return False
    title = text[head_end : mention.start].rpartition(",")[2].lower().split()
    apposed = "," in text[head_end : mention.start] and _OF_ANOTHER.isdisjoint(title) and len(title) <= _MAX_TITLE
    if not between or (apposed and not (title and title[-1].endswith(_POSSESSIVES))):
        return not text.startswith(_POSSESSIVES, mention.end)
    first = text[source.start : head_end].split()
    if (
        not first
        or first[0].lower() in _DETERMINERS
        or first[-1].endswith("s")
        or mention.end < len(text[: source.end].rstrip(_EDGE))
    ):
        return False
    lexicon = name_words()
    words = [word.lower().rstrip(".") for word in between.split()[1:]]  # after "of", "for"
    while words and words[-1] in lexicon.address:
        words.pop()
    return bool(words) and words[-1] not in lexicon.office  # not "Lawyer for President Ana Lee"


def _head_end(text: str, source: Span, inside: Sequence[Mention]) -> int:
    """Return where the head of the source ends; a boundary word inside a mention ("Bank of England") is none."""
    for match in _HEAD_ENDS.finditer(text, source.start, source.end):
        if not any(mention.start < match.end() and match.start() < mention.end for mention in inside):
            return match.start()
    return source.end


def _role(text: str, source: Span, mention: Mention) -> str | None:
    """Return the title before the name ("Finance Minister") or the apposition after it ("the port's spokeswoman")."""
    if mention.form != "name" or mention.type != "person":
        return None
    role = _noun(_LEAD.sub("", text[source.start : mention.start].strip(_EDGE)))
    if role is None and text[mention.end : mention.end + 1] == ",":
        after = text[mention.end : source.end].strip(_EDGE)
        role = _noun(re.split(r",\s|\bwho\b", after, maxsplit=1)[0].strip(_EDGE))
    return role


def _noun(words: str) -> str | None:
    """Return the words when they name an office or a trade; not "the", "Mr", "which runs the port", "polled by"."""
    role = _ADDRESS.sub("", _DETERMINER.sub("", f"{words} ", count=1)).strip(_EDGE)
    if not role or len(role) > _MAX_ROLE or role.isdigit() or _NO_ROLE.search(role):
        return None
    return role
