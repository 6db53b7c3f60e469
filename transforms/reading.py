"""Text → who said what: mentions, entities and statements of one article. What `onrecord extract` shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from schemas.entity import Entity, Mention
from schemas.statement import Statement
from transforms.entities.knowledge import Knowledge
from transforms.entities.resolution import resolve_entities
from transforms.statements.extraction import find_statements

LANGUAGES = frozenset({"en"})  # the languages the extractor reads; other texts are loaded without statements


@dataclass(frozen=True, slots=True)
class Reading:
    """What one text names and who says what in it. Offsets count code points of the text given."""

    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    statements: tuple[Statement, ...] = ()


def read(
    text: str,
    knowledge: Knowledge,
    *,
    headline: str | None = None,
    published_at: datetime | None = None,
    language: str | None = "en",
    learned: bool = True,
) -> Reading:
    """Read one text. An unknown language (None) is read as English; one we do not read gives an empty Reading.

    `learned`: with the encoder; without it, statements are found by grammar alone.
    """
    if (language or "en").split("-")[0].lower() not in LANGUAGES:
        return Reading()
    resolved = resolve_entities(text, knowledge, headline, published_at.year if published_at else None)
    statements = find_statements(
        text,
        mentions=resolved.mentions,
        entities={entity.entity_id: entity for entity in resolved.entities},
        published_at=published_at,
        learned=learned,
    )
    return Reading(resolved.mentions, resolved.entities, statements)
