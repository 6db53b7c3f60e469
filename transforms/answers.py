"""A Reading as JSON: the contract of `onrecord extract` (DESIGN §6)."""

from __future__ import annotations

from typing import Any

from schemas.entity import Entity, Mention
from schemas.statement import Spans, Statement
from transforms.reading import Reading


def answer(identifier: Any, reading: Reading) -> dict[str, Any]:
    """Return the output object for one input object; offsets are into the text as it was given."""
    entities = {entity.entity_id: entity for entity in reading.entities}
    return {
        "id": identifier,
        "statements": [_statement(statement) for statement in reading.statements],
        "mentions": [_mention(mention, entities) for mention in reading.mentions],
    }


def _statement(statement: Statement) -> dict[str, Any]:
    speaker, told = statement.speaker, statement.circumstances
    return {
        "type": statement.type,
        "content": _spans(statement.content),
        "source": _spans(statement.source),
        "cue": _spans(statement.cue),
        "cue_lemma": statement.cue_lemma,
        "speech_act": statement.speech_act,
        "negated": statement.is_negated,
        "speaker": (
            {
                "entity_id": speaker.entity_id,
                "name": speaker.name,
                "wikidata_id": speaker.wikidata_id,
                "role": speaker.role,
                "resolution": speaker.resolution,
            }
            if speaker.name
            else None
        ),
        "addressee": told.addressee,
        "channel": told.channel,
        "occasion": told.occasion,
        "said_on": told.said_on.isoformat() if told.said_on else None,
        "said_on_text": told.said_on_text,
        "confidence": statement.confidence,
    }


def _mention(mention: Mention, entities: dict[str, Entity]) -> dict[str, Any]:
    entity = entities.get(mention.entity_id) if mention.entity_id else None
    return {
        "start": mention.start,
        "end": mention.end,
        "type": mention.type,
        "form": mention.form,
        "entity_id": mention.entity_id,
        "name": entity.name if entity else None,
        "wikidata_id": entity.wikidata_id if entity else None,
        "resolution": mention.resolution,
        "confidence": mention.confidence,
    }


def _spans(spans: Spans) -> list[list[int]]:
    return [[start, end] for start, end in spans]
