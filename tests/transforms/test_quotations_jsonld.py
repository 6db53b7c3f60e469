"""A statement as schema.org JSON-LD: a golden pair, what is unknown left out, and nothing that a page would run."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from transforms.quotations_jsonld import json_line, quotation

ROW: dict[str, Any] = {
    "statement_id": "s1",
    "quote": "“The bridge will open in May,”",
    "type": "direct",
    "language": "en",
    "said_on": date(2026, 11, 17),
    "source": "Mayor Ada Quill",
    "speaker": "Ada Quill",
    "speaker_type": "person",
    "speaker_role": "Mayor",
    "speaker_wikidata_id": "Q7",
    "place": "Novaport",
    "url": "https://harbour.example/bridge",
    "headline": "Bridge",
    "published_at": datetime(2026, 11, 20, 12, 0, tzinfo=UTC),
    "modified_at": None,
    "byline": "Jo Marsh",
    "section": "city",
    "outlet": "Harbour Post",
    "outlet_domain": "harbour.example",
    "outlet_wikidata_id": None,
}
SPEAKER = {
    "@type": "Person",
    "name": "Ada Quill",
    "jobTitle": "Mayor",
    "sameAs": "http://www.wikidata.org/entity/Q7",
}
DOCUMENT = {
    "@context": "https://schema.org",
    "@type": "Quotation",
    "@id": "urn:onrecord:statement:s1",
    "text": "“The bridge will open in May,”",
    "genre": "direct quotation",
    "inLanguage": "en",
    "spokenByCharacter": SPEAKER,
    "creator": SPEAKER,
    "creditText": "Mayor Ada Quill",
    "dateCreated": "2026-11-17",
    "datePublished": "2026-11-20T12:00:00Z",
    "locationCreated": {"@type": "Place", "name": "Novaport"},
    "isPartOf": {
        "@type": "NewsArticle",
        "@id": "https://harbour.example/bridge",
        "url": "https://harbour.example/bridge",
        "headline": "Bridge",
        "datePublished": "2026-11-20T12:00:00Z",
        "inLanguage": "en",
        "articleSection": "city",
        "author": {"@type": "Person", "name": "Jo Marsh"},
        "publisher": {"@type": "NewsMediaOrganization", "name": "Harbour Post", "url": "https://harbour.example/"},
    },
    "citation": "https://harbour.example/bridge",
}


def test_a_statement_becomes_a_quotation_in_its_article() -> None:
    assert quotation(ROW) == DOCUMENT


def test_what_is_not_known_is_left_out() -> None:
    unknown = dict.fromkeys(ROW) | {key: ROW[key] for key in ("statement_id", "quote", "type", "url", "outlet_domain")}
    document = quotation(unknown | {"outlet": "X"})
    assert set(document) == {"@context", "@type", "@id", "text", "genre", "isPartOf", "citation"}
    assert "null" not in json_line(document)


@pytest.mark.parametrize(
    ("type_", "expected"),
    [("organization", "Organization"), ("place", ["Place", "Organization"]), ("other", "Person"), (None, "Person")],
)
def test_a_speaker_has_a_type_that_may_speak(type_: str | None, expected: object) -> None:
    assert quotation(ROW | {"speaker_type": type_})["creator"]["@type"] == expected


def test_a_line_can_stand_in_a_page() -> None:
    line = json_line(quotation(ROW | {"quote": "</script><script>alert(1)</script> &\u2028 “é”"}))
    assert line.count("\n") == 1
    assert not {"<", ">", "&", "\u2028"} & set(line)
    assert json.loads(line)["text"] == "</script><script>alert(1)</script> &\u2028 “é”"
