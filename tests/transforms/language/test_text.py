"""Cutting text: paragraphs, sentences, words and quotations."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.statement import Span, slices
from transforms.language.text import Quotation, paragraphs, quotations, sentences, words

NEWSY = st.text(alphabet="ab AS.?!,\n\"'“”‘’«»„-", max_size=120) | st.text(max_size=60)


def cut(text: str, spans: tuple[Span, ...]) -> list[str]:
    return [text[start:end] for start, end in spans]


def quoted(text: str) -> list[str]:
    return [slices(text, quotation.spans) for quotation in quotations(text)]


def test_paragraphs_are_separated_by_blank_lines() -> None:
    text = "\n One.\n \t\n\nTwo.\n"
    assert cut(text, paragraphs(text)) == ["One.", "Two."]


def test_a_line_break_ends_a_paragraph() -> None:
    text = "Harbour wall fails\nThe wall fell on Monday.\nNobody was hurt."
    assert cut(text, paragraphs(text)) == text.split("\n")


def test_lines_broken_at_a_width_are_one_paragraph() -> None:
    text = (
        "The harbour wall fell on Monday night, hours after the last\nferry had left, and nobody was hurt, the port "
        "said\nin a statement.\n\nThe wall was built in 1911."
    )
    lines = text.split("\n")
    assert cut(text, paragraphs(text)) == ["\n".join(lines[:3]), lines[4]]


def test_a_quotation_goes_on_in_the_next_line_to_its_closing_mark() -> None:
    assert quoted("“We heard a crack.\nThen it fell,” she said.") == ["“We heard a crack. Then it fell,”"]


def test_words_keep_inner_apostrophes() -> None:
    text = "The mayor’s 3 dogs don't bark."
    assert cut(text, words(text)) == ["The", "mayor’s", "3", "dogs", "don't", "bark"]


def test_words_of_a_part() -> None:
    text = "alpha beta gamma"
    assert cut(text, words(text, 6, 10)) == ["beta"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Ode met Dr. A. B. Lind. They left.", ["Mr. Ode met Dr. A. B. Lind.", "They left."]),
        ("It sank in the harbour.The crew swam.", ["It sank in the harbour.", "The crew swam."]),
        ("It runs on Dock.Net and Mrs.Lind owns it.", ["It runs on Dock.Net and Mrs.Lind owns it."]),
        ("“It is an affront.“ However, it sails.", ["“It is an affront.“", "However, it sails."]),
        ("It is in the U.S. Senate. No vote!", ["It is in the U.S. Senate.", "No vote!"]),
        ("They live in the U.S. The law is old.", ["They live in the U.S.", "The law is old."]),
        ("Brann Inc. rose at 5 p.m. on Friday. Why?", ["Brann Inc. rose at 5 p.m. on Friday.", "Why?"]),
        ("“Stop. Go back,” she said. He did.", ["“Stop. Go back,” she said.", "He did."]),
        ("He left … and came back. “Why?” he asked.", ["He left … and came back.", "“Why?” he asked."]),
        ("No end\n\nNew paragraph", ["No end", "New paragraph"]),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert cut(text, sentences(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Yes,” he said. “No.”", ["“Yes,”", "“No.”"]),
        ('He said "yes" and "no".', ['"yes"', '"no"']),
        (
            "‘It’s ours,’ he said. ‘The players’ union won’t yield.’",
            ["‘It’s ours,’", "‘The players’ union won’t yield.’"],
        ),
        ("'We won't go,' Mr Lind said of the '90s rock 'n' roll.", ["'We won't go,'"]),
        ("«Jamais», dit-il. „Nie“, sagte sie.", ["«Jamais»", "„Nie“"]),
        ("''Come in,'' she said. ``Sit.''", ["''Come in,''", "``Sit.''"]),
        ('A 6\'2" door, 5" wide', []),
        ("a closing mark” alone", []),
    ],
)
def test_quotation_marks(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_nested_quotations_are_inside() -> None:
    text = "“He said ‘no’ to me,” she said."
    (outer,) = quotations(text)
    assert slices(text, outer.spans) == "“He said ‘no’ to me,”"
    assert [slices(text, inner.spans) for inner in outer.inner] == ["‘no’"]


def test_british_nesting_is_the_other_way_round() -> None:
    text = "‘He said “no” to me,’ she said."
    (outer,) = quotations(text)
    assert [slices(text, inner.spans) for inner in outer.inner] == ["“no”"]


@pytest.mark.parametrize("marks", [("“", "”"), ("‘", "’"), ('"', '"')])
def test_running_quotation_has_a_span_in_each_paragraph(marks: tuple[str, str]) -> None:
    opening, closing = marks
    text = f"{opening}One.\n\n{opening}Two.\n\n{opening}Three,{closing} he said."
    (running,) = quotations(text)
    assert cut(text, running.spans) == [f"{opening}One.", f"{opening}Two.", f"{opening}Three,{closing}"]


def test_unclosed_double_ends_with_its_paragraph_and_unclosed_single_is_dropped() -> None:
    assert quoted("“No end here.\n\nNext.") == ["“No end here."]
    assert quoted("‘No end here.\n\nNext.") == []


def test_unclosed_mark_does_not_swallow_the_next_quotation() -> None:
    assert quoted("“No end, he said. “An end,” he said.") == ["“An end,”"]


def test_a_dropped_single_mark_lets_its_contents_out() -> None:
    assert quoted("The ‘lost mark and “a quotation” here.") == ["“a quotation”"]


@given(NEWSY)
def test_any_text_gives_sorted_spans_inside_it(text: str) -> None:
    found = quotations(text)
    flat = [span for quotation in found for span in quotation.spans]
    for spans in (paragraphs(text), sentences(text), words(text), flat):
        assert all(0 <= span[0] < span[1] <= len(text) for span in spans)
        assert all(before[1] <= after[0] for before, after in pairwise(spans))
    for quotation in found:
        assert_nested(quotation)


def assert_nested(quotation: Quotation) -> None:
    for inner in quotation.inner:
        for span in inner.spans:
            assert any(outer.start <= span.start and span.end <= outer.end for outer in quotation.spans)
        assert_nested(inner)


@given(NEWSY)
def test_sentences_cover_every_word_and_cut_no_quotation(text: str) -> None:
    found = sentences(text)
    for start, end in words(text):
        assert any(sentence.start <= start and end <= sentence.end for sentence in found)
    for quotation in quotations(text):
        for span in quotation.spans:
            assert any(sentence.start <= span.start and span.end <= sentence.end for sentence in found)


@pytest.mark.parametrize("piece", ['"', "'", "“", "‘", "''", "“‘", "!", "\n"])
def test_a_megabyte_of_marks_is_read_at_once(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    start = time.process_time()
    sentences(text, quotations(text))
    assert time.process_time() - start < 2


@pytest.mark.parametrize("piece", ["s' a ", "’ ", "“ ", '."', "\n\n“a ", "‘a “b ", "A. "])
def test_hostile_prose_takes_linear_time(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    start = time.process_time()
    sentences(text, quotations(text))
    assert time.process_time() - start < 6
