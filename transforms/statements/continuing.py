"""Who speaks on: "she", "the ministry", "the 37-year-old", or a surname of two; whom a headline's "Nurse" is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from schemas.entity import Entity, Mention
from schemas.statement import Span, Speaker, Statement
from transforms.entities.name_words import name_words
from transforms.language.word_classes import AUXILIARIES, CLOSED, CONJUNCTIONS, PREPOSITIONS, word_set
from transforms.statements.clauses import looks_past
from transforms.statements.sentence_drafts import Draft
from transforms.statements.speakers import Mentions, speaker_of
from transforms.statements.tokens import Token

_HEAD = 400  # characters: headline and standfirst
_LONGEST_NAME = 80  # characters, an apposition's beginning included
_NEARBY = 50  # mentions
_NEAR = 2  # line breaks: a statement in this paragraph or the one before
_GENDERS = {"he": "m", "she": "f", "it": None}
_SUBORDINATORS = CONJUNCTIONS - word_set("and but or nor so yet then")
_LEADING = AUXILIARIES | PREPOSITIONS  # before a name: it is no subject
_DEFINITE = re.compile(r"the (?P<head>\d+-year-old|[^\W\d_]+(?:-[^\W\d_]+)*)")
_AGED = re.compile(r"the (?P<age>\d+)-year-old")
_BARE = re.compile(r"(?:the )?(?P<words>[^\W\d_]{3,}(?:[ -][^\W\d_]+){0,3}(?<!(?<!s)s))", re.IGNORECASE)
_SET_BEFORE = re.compile(r",\s(?:(?:a|an|the)\s)?(?:[\w-]+\s){0,2}")  # between a name and what it is said to be
_PEOPLE = {  # stand for anyone spoken of, whatever their office
    **dict.fromkeys(word_set("man father dad grandfather boy husband actor king prince duke"), "m"),
    **dict.fromkeys(word_set("woman mother mum mom grandmother girl wife actress queen princess duchess"), "f"),
    **dict.fromkeys(word_set("expert victim star teenager pensioner parent student singer author"), None),
}


def who_goes_on(
    text: str, source: Span, content: Sequence[Span], spoken: Sequence[Statement], mentions: Mentions
) -> Speaker | None:
    """Return whom a pronoun or a definite noun stands for: who spoke last, if near and nobody else was named since.

    "it", "the bank" take a body; "he", "she", "the victim" a person, "the minister" one whose role says so.
    `spoken`: the statements before this one, whose `content` may name anybody. None where the source is anything else,
    or does not fit who spoke.
    """
    if not spoken or spoken[-1].speaker.entity_id is None:
        return None
    before = spoken[-1]
    if source in before.source:  # one source, several cues
        return before.speaker
    told = max(span.end for span in (*before.content, *before.cue, *before.source))
    begins = min(source.start, *(span.start for span in content))
    if told > source.start or text.count("\n", told, begins) > _NEAR:
        return None
    between = mentions.inside(Span(told, source.start))
    others = (one for one in between if one.form == "name" and one.type == "person")
    if any(one.entity_id != before.speaker.entity_id and not _within(one, content) for one in others):
        return None
    fits = _fits(text[source.start : source.end].lower(), before.speaker, spoken, mentions)
    return replace(before.speaker, role=None, resolution="pronoun" if fits == "pronoun" else "title") if fits else None


def who_acts(text: str, draft: Draft, mentions: Mentions) -> Speaker | None:
    """Return whom "she" means as a source: the subject of the sentence before, if near (Brennan et al. 1987).

    None where that is nobody alone, of another gender, or somebody else is named before her.
    """
    source, before = draft.source, draft.before
    gender = _GENDERS.get(text[source.start : source.end].lower()) if source else None
    if source is None or gender is None or not before or text.count("\n", before[-1].end, source.start) > _NEAR:
        return None
    here = (one for one in mentions.inside(Span(draft.sentence.start, source.start)) if one.form == "name")
    inside = mentions.inside(Span(before[0].start, before[-1].end))
    first = next((one for one in inside if _is_subject(before, one)), None)
    entity = None if first is None else mentions.entities.get(first.entity_id or "")
    if entity is None or entity.type != "person" or not _agree(_gender(entity, source.start, mentions), gender):
        return None
    if any(one.type == "person" and not _within(one, draft.content) for one in here):
        return None
    return speaker_of(entity, "pronoun")


def is_named(speaker: Speaker, draft: Draft, mentions: Mentions) -> bool:
    """Tell whether what is said names the speaker: then "he" is another, but in "Lee would go, he said".

    Principle C of Chomsky's binding theory (1981), and nobody speaks of himself by name.
    """
    later = (part for part in draft.content if not draft.plain or part.start > draft.cue.start)
    said = (one for part in later for one in mentions.inside(part))
    return any(one.form == "name" and one.entity_id == speaker.entity_id for one in said)


def _gender(entity: Entity, end: int, mentions: Mentions) -> str | None:
    """Return the gender of a person that the pronouns before `end`, or else the given name, tell."""
    last = bisect_left(mentions.starts, end)
    near = mentions.items[max(0, last - _NEARBY) : last]
    meant = (one.surface.lower() for one in near if one.entity_id == entity.entity_id)
    told = {_GENDERS[word] for word in meant if word in ("he", "she")}
    return next(iter(told)) if len(told) == 1 else name_words().given.get(entity.name.split()[0])


def _is_subject(tokens: Sequence[Token], mention: Mention) -> bool:
    """Tell whether a mention is a person and alone the subject of the sentence: "Today, Mayor | Ana Lee | …"."""
    at = next((at for at, token in enumerate(tokens) if token.end > mention.start), len(tokens))
    after = next((token.lower for token in tokens[at:] if token.start >= mention.end), "and")
    is_one = mention.type == "person" and mention.form != "nominal" and after not in ("and", "or", "&", "'s", "’s")
    if not is_one or tokens[at].quoted or tokens[0].lower in _SUBORDINATORS:
        return False
    lead = at
    while lead and (tokens[lead - 1].is_word or tokens[lead - 1].lower == ".") and not tokens[lead - 1].quoted:
        lead -= 1
    words = [token.lower for token in tokens[lead:at]]
    return not any(word in _LEADING or looks_past(word) or word.endswith("ing") for word in words)


def _within(mention: Mention, spans: Sequence[Span]) -> bool:
    return any(span.start <= mention.start < span.end for span in spans)


def _fits(words: str, speaker: Speaker, spoken: Sequence[Statement], mentions: Mentions) -> str | None:
    """Return how the words of a source can mean the speaker: "pronoun", "nominal", or not at all."""
    entity = mentions.entities.get(speaker.entity_id or "")
    if entity is None:
        return None
    is_person = entity.type == "person"
    given = name_words().given.get(entity.name.split()[0]) if is_person else None
    if words in _GENDERS:
        return "pronoun" if is_person != (words == "it") and _agree(given, _GENDERS[words]) else None
    definite = _DEFINITE.fullmatch(words)
    if definite is None:
        return None
    head = definite["head"]
    if not is_person:
        return "nominal" if entity.type == "organization" and head in name_words().organization_nominal else None
    if head in _PEOPLE or head[0].isdigit():
        return "nominal" if _agree(given, _PEOPLE.get(head)) else None
    roles = (one.speaker.role for one in spoken if one.speaker.entity_id == entity.entity_id and one.speaker.role)
    return "nominal" if any(head in role.lower().split() for role in roles) else None


def _agree(known: str | None, said: str | None) -> bool:
    return not known or not said or known == said


def last_called_so(source: str, spoken: Sequence[Statement], mentions: Mentions) -> Speaker | None:
    """Return the person of a surname who spoke last: whom "Lee", "Ms Lee" means in an article of two of that name."""
    *titles, surname = source.split()
    lexicon = name_words()
    if any(word.lower().rstrip(".") not in {*lexicon.address, *lexicon.office} for word in titles):
        return None
    for statement in reversed(spoken):
        speaker = statement.speaker
        entity = mentions.entities.get(speaker.entity_id or "")
        if entity is not None and entity.type == "person" and entity.name.split()[-1] == surname:
            return replace(speaker, role=None, resolution="alias")
    return None


def of_that_age(source: str, text: str, mentions: Mentions) -> Speaker | None:
    """Return the one person whose age the text gives as "the 37-year-old" does: "Ana Lee, 37,", "Ana Lee (37)"."""
    aged = _AGED.fullmatch(source.lower())
    if aged is None:
        return None
    given = [match.start() for match in re.finditer(rf"(?:,\s|\s\(){aged['age']}(?=[,.;)])", text)]
    named = {one.entity_id: one for one in mentions.items if one.end in given and one.type == "person"}
    who = next(iter(named.values())) if len(named) == 1 else None
    entity = None if who is None else mentions.entities.get(who.entity_id or "")
    return None if entity is None else speaker_of(entity, "title")


def described_so(source: Span, text: str, mentions: Mentions) -> Speaker | None:
    """Return the one the text calls what a source at its head is: "Nurse says …", then "Ana Lee, a nurse, says"."""
    bare = _BARE.fullmatch(text, source.start, source.end) if source.start < _HEAD else None
    if bare is None or bare["words"].lower().split()[-1] in name_words().organization_nominal | CLOSED:
        return None
    meant: dict[str | None, Mention] = {}
    for said in re.finditer(rf"\b{re.escape(bare['words'])}\b", text, re.IGNORECASE):
        after = mentions.inside(Span(said.end() + 1, said.end() + 2 + _LONGEST_NAME))[:1]
        before = mentions.inside(Span(max(0, said.start() - _LONGEST_NAME), said.start()))[-1:]
        named = [one for one in after if one.start == said.end() + 1]
        named += [one for one in before if _SET_BEFORE.fullmatch(text, one.end, said.start())]
        meant |= {one.entity_id: one for one in named if one.form == "name" and one.type == "person"}
    (entity_id,) = meant if len(meant) == 1 else (None,)
    entity = mentions.entities.get(entity_id or "")
    return None if entity is None else speaker_of(entity, "title")
