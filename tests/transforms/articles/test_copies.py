"""Which texts count as exact copies of one another."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.articles.copies import statement_cluster_id, syndication_cluster_id

BODY = (
    "The river authority opened the lower dam on Tuesday, and three villages were told to leave before nightfall.\n\n"
    "“We have done this before,” said Mayor Ilse Brandt. “We know which road stays dry, and who has no car.”\n\n"
    "Farmers said the state had waited two days too long. The ministry did not answer a request for comment."
)


@pytest.mark.parametrize(
    "copy",
    [
        BODY.upper(),
        BODY.replace("“", '"').replace("”", '"'),
        BODY.replace(",", "").replace("\n\n", " "),
        f"GRÜNFELS (Wire) — {BODY}",
        f"GRÜNFELS, March 7 (Wire) - {BODY}",
        f"Grünfels, Upper Valley (WIRE) – {BODY}",
        f"GRÜNFELS — {BODY}",
        f"{BODY}\n\nReporting by Ann Lee; editing by Bo Ek",
        f"{BODY}\n\n(Additional reporting by Ann Lee in Basel)",
        f"{BODY}\n\n© 2024 The Wire. All rights reserved.",
    ],
)
def test_copies_share_an_id(copy: str) -> None:
    assert syndication_cluster_id(copy) == syndication_cluster_id(BODY) is not None


@pytest.mark.parametrize(
    "other", [BODY.replace("three", "four"), f"{BODY}\n\nThe dam was built in 1931.", BODY.split("\n\n", 1)[1] * 2]
)
def test_other_words_another_id(other: str) -> None:
    assert syndication_cluster_id(other) not in (None, syndication_cluster_id(BODY))


def test_short_bodies_have_none() -> None:
    assert syndication_cluster_id(" ".join(["word"] * 39)) is None
    assert syndication_cluster_id(" ".join(["word"] * 40)) is not None
    assert syndication_cluster_id("") is None


def test_a_dash_in_the_first_sentence_is_no_dateline() -> None:
    one = f"Nobody (not even the mayor) spoke. {BODY}"
    assert syndication_cluster_id(one) != syndication_cluster_id(BODY)


def test_statements() -> None:
    said = statement_cluster_id("We know which road stays dry.")
    assert said == statement_cluster_id("“we know which road – stays DRY”") is not None
    assert said != statement_cluster_id("We know which road stays wet.")
    assert statement_cluster_id("It wasn’t ours to give away") == statement_cluster_id("It wasn't ours to give away")
    assert statement_cluster_id("We will not comment") is None


@settings(derandomize=True, deadline=None)
@given(st.text(max_size=300))
def test_any_text_has_an_id_or_none(text: str) -> None:
    for cluster_id in (syndication_cluster_id(text), statement_cluster_id(text)):
        assert cluster_id is None or len(cluster_id) == 16
