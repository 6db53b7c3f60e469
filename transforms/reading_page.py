"""Read articles → one HTML page: the text with its statements and mentions marked, and the table of the statements.

Nothing in a text can make the page do anything: every value is escaped, and the page's own policy lets it load and run
nothing.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from schemas.data import read_text
from schemas.entity import Entity
from schemas.statement import Statement, slices
from transforms.language.nesting import Cover, carried, marked_paragraphs
from transforms.language.paragraphs import paragraphs
from transforms.reading import Reading

_COLOURS = 8  # speakers with a colour of their own; who says less shares the grey that follows them
_WIKIDATA = "https://www.wikidata.org/wiki/"
_LONGEST_HEADING = 120  # characters
_CONTENT, _SOURCE, _CUE, _MENTION = range(4)  # outermost to innermost
_NUMBER = Markup('<a class="number" href="#r{0}" data-number="{0}" aria-label="statement {0}"></a>')


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """One article as the page shows it: its headline where one is known, the text, and what the text says."""

    headline: str | None
    text: str
    reading: Reading


def reading_page(articles: Sequence[ReadArticle]) -> str:
    """Return the page, self-contained and well-formed as XML too; statements are numbered through, `#s1`, `#s2` …

    The text of the marked elements of a statement is its content, whatever overlaps it.
    """
    environment = Environment(
        autoescape=True, finalize=_finalized, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    style = read_text("pages", "reading.css")
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    voices = Counter(_voice(article, said) for article in articles for said in article.reading.statements)
    colours = {voice: min(rank, _COLOURS) for rank, (voice, _) in enumerate(voices.most_common())}
    sections, first = [], 1
    for article in articles:
        sections.append(_section(article, colours, first))
        first += len(article.reading.statements)
    return environment.from_string(read_text("pages", "reading.html.j2")).render(
        style=Markup(style),  # noqa: S704 - our own file
        style_digest=digest,
        sections=sections,
        speakers=_speakers(articles, voices, colours),
    )


def _section(article: ReadArticle, colours: dict[str, int], first: int) -> dict[str, Any]:
    """What the template shows of one article: its paragraphs as markup, a row per statement."""
    numbered = list(enumerate(article.reading.statements, start=first))
    covers = chain(_statement_covers(article, numbered, colours), _mention_covers(article.reading))
    marked = list(marked_paragraphs(article.text, covers))
    opening = next((article.text[start:end] for start, end in paragraphs(article.text)), "")
    headless = article.headline is None and len(marked) > 1 and _is_heading(opening)
    return {
        "title": article.headline or opening[:_LONGEST_HEADING] or "An empty text",
        "heading": marked[0] if headless else article.headline,
        "paragraphs": marked[1:] if headless else marked,
        "rows": [_row(article, number, said, colours) for number, said in numbered],
    }


def _is_heading(line: str) -> bool:
    """Tell whether a text's first paragraph is its headline: a short line that no full stop ends."""
    return len(line) <= _LONGEST_HEADING and not line.rstrip("\"'”’").endswith((".", "!", "?", ":", ","))


def _row(article: ReadArticle, number: int, said: Statement, colours: dict[str, int]) -> dict[str, Any]:
    return {
        "number": number,
        "colour": colours[_voice(article, said)],
        "speaker": _speaker_name(article, said),
        "speaker_url": _wikidata_url(said.speaker.wikidata_id),
        "role": said.speaker.role,
        "act": _act(said),
        "type": said.type,
        "quote": slices(article.text, said.content),
        "told": said.circumstances,
    }


def _speakers(articles: Sequence[ReadArticle], voices: Counter[str], colours: dict[str, int]) -> list[dict[str, Any]]:
    """The legend of colours: who has one, by the number of their statements; the rest as one."""
    names = {_voice(a, said): _speaker_name(a, said) for a in articles for said in reversed(a.reading.statements)}
    ranked = voices.most_common()
    shown = [{"name": names[voice], "colour": colours[voice], "count": n} for voice, n in ranked[:_COLOURS]]
    if rest := ranked[_COLOURS:]:
        shown.append({"name": f"{len(rest)} others", "colour": _COLOURS, "count": sum(n for _, n in rest)})
    return shown


def _statement_covers(
    article: ReadArticle, numbered: Sequence[tuple[int, Statement]], colours: dict[str, int]
) -> Iterator[Cover]:
    """Contents, each with its statement's number; sources and cues, once for all the statements that share them."""
    shared: dict[tuple[int, int, int], list[tuple[int, Statement]]] = defaultdict(list)
    for number, said in numbered:
        colour = colours[_voice(article, said)]
        attributes = Markup(' class="content {} v{}" data-statement="{}" title="{}"').format(
            said.type, colour, number, carried(_telling(article, said))
        )
        for start, end in said.content:
            yield Cover(_CONTENT, start, end, "mark", attributes, f"s{number}", _NUMBER.format(number))
        for layer, spans in ((_SOURCE, said.source), (_CUE, said.cue)):
            for start, end in spans:
                shared[layer, start, end].append((number, said))
    for (layer, start, end), sayings in shared.items():
        kind, tag = ("source", "b") if layer == _SOURCE else ("cue", "i")
        title = f"{kind} of {', '.join(str(number) for number, _ in sayings)}: {_speaker_name(article, sayings[0][1])}"
        colour = colours[_voice(article, sayings[0][1])]
        attributes = Markup(' class="{} v{}" title="{}"').format(kind, colour, carried(title))
        yield Cover(layer, start, end, tag, attributes)


def _mention_covers(reading: Reading) -> Iterator[Cover]:
    """Mentions, with a link to Wikidata where the entity is known there."""
    entities: dict[str | None, Entity] = {entity.entity_id: entity for entity in reading.entities}
    for mention in reading.mentions:
        entity = entities.get(mention.entity_id)
        facts = (entity.name if entity else None, mention.type, entity.description if entity else None)
        attributes = Markup(' class="mention {}" title="{}"').format(
            mention.form, carried(" · ".join(fact for fact in facts if fact))
        )
        url = _wikidata_url(entity.wikidata_id) if entity else None
        if url:
            attributes += Markup(' href="{}"').format(url)
        yield Cover(_MENTION, mention.start, mention.end, "a" if url else "span", attributes)


def _telling(article: ReadArticle, said: Statement) -> str:
    """Who, how, to whom, through what, on what occasion, when: the statement in a line."""
    told = said.circumstances
    when = f"{told.said_on_text or ''} {f'({told.said_on})' if told.said_on else ''}".strip()
    labelled = (("to", told.addressee), ("through", told.channel), ("at", told.occasion), ("said on", when))
    speaker = ", ".join(filter(None, (_speaker_name(article, said), said.speaker.role)))
    return " · ".join([speaker, _act(said), said.type, *(f"{label}: {fact}" for label, fact in labelled if fact)])


def _speaker_name(article: ReadArticle, said: Statement) -> str:
    return said.speaker.name or slices(article.text, said.source) or "?"


def _voice(article: ReadArticle, said: Statement) -> str:
    """What statements of one speaker have in common: the entity, or else how the text calls the source."""
    return said.speaker.entity_id or _speaker_name(article, said).casefold()


def _act(said: Statement) -> str:
    act = (said.speech_act or "").replace("_", " ")
    return f"not {act}" if said.is_negated else act


def _wikidata_url(wikidata_id: str | None) -> str | None:
    return f"{_WIKIDATA}{wikidata_id}" if wikidata_id else None


def _finalized(value: Any) -> Any:
    """What the template writes of a value: Markup as it is, nothing for None, text as HTML can carry it."""
    if value is None:
        return ""
    return value if isinstance(value, Markup) or not isinstance(value, str) else carried(value)
