"""To whom, through what, on what occasion and when something was said."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from schemas.entity import Entity, Mention
from schemas.statement import Circumstances
from transforms.statements.extraction import find_statements

FRIDAY = datetime(2026, 3, 13, 9, tzinfo=UTC)


def circumstances(
    text: str, mentions: tuple[Mention, ...] = (), published_at: datetime | None = FRIDAY
) -> Circumstances:
    (found,) = find_statements(text, mentions=mentions, entities={}, published_at=published_at)
    return found.circumstances


@pytest.mark.parametrize(
    ("text", "addressee"),
    [
        ("Brandt told reporters that the wall was weak.", "reporters"),
        ("Brandt told them the wall was weak.", "them"),
        ("Brandt told The Harbour Times the wall was weak.", "The Harbour Times"),
        ("“It is weak,” Brandt told the town council.", "the town council"),
        ("Brandt urged the port to act.", "the port"),
        ("Speaking to reporters in Brann, Brandt said the wall was weak.", "reporters"),
        ("Brandt said the wall was weak.", None),
    ],
)
def test_addressee(text: str, addressee: str | None) -> None:
    assert circumstances(text).addressee == addressee


def test_addressee_entity() -> None:
    text = "Brandt told Arno Lind that the wall was weak."
    lind = Mention(12, 21, "Arno Lind", "name", "person", "e-lind", "name", 1.0)
    assert circumstances(text, (lind,)).addressee_id == "e-lind"


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("In a post on Facebook, Brandt said the wall was weak.", "post on Facebook"),
        ("Brandt said in a statement that the wall was weak.", "statement"),
        ("“It is weak,” Brandt said in an interview with the Harbour Times.", "interview with the Harbour Times"),
        ("Brandt wrote on Twitter that the wall was weak.", "Twitter"),
        ("“It is weak,” Brandt said in a phone call.", "phone call"),
        ("Brandt said the letter in a drawer was hers.", None),
    ],
)
def test_channel(text: str, channel: str | None) -> None:
    assert circumstances(text).channel == channel


@pytest.mark.parametrize(
    ("text", "occasion"),
    [
        ("Speaking at a defence summit in Brann, Brandt said the wall was weak.", "defence summit in Brann"),
        ("“It is weak,” Brandt said at a news conference.", "news conference"),
        ("“It is weak,” Brandt told a rally in New Brann on Sunday.", "rally in New Brann"),
        ("Brandt said the summit in Brann was over.", None),
    ],
)
def test_occasion(text: str, occasion: str | None) -> None:
    assert circumstances(text).occasion == occasion


def test_place_of_the_occasion() -> None:
    text = "Speaking at a defence summit in Brann, Brandt said the wall was weak."
    start = text.index("Brann")
    brann = Mention(start, start + 5, "Brann", "name", "place", "e-brann", "name", 1.0)
    assert circumstances(text, (brann,)).place_id == "e-brann"
    assert Entity("e-brann", "place", "Brann").type == "place"


@pytest.mark.parametrize(
    ("text", "said_on", "said_on_text"),
    [
        ("Brandt said on Monday that the wall was weak.", date(2026, 3, 9), "Monday"),
        ("“It is weak,” Brandt said on Friday.", date(2026, 3, 13), "Friday"),
        ("“It is weak,” Brandt said Saturday.", date(2026, 3, 7), "Saturday"),
        ("On Tuesday, Brandt said the wall was weak.", date(2026, 3, 10), "Tuesday"),
        ("“It is weak,” said Brandt on Thursday.", date(2026, 3, 12), "Thursday"),
        ("Brandt said yesterday that the wall was weak.", date(2026, 3, 12), "yesterday"),
        ("Brandt said on March 3 that the wall was weak.", date(2026, 3, 3), "March 3"),
        ("Brandt said on 3 March 2024 that the wall was weak.", date(2024, 3, 3), "3 March 2024"),
        ("Brandt said on Dec. 30 that the wall was weak.", date(2025, 12, 30), "Dec. 30"),
        ("Brandt said last Monday that the wall was weak.", None, "last Monday"),
        ("Brandt said on May 1 that the wall was weak.", date(2025, 5, 1), "May 1"),
        ("Brandt said on April 31 that the wall was weak.", None, "April 31"),
        ("Following a call on Wednesday, Brandt said the wall was weak.", None, None),
        ("Brandt said after the storm of Monday that the wall was weak.", None, None),
        ("Brandt said the wall fell on Monday.", None, None),
    ],
)
def test_day_of_speaking(text: str, said_on: date | None, said_on_text: str | None) -> None:
    found = circumstances(text)
    assert (found.said_on, found.said_on_text) == (said_on, said_on_text)


def test_without_a_publication_date_only_the_words_are_kept() -> None:
    found = circumstances("Brandt said on Monday that the wall was weak.", published_at=None)
    assert (found.said_on, found.said_on_text) == (None, "Monday")
