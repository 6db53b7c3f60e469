"""Whose copy an article is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.feed import Outlet
from transforms.articles.agencies import agency_of, credited_agency

BODY = "The river authority opened the lower dam on Tuesday.\n\nThree villages were told to leave before nightfall."
WIRE = {"coast.example": Outlet("coast", "Coast Wire", "coast.example", kind="wire")}


def agency(byline: str | None = None, text: str = BODY, lines: tuple[str, ...] = ()) -> str | None:
    return credited_agency(byline, text, lines, WIRE)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("LONDON, March 7 (Reuters) - ", "Reuters"),
        ("GENEVA (AP) — ", "Associated Press"),
        ("Berlin (dpa/lbw) - ", "Deutsche Presse-Agentur"),
        ("PARIS (AFP) ", "Agence France-Presse"),
        ("New Delhi, Nov 22 (PTI) ", "Press Trust of India"),
        ("MADRID – EFE – ", "EFE"),
        ("GRÜNFELS (Coast Wire) — ", "Coast Wire"),
        ("The minister (dpa is told he is ill) ", None),
        ("Nobody (not even the mayor) ", None),
        ("GRÜNFELS — ", None),
    ],
)
def test_datelines(start: str, expected: str | None) -> None:
    assert agency(text=start + BODY) == expected


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("Reuters", "Reuters"),
        ("Ann Lee, Associated Press", "Associated Press"),
        ("Ann Lee Associated Press", "Associated Press"),
        ("By Ann Lee | AP", "Associated Press"),
        ("AFP", "Agence France-Presse"),
        ("dpa, AFP", "Deutsche Presse-Agentur"),
        ("Coast Wire", "Coast Wire"),
        ("Ann Lee", None),
        ("Ann Lee and Bo Ek", None),
        ("Peta Ani, Ap Larsen", None),
        (None, None),
    ],
)
def test_bylines(byline: str | None, expected: str | None) -> None:
    assert agency(byline) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("© 2026 AFP", "Agence France-Presse"),
        (
            "Copyright 2026 The Associated Press. All rights reserved. This material may not be rewritten.",
            "Associated Press",
        ),
        ("Source: Reuters", "Reuters"),
        ("Quelle: dpa", "Deutsche Presse-Agentur"),
        ("The ministry did not answer on Friday. (PTI)", "Press Trust of India"),
        ("The ministry did not answer on Friday. — AFP", "Agence France-Presse"),
        ("dpa", "Deutsche Presse-Agentur"),
        ("Additional reporting by Reuters", None),
        ("With files from The Canadian Press", None),
        ("The mayor told AFP that she was tired.", None),
        ("© 2026 Harbour Gazette", None),
        ("The ministry did not answer (on Friday).", None),
    ],
)
def test_last_lines(line: str, expected: str | None) -> None:
    assert agency(text=f"{BODY}\n\n{line}") == expected
    assert agency(lines=(line,)) == expected


def test_sites_of_agencies() -> None:
    assert agency_of("reuters.com") == "Reuters"
    assert agency_of("harbour.example") is None


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_has_an_agency_or_none(byline: str, text: str) -> None:
    assert agency(byline, text) is None or agency(byline, text)
