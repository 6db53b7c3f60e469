"""Columns that only the expectations need: what a staged row should say, computed again from what it rests on.

Great Expectations compares columns of one frame. What takes a second table or a slice of the text to know is worked
out here, in plain Python, and stands beside the stored columns under its own name. None means "nothing to compare".
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from schemas.ids import text_sha256

_SECONDS_A_DAY = 86_400

Columns = Mapping[str, Sequence[Any]]
RawSpans = Sequence[Mapping[str, int]]  # as Arrow gives them: {"start": …, "end": …}


@dataclass(frozen=True, slots=True)
class Parents:
    """What the rows point to: the texts by article version, and the ids of articles and statements that exist."""

    texts: Mapping[str, str] = field(default_factory=dict)
    article_ids: Container[str] = frozenset()
    statement_ids: Container[str] = frozenset()


def computed_columns(table: str, columns: Columns, parents: Parents) -> dict[str, list[Any]]:
    """Return the computed columns of a table's rows, each as long as the stored ones; {} when it has none.

    `columns` holds at least those of READ[table], with values of their record's types; wrong ones never raise:
    finding them is what this is for.
    """
    return _COMPUTED[table](columns, parents) if table in _COMPUTED else {}


def in_order(spans: RawSpans, length: int) -> bool:
    """Return whether the spans are non-empty, ascending, apart, and inside a text of `length` code points."""
    position = 0
    for span in spans:
        if not position <= span["start"] < span["end"] <= length:
            return False
        position = span["end"]
    return True


def _sliced(text: str | None, spans: RawSpans) -> str | None:
    """What `schemas.statement.slices` gives; None for no spans, and for spans outside the text."""
    if text is None or not spans or not in_order(spans, len(text)):
        return None
    return " ".join(text[span["start"] : span["end"]] for span in spans)


def _entries(columns: Columns, _: Parents) -> dict[str, list[Any]]:
    return {
        "published_year": _years(columns["published_at"]),
        "published_delay_days": _delays(columns["published_at"], columns["seen_at"]),
    }


def _articles(columns: Columns, _: Parents) -> dict[str, list[Any]]:
    return {
        "published_year": _years(columns["published_at"]),
        "published_delay_days": _delays(columns["published_at"], columns["fetched_at"]),
        "modified_delay_days": _delays(columns["modified_at"], columns["fetched_at"]),
        "published_is_explained": [
            (date is None) == (source is None)
            for date, source in zip(columns["published_at"], columns["published_from"], strict=True)
        ],
    }


def _article_versions(columns: Columns, parents: Parents) -> dict[str, list[Any]]:
    return {
        "text_digest": [text_sha256(text) for text in columns["text"]],
        "article_found": [key in parents.article_ids for key in columns["article_id"]],
    }


def _blocks(columns: Columns, parents: Parents) -> dict[str, list[Any]]:
    texts = [parents.texts.get(key) for key in columns["article_version_id"]]
    spans = [
        None if start is None or end is None else [{"start": start, "end": end}]
        for start, end in zip(columns["start"], columns["end"], strict=True)
    ]
    return {
        "offsets_in_order": [
            None if span is None else _in_order_or_unknown(text, span) for text, span in zip(texts, spans, strict=True)
        ],
        "article_version_found": [text is not None for text in texts],
    }


def _mentions(columns: Columns, parents: Parents) -> dict[str, list[Any]]:
    texts = [parents.texts.get(key) for key in columns["article_version_id"]]
    spans = [[{"start": start, "end": end}] for start, end in zip(columns["start"], columns["end"], strict=True)]
    return {
        "surface_sliced": list(map(_sliced, texts, spans)),
        "offsets_in_order": list(map(_in_order_or_unknown, texts, spans)),
        "article_version_found": [text is not None for text in texts],
    }


def _statements(columns: Columns, parents: Parents) -> dict[str, list[Any]]:
    texts = [parents.texts.get(key) for key in columns["article_version_id"]]
    parts = {part: columns[f"{part}_spans"] for part in ("content", "source", "cue")}
    ordered = [list(map(_in_order_or_unknown, texts, spans)) for spans in parts.values()]
    return {
        **{f"{part}_sliced": list(map(_sliced, texts, spans)) for part, spans in parts.items()},
        "offsets_in_order": [None if None in row else all(row) for row in zip(*ordered, strict=True)],
        "article_version_found": [text is not None for text in texts],
        "speaker_is_named": [
            key is None or bool(name) for key, name in zip(columns["speaker_id"], columns["speaker_name"], strict=True)
        ],
        "said_on_year": _years(columns["said_on"]),
    }


def _statement_mentions(columns: Columns, parents: Parents) -> dict[str, list[Any]]:
    return {"statement_found": [key in parents.statement_ids for key in columns["statement_id"]]}


def _in_order_or_unknown(text: str | None, spans: RawSpans) -> bool | None:
    return None if text is None else in_order(spans, len(text))


def _years(dates: Sequence[Any]) -> list[int | None]:
    return [None if date is None else date.year for date in dates]


def _delays(dates: Sequence[datetime | None], until: Sequence[datetime]) -> list[float | None]:
    """Days from each date to when it was seen; negative for a date that was still to come."""
    return [
        None if date is None else (seen - date).total_seconds() / _SECONDS_A_DAY
        for date, seen in zip(dates, until, strict=True)
    ]


_COMPUTED: dict[str, Callable[[Columns, Parents], dict[str, list[Any]]]] = {
    "entries": _entries,
    "articles": _articles,
    "article_versions": _article_versions,
    "blocks": _blocks,
    "mentions": _mentions,
    "statements": _statements,
    "statement_mentions": _statement_mentions,
}

# table -> the stored columns that its computed ones are made from
READ: dict[str, tuple[str, ...]] = {
    "entries": ("published_at", "seen_at"),
    "articles": ("published_at", "fetched_at", "modified_at", "published_from"),
    "article_versions": ("text", "article_id"),
    "blocks": ("article_version_id", "start", "end"),
    "mentions": ("article_version_id", "start", "end"),
    "statements": (
        "article_version_id", "content_spans", "source_spans", "cue_spans", "speaker_id", "speaker_name", "said_on",
    ),
    "statement_mentions": ("statement_id",),
}  # fmt: skip
