"""What staged rows must be like: the expectations of `schemas/expectations/*.toml`, typed, and who depends on whom.

The terms are Great Expectations': a failing row of a `critical` expectation is quarantined, of a `warning` recorded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from schemas import data
from schemas.article import BLOCK_ROLES, DATE_SOURCES
from schemas.entity import ENTITY_TYPES, MENTION_FORMS, RESOLUTIONS
from schemas.errors import ConfigurationError
from schemas.response import FetchKind
from schemas.statement import STATEMENT_TYPES
from schemas.tables import TABLES

Severity = Literal["critical", "warning"]
SEVERITIES: tuple[str, ...] = ("critical", "warning")
SUITE = "staged rows"

# what `value_set` may name in a TOML file: the enumerations have one home, the records
VOCABULARIES: dict[str, tuple[str, ...]] = {
    "fetch kinds": get_args(FetchKind),
    "date sources": DATE_SOURCES,
    "block roles": BLOCK_ROLES,
    "entity types": ENTITY_TYPES,
    "mention forms": MENTION_FORMS,
    "resolutions": RESOLUTIONS,
    "statement types": STATEMENT_TYPES,
}

# table -> the columns that tell a staged row from every other one. The tables that observe the same thing again and
# again (an entry in each poll, an article in each fetch) are told apart by the observation; their merge picks one.
GRAIN: dict[str, tuple[str, ...]] = {
    "outlets": ("outlet_id",),
    "feeds": ("feed_id",),
    "fetches": ("fetch_id",),
    "feed_documents": ("document_id", "fetched_at"),
    "entries": ("entry_id", "seen_at"),
    "articles": ("article_id", "fetched_at"),
    "article_versions": ("article_version_id", "warc_record_id"),
    "live_entries": ("live_entry_id",),
    "blocks": ("article_version_id", "ordinal", "warc_record_id"),
    "entities": ("entity_id",),
    "entity_aliases": ("entity_id", "alias", "language"),
    "mentions": ("mention_id",),
    "statements": ("statement_id",),
    "statement_mentions": ("statement_id", "entity_id"),
    "quarantine": ("quarantine_id",),
}

# table -> (column, the table it points into): a row does not outlive what it points to
REFERENCES: dict[str, tuple[tuple[str, str], ...]] = {
    "article_versions": (("article_id", "articles"),),
    "live_entries": (("article_version_id", "article_versions"),),
    "blocks": (("article_version_id", "article_versions"),),
    "entity_aliases": (("entity_id", "entities"),),
    "mentions": (("article_version_id", "article_versions"), ("entity_id", "entities")),
    "statements": (
        ("article_version_id", "article_versions"),
        ("speaker_id", "entities"),
        ("addressee_id", "entities"),
        ("place_id", "entities"),
    ),
    "statement_mentions": (("statement_id", "statements"), ("entity_id", "entities")),
}
DEPENDS_ON_REFUSED = "depends-on-refused"

# table -> (column, value) of the rows that tell of nothing but a question asked: expectations do not speak of them.
# A 304 has no payload: its row is our own note, and the night on which nothing is new is made of them.
NOTHING_NEW: dict[str, tuple[str, object]] = {"fetches": ("status", 304)}


@dataclass(frozen=True, slots=True)
class Expectation:
    """One thing expected of every row of a table. `columns` are stored ones, or computed by `transforms.quality`."""

    table: str
    type: str  # Great Expectations' name: "expect_column_values_to_be_in_set"
    columns: tuple[str, ...]
    severity: Severity
    reason: str  # short and stable: what `quarantine.reason` says of a row that fails
    kwargs: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_uniqueness(self) -> bool:
        """Whether it is about the whole table, not about each row by itself."""
        return self.type.endswith("_to_be_unique")


def expectations(table: str) -> tuple[Expectation, ...]:
    """Return what is expected of the rows of `table`, in the order of its file; () for a table without one."""
    name = f"{table}.toml"
    if name not in data.names("expectations", ".toml"):
        return ()
    return tuple(_typed(table, item) for item in data.read_toml("expectations", name)["expectations"])


def _typed(table: str, item: Mapping[str, Any]) -> Expectation:
    """ConfigurationError: a table, key, severity or vocabulary that does not exist."""
    kwargs = dict(item.get("kwargs", {}))
    vocabulary = kwargs.get("value_set")
    if isinstance(vocabulary, str):
        if vocabulary not in VOCABULARIES:
            raise ConfigurationError(f"expectations/{table}.toml: no vocabulary {vocabulary!r}")
        kwargs["value_set"] = list(VOCABULARIES[vocabulary])
    if table not in TABLES or set(item) - {"type", "columns", "severity", "reason", "kwargs"}:
        raise ConfigurationError(f"expectations/{table}.toml: no such table, or a key that means nothing: {item}")
    if item["severity"] not in SEVERITIES:
        raise ConfigurationError(f"expectations/{table}.toml: severity is one of {', '.join(SEVERITIES)}: {item}")
    return Expectation(table, item["type"], tuple(item["columns"]), item["severity"], item["reason"], kwargs)
