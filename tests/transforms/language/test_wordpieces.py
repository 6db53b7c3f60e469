"""Windows of word pieces: which sentences are read, what of a quotation, and that every word is where it says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from transforms.language.quotations import quotations
from transforms.language.text import sentences
from transforms.language.wordpieces import CLS, SEP, WINDOW, Window, windows, word_pieces

NEWSY = st.lists(
    st.sampled_from(
        ["said", "Brandt", "“The", "dam”", "holds.", "According", "to", "\n\n", "naïve", "Łódź", "—", "x" * 60]
    ),
    max_size=400,
).map(" ".join)


def cut(text: str) -> list[Window]:
    quoted = quotations(text)
    return list(windows(text, sentences(text, quoted), sorted(s for one in quoted for s in one.spans)))


def read(text: str) -> list[str]:
    return [text[start:end] for window in cut(text) for start, end in window.words]


def test_only_sentences_with_a_cue_are_read() -> None:
    text = "The dam holds. Brandt said it was old. Nobody lives below it."
    assert read(text) == ["Brandt", "said", "it", "was", "old", "."]


def test_a_question_before_its_cue_is_read_too() -> None:
    text = "“Is the dam safe?” Brandt asked. The dam is old."
    assert read(text)[:2] == ["“", "Is"]
    assert read(text)[-2:] == ["asked", "."]


def test_a_cue_inside_a_quotation_is_none() -> None:
    assert read("“He said so.”") == []


def test_the_middle_of_a_long_quotation_is_left_out() -> None:
    words = " ".join(f"word{number}" for number in range(60))
    assert len(read(f"“{words},” Brandt said.")) < 20


def test_pieces_are_the_vocabularys_whatever_case_and_accent() -> None:
    assert word_pieces("Said") == word_pieces("said")
    assert word_pieces("Café") == word_pieces("cafe")
    assert word_pieces("☃☃☃") == (100,)  # [UNK]


def test_marks_tell_case_and_quotation() -> None:
    (window,) = cut("NATO said “No” to Brandt.")
    marks = {
        text: int(window.marks[first])
        for text, first in zip(["NATO", "said", "“", "No", "”", "to", "Brandt", "."], window.firsts, strict=True)
    }
    assert marks == {"NATO": 2, "said": 0, "“": 7, "No": 5, "”": 7, "to": 0, "Brandt": 1, ".": 3}


@given(NEWSY)
def test_windows_hold_their_words_in_order(text: str) -> None:
    ended = 0
    for window in cut(text):
        assert len(window.pieces) == len(window.marks) <= WINDOW
        assert window.pieces[0] == CLS
        assert window.pieces[-1] == SEP
        assert len(window.words) == len(window.firsts) == len(window.sentences)
        for (start, end), first in zip(window.words, window.firsts, strict=True):
            assert ended <= start < end
            assert window.pieces[first] == word_pieces(text[start:end])[0]
            ended = end
