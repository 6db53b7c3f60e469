"""A statement as schema.org JSON-LD: a `Quotation` inside the `NewsArticle` that carries it.

`spokenByCharacter` and `creator` are both the speaker: schema.org means the first for whom the words are attributed to
within the containing work, and most readers look at the second. Who is credited in the words of the text is
`creditText`, resolved or not. An indirect statement is no verbatim quotation: `genre` says which kind it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

CONTEXT = "https://schema.org"
_WIKIDATA = "http://www.wikidata.org/entity/"
_SPEAKER_TYPES: dict[str | None, str | list[str]] = {
    "person": "Person",
    "organization": "Organization",
    "place": ["Place", "Organization"],  # a place that speaks stands for who governs it
}
_UNSAFE_IN_HTML = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def quotation(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the JSON-LD of one row of `schemas/exports/quotations.sql`; what is not known is left out."""
    speaker = _speaker(row)
    return _filled(
        {
            "@context": CONTEXT,
            "@type": "Quotation",
            "@id": f"urn:onrecord:statement:{row['statement_id']}",
            "text": row["quote"],
            "genre": f"{row['type']} quotation",
            "inLanguage": row["language"],
            "spokenByCharacter": speaker,
            "creator": speaker,
            "creditText": row["source"],
            "dateCreated": _iso(row["said_on"]),
            "datePublished": _iso(row["published_at"]),
            "locationCreated": {"@type": "Place", "name": row["place"]} if row["place"] else None,
            "isPartOf": _article(row),
            "citation": row["url"],
        }
    )


def json_line(document: Mapping[str, Any]) -> str:
    """Return it as one line of JSON, its newline included, that can stand in an HTML page as it is."""
    text = json.dumps(document, ensure_ascii=False)
    for character, escape in _UNSAFE_IN_HTML.items():
        text = text.replace(character, escape)
    return text + "\n"


def _speaker(row: Mapping[str, Any]) -> dict[str, Any] | None:
    if row["speaker"] is None:
        return None
    return _filled(
        {
            "@type": _SPEAKER_TYPES.get(row["speaker_type"], "Person"),
            "name": row["speaker"],
            "jobTitle": row["speaker_role"] if row["speaker_type"] in ("person", None) else None,
            "sameAs": _wikidata(row["speaker_wikidata_id"]),
        }
    )


def _article(row: Mapping[str, Any]) -> dict[str, Any]:
    publisher = {
        "@type": "NewsMediaOrganization",
        "name": row["outlet"],
        "url": f"https://{row['outlet_domain']}/",
        "sameAs": _wikidata(row["outlet_wikidata_id"]),
    }
    return _filled(
        {
            "@type": "NewsArticle",
            "@id": row["url"],
            "url": row["url"],
            "headline": row["headline"],
            "datePublished": _iso(row["published_at"]),
            "dateModified": _iso(row["modified_at"]),
            "inLanguage": row["language"],
            "articleSection": row["section"],
            "author": {"@type": "Person", "name": row["byline"]} if row["byline"] else None,
            "publisher": _filled(publisher),
        }
    )


def _filled(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if value is not None}


def _wikidata(wikidata_id: str | None) -> str | None:
    return _WIKIDATA + wikidata_id if wikidata_id else None


def _iso(value: date | datetime | None) -> str | None:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat() if value else None
