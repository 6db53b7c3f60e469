"""The canonical shape of prose."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.articles.cleaning import clean_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        (" \n\t\n ", ""),
        ("One  two\u00a0three\u2009four\nfive", "One two three four five"),
        ("One.\n\n\n  \n\nTwo.\r\n\r\nThree.", "One.\n\nTwo.\n\nThree."),
        ("One.\u2028\u2029Two.", "One.\n\nTwo."),
        ("par\u00adlia\u200bment\ufeff\u2060", "parliament"),
        ("cafe\u0301", "café"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_examples(text: str, expected: str) -> None:
    assert clean_text(text) == expected


@settings(derandomize=True, deadline=None, max_examples=300)
@given(
    st.text(
        st.one_of(st.characters(codec="utf-8"), st.sampled_from(" \n\r\u00a0\u00ad\u200b\u2028\u0301e")), max_size=80
    )
)
def test_idempotent_and_in_shape(text: str) -> None:
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    for paragraph in cleaned.split("\n\n"):
        assert paragraph == " ".join(paragraph.split())
    assert "".join(cleaned.split()) == "".join(clean_text(" ".join(text.split())).split())
