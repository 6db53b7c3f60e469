"""Records of who and what is named: mentions in a text, canonical entities, their aliases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

EntityType = Literal["person", "organization", "place", "other"]
MentionForm = Literal["name", "nominal", "pronoun"]
ENTITY_TYPES: tuple[str, ...] = ("person", "organization", "place", "other")
MENTION_FORMS: tuple[str, ...] = ("name", "nominal", "pronoun")
ALIAS_KINDS: tuple[str, ...] = ("name", "weak", "demonym", "metonym", "title")
# how a mention or a speaker was tied to its entity
RESOLUTIONS: tuple[str, ...] = ("name", "alias", "pronoun", "title", "metonym", "unresolved")


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of an entity in one language (BCP 47)."""

    alias: str
    language: str = "en"
    kind: str = "name"


@dataclass(frozen=True, slots=True)
class Entity:
    """A canonical entity: of the knowledge base (`wikidata_id` where a source confirms it) or met in the news (NIL)."""

    entity_id: str
    type: EntityType
    name: str
    wikidata_id: str | None = None
    description: str | None = None
    country: str | None = None  # ISO 3166-1 alpha-2
    aliases: tuple[Alias, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of the text that stands for an entity. `start`, `end`: half-open code point offsets."""

    start: int
    end: int
    surface: str
    form: MentionForm
    type: EntityType
    entity_id: str | None
    resolution: str  # one of RESOLUTIONS
    confidence: float  # 0.0–1.0
