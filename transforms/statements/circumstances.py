"""To whom, through what, on what occasion and when something was said, read from the words around cue and source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from schemas.statement import Circumstances, Span
from transforms.language.word_classes import word_set
from transforms.statements.speakers import Mentions

_WINDOW = 250  # characters before and after the cue

_NAME_WORD = r"[A-Z](?:[\w&'’-]|\.(?=\w))*"
_NAME = rf"{_NAME_WORD}(?:\s(?:(?:of|the|and)\s){{0,2}}{_NAME_WORD}){{0,5}}"
_OWN = r"(?:(?P<own>an?|the|his|her|its|their|this|another|one)\s)?"
_WORDS = r"(?:[\w.&'’-]+\s){0,4}?"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)(?:[a-z]{2,7}|\.)?"
_CHANNEL = re.compile(
    rf"\b(?:[Ii]n|[Oo]n|[Vv]ia|[Tt]hrough|[Bb]y|[Oo]ver|[Ii]ssued|[Rr]eleased)\s{_OWN}(?P<channel>{_WORDS}"
    r"(?:interviews?|statements?|posts?|tweets?|letters?|e-?mails?|memo|op-ed|article|essay|podcast|newsletter|videos?"
    r"|(?:press|news)\srelease|releases?|messages?|telephone|phone(?:\scall)?|column|blog|broadcast|filing|report)\b"
    rf"(?:\s(?:with|on|to|for|from|in|published\sby)\s(?:the\s|his\s|her\s|its\s|a\s)?{_NAME}"
    r"(?:\s(?:platform|account|page|network|show|programme|program|website))?)?)"
)
_PLATFORM = re.compile(
    r"\b(?:on|via)\s(?P<channel>Twitter|X|Facebook|Instagram|Truth\sSocial|Telegram|Weibo|TikTok|Threads|Bluesky|YouTube"
    r"|Mastodon|LinkedIn|CNN|MSNBC|Fox\sNews|BBC\s\w+|NBC|ABC|CBS|NPR|Sky\sNews|(?:state\s)?(?:television|radio|TV))\b"
)
_OCCASION = re.compile(
    rf"\b(?:[Aa]t|[Dd]uring|[Ii]n|[Tt]old|[Aa]ddressing|(?<![Aa]ccording\s)[Tt]o)\s{_OWN}(?P<occasion>{_WORDS}"
    r"(?:summit|conference|briefing|rally|meeting|hearing|debate|speech|address|forum|event|ceremony|visit|session|trial"
    r"|congress|convention|fundraiser|dinner|panel|town\shall|gathering|protest|inauguration|inquest|inquiry|service)\b"
    rf"(?:\s(?:of|on|with)\s[\w’'-]+(?:\s[\w’'-]+)?(?=\s(?:in|at|near)\s))?(?:\s(?:in|at|near|outside|of)\s(?:the\s)?(?!{_MONTH}\b){_NAME})?)"
)
_LISTENERS = re.compile(
    r"\b(?:[Ss]peaking|spoke|said|[Tt]alking|remarks|[Rr]esponding)\s(?:\w+\s)?to\s(?P<addressee>(?:the\s|a\s|an\s|his\s|her\s)?"
    rf"(?:reporters|journalists|lawmakers|supporters|voters|parliament|crowd|audience|press|{_NAME}))"
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_DAY = "|".join(name.capitalize() for name in _WEEKDAYS)
_DATE = re.compile(
    rf"(?P<before>[\w-]+\s)?(?P<date>(?:(?P<last>[Ll]ast|[Tt]his|[Nn]ext|[Cc]oming)\s)?(?P<weekday>{_DAY})\b"
    r"|\b(?P<relative>[Yy]esterday|[Tt]oday)\b"
    rf"|\b(?P<month>{_MONTH})\s(?P<day>\d{{1,2}})(?!\d)(?:,\s(?P<year>\d{{4}}))?"
    rf"|\b(?P<day2>\d{{1,2}})\s(?P<month2>{_MONTH})\b(?:,?\s(?P<year2>\d{{4}}))?)"
)
# a date after one of these is of something else than the speaking: "since Monday", "the meeting on Monday"
_NOT_OF_SPEAKING = word_set("since until before by after from for of next every between than till")
_EVENT_BEFORE = re.compile(
    r"\b(?:[Aa]fter|[Bb]efore|[Ff]ollowing|[Aa]head of|[Ss]ince|[Uu]ntil|[Dd]espite|about)\s[^,;]*\Z"
)

_DISTANCE = timedelta(days=330)


@dataclass(frozen=True, slots=True)
class Clause:
    """The attribution's own words: [start, end) around cue and source, its contents left out."""

    start: int
    end: int
    cue: Span | None
    source: Span | None
    addressee: Span | None


def find_circumstances(text: str, clause: Clause, mentions: Mentions, published_at: datetime | None) -> Circumstances:
    """Return what the clause tells. Dates are resolved against the day of `published_at`; in doubt they stay text."""
    anchor = clause.cue.start if clause.cue else clause.start
    start, end = max(clause.start, anchor - _WINDOW), min(clause.end, anchor + _WINDOW)
    own = text[start:end]
    channel = _CHANNEL.search(own) or _PLATFORM.search(own)
    occasion = _OCCASION.search(own)
    addressee = clause.addressee
    if addressee is None and (listeners := _LISTENERS.search(own)) is not None:
        addressee = Span(*(start + at for at in listeners.span("addressee")))
    said_on, said_on_text = _said_on(text, clause, start, end, published_at)
    place = Span(*(start + at for at in occasion.span("occasion"))) if occasion else None
    return Circumstances(
        addressee=text[addressee.start : addressee.end] if addressee else None,
        addressee_id=_entity_at(mentions, addressee),
        channel=channel.group("channel") if channel else None,
        occasion=occasion.group("occasion") if occasion else None,
        said_on=said_on,
        said_on_text=said_on_text,
        place_id=_place_in(mentions, place),
    )


def _entity_at(mentions: Mentions, span: Span | None) -> str | None:
    """Return the entity of the mention that the addressee ends in."""
    if span is None:
        return None
    return next((mention.entity_id for mention in reversed(mentions.inside(span)) if mention.end == span.end), None)


def _place_in(mentions: Mentions, span: Span | None) -> str | None:
    if span is None:
        return None
    places = (mention.entity_id for mention in mentions.inside(span) if mention.type == "place" and mention.entity_id)
    return next(places, None)


def _said_on(
    text: str, clause: Clause, start: int, end: int, published_at: datetime | None
) -> tuple[date | None, str | None]:
    """Return the day of speaking and its words: beside the cue, or first in the sentence ("On Monday, Lee said")."""
    for match in _DATE.finditer(text, start, end):
        if _is_of_speaking(text, clause, match):
            day = None if published_at is None else resolve_day(match, published_at.date())
            return day, match.group("date")
    return None, None


def _is_of_speaking(text: str, clause: Clause, match: re.Match[str]) -> bool:
    at = match.start("date")
    if (match.group("before") or "").strip().lower() in _NOT_OF_SPEAKING or clause.cue is None:
        return False
    anchor = max(clause.cue.end, clause.source.end if clause.source and clause.source.start > clause.cue.end else 0)
    if at >= anchor:
        between = text[anchor:at]
        return "," not in between and not _EVENT_BEFORE.search(between)
    if clause.source and clause.source.start <= at < clause.source.end:
        return False
    lead = text[clause.start : at].strip().lower()
    return lead in ("", "on", "earlier", "late", "later", "early", "earlier on", "and on", "but on", "late on")


def resolve_day(match: re.Match[str], published_on: date) -> date | None:
    """Return the day a date phrase means to a reader on `published_on`: never a later one, None in doubt."""
    found = match.groupdict()
    if found["relative"]:
        return published_on - timedelta(days=found["relative"].lower() == "yesterday")
    if found["weekday"]:
        if found["last"] and found["last"].lower() != "this":
            return None  # "last Monday" is this week's to some, the week before to others
        back = (published_on.weekday() - _WEEKDAYS.index(found["weekday"].lower())) % 7
        return published_on - timedelta(days=back)
    month_name = (found["month"] or found["month2"]).rstrip(".").lower()
    month = next(number for number, name in enumerate(_MONTHS, 1) if name[:3] == month_name[:3])
    day, year = int(found["day"] or found["day2"]), found["year"] or found["year2"]
    years = (int(year),) if year else (published_on.year, published_on.year - 1)
    return next((said for y in years if (said := _date(y, month, day)) and _plausible(said, published_on, year)), None)


def _plausible(said: date, published_on: date, year: str | None) -> bool:
    return said <= published_on and (year is not None or published_on - said <= _DISTANCE)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
