"""Titles inside a run of capitals: "US President | Donald Trump", "Secretary of State | John Kerry"."""

from __future__ import annotations

from transforms.entities.name_words import name_words
from transforms.entities.passage import Passage

_INSIDE = frozenset(("the", "and"))


def find_title(passage: Passage, first: int, last: int) -> tuple[int, int]:
    """Return the head and the end of the last title of the run: "US President | Donald Trump"; (0, 0): none."""
    for at in range(last - 1, first - 1, -1):
        if is_title_word(passage, at):
            end = _title_end(passage, first, at, last)
            if end:
                return at, end
    return 0, 0


def is_title_word(passage: Passage, at: int) -> bool:
    lower, lexicon = passage.tokens[at].text.lower().rstrip("."), name_words()
    return lower in lexicon.office or lower in lexicon.address


def _title_end(passage: Passage, first: int, at: int, last: int) -> int:
    """Return where the title with its head at `at` ends, or 0 when the word is no title here."""
    tokens, lexicon = passage.tokens, name_words()
    before = tokens[at - 1].text if at > first else ""
    if at == last - 1:  # "Prime Minister |", but Stephen King
        opens = title_start(passage, first, at)
        in_body = opens > first and tokens[opens - 1].text in _INSIDE | lexicon.links
        is_name = in_body or before in lexicon.given or (len(before) == 2 and before.endswith("."))
        return 0 if is_name or tokens[at].text.lower().rstrip(".") not in lexicon.office else last
    if before in lexicon.given and tokens[at + 1].text not in lexicon.given:
        return 0
    if at > first and (before in lexicon.links or before == "the"):  # Council of Private Enterprise
        return 0
    end = at + 1
    if tokens[end].text == "of":  # Secretary of State John Kerry
        end += 2
        if end >= last:
            return last
    if not tokens[end].capital:
        return 0
    tail = tokens[last - 1].text
    is_body = tail in lexicon.organization_last or tail in lexicon.place_last  # General Motors Corp
    return 0 if is_body and tokens[end].text not in lexicon.given else end


def title_start(passage: Passage, first: int, head: int) -> int:
    """Return where the title begins that has its head at `head`: "High Commissioner"."""
    start = head
    while start > first and (
        is_title_word(passage, start - 1) or passage.tokens[start - 1].text.lower() in name_words().modifiers
    ):
        start -= 1
    return start
