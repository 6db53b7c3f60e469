"""What is another version of an article, and what only another spelling of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.articles.versions import fingerprint

HEADLINE = "Mayor’s bridge ‘opens in May’"
TEXT = (
    "“The bridge will open in May,” the mayor said – after years of delay.\n\n"
    "It’s 12 metres wide. Some 340 comments reached the council.\n\nRead the plans before Friday."
)


@pytest.mark.parametrize(
    "spelling",
    [
        TEXT.replace("“", '"').replace("”", '"').replace("’", "'").replace("–", "-"),
        TEXT.replace("“", "„").replace("”", "“"),
        TEXT.replace("\n\n", "\n \n").replace(" ", "\u00a0"),
        TEXT.replace("\n\n", " "),
        f"{TEXT}\n\n12 comments",
        f"1.2K shares\n\nUpdated 3 hours ago\n\n{TEXT}\n\n4 min read",
        f"Vor 5 Minuten\n\n{TEXT}\n\nKommentare: 17",
        TEXT.replace("It’s", "Advertisement\n\nIt’s"),
        TEXT.replace("It’s", "Read more: Ten bridges that were late\n\nIt’s"),
    ],
)
def test_another_spelling_is_the_same_version(spelling: str) -> None:
    assert fingerprint(HEADLINE, spelling) == fingerprint(HEADLINE, TEXT)
    assert fingerprint("Mayor's bridge 'opens in May'", spelling) == fingerprint(HEADLINE, TEXT)


@pytest.mark.parametrize(
    "other",
    [
        TEXT.replace("12 metres", "13 metres"),
        TEXT.replace("340", "350"),
        TEXT.replace("will open", "will not open"),
        TEXT.replace("mayor", "Mayor"),
        TEXT.replace("May,”", "May!”"),
        f"{TEXT}\n\nCorrection: the bridge is 13 metres wide.",
        f"{TEXT}\n\nThe last ferry left 3 hours ago.",
        f"{TEXT}\n\n12 dead",
        "\n\n".join(TEXT.split("\n\n")[::-1]),
    ],
)
def test_other_words_are_another_version(other: str) -> None:
    assert fingerprint(HEADLINE, other) != fingerprint(HEADLINE, TEXT)


def test_another_headline_is_another_version() -> None:
    assert fingerprint("Mayor’s bridge opens in June", TEXT) != fingerprint(HEADLINE, TEXT)
    assert fingerprint(None, TEXT) != fingerprint(HEADLINE, TEXT)
    assert fingerprint(None, f"{HEADLINE}\n\n{TEXT}") != fingerprint(HEADLINE, TEXT)


@given(st.text(max_size=200))
def test_any_text_has_one(text: str) -> None:
    assert fingerprint(text, text) == fingerprint(text, f" {text.replace(' ', '  ')}\t")
