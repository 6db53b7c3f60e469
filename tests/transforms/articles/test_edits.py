"""What people read of an edit."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from transforms.articles.edits import edit

FORMER = "The dam opened at noon, and three villages were told to leave.\n\nFarmers had waited.\n\nIt rained."


def test_words_are_marked_inside_the_paragraphs_that_changed() -> None:
    found = edit(FORMER, FORMER.replace("three villages", "four small villages"))
    assert found.diff == (
        "The dam opened at noon, and [-three-] {+four small+} villages were told to leave.\n\n…"
    )  # fmt: skip
    assert (found.words_removed, found.words_added) == (1, 2)


def test_a_paragraph_put_in_and_one_taken_out() -> None:
    assert edit(FORMER, f"{FORMER}\n\nThe mayor left.").diff == "…\n\n{+The mayor left.+}"
    assert edit(FORMER, FORMER.replace("Farmers had waited.\n\n", "")).diff == "…\n\n[-Farmers had waited.-]\n\n…"


def test_another_text_stands_beside_the_former() -> None:
    assert edit("It rained all day.", "Snow fell on the hills.\n\nThe mayor left.").diff == (
        "[-It rained all day.-] {+Snow fell on the hills.\n\nThe mayor left.+}"
    )


def test_a_split_paragraph_loses_no_word() -> None:
    found = edit("One two three. Four five six.", "One two three.\n\nFour five six.")
    assert (found.diff, found.words_removed, found.words_added) == ("", 0, 0)


def test_a_long_paragraph_is_shown_around_its_changes() -> None:
    words = [f"word{number}" for number in range(200)]
    changed = [*words[:100], "new", *words[101:]]
    shown = " ".join([*words[88:100], "[-word100-] {+new+}", *words[101:113]])
    assert edit(" ".join(words), " ".join(changed)).diff == f"… {shown} …"


def test_nothing_changed() -> None:
    assert edit(FORMER, FORMER).diff == ""


def test_huge_texts_of_one_word_are_compared_in_no_time() -> None:
    one, other = "\n\n".join(["la la"] * 30_000), "\n\n".join(["la la"] * 30_001)
    assert edit(one, other).words_added == 60_002


WORDS = st.lists(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=6).map(" ".join), max_size=6).map("\n\n".join)


@given(WORDS, WORDS)
def test_the_marks_lead_from_the_one_to_the_other(former: str, text: str) -> None:
    found = edit(former, text)
    assert len(text.split()) - len(former.split()) == found.words_added - found.words_removed
    assert sum(len(part.split()) for part in re.findall(r"\{\+(.*?)\+\}", found.diff, re.DOTALL)) == found.words_added
    assert sum(len(part.split()) for part in re.findall(r"\[-(.*?)-\]", found.diff, re.DOTALL)) == found.words_removed
