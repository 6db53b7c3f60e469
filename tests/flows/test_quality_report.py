"""The quality report: it says what happened, and nothing in the news can make the page do anything."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.adapters.report import SHOWN_REFUSALS, render_quality_report, write_report
from schemas.run import Check, Refusal

NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
SUMMARY: dict[str, Any] = {
    "run_id": "20261122-1", "flow": "nightly", "outcome": "incomplete", "started_at": NOW, "finished_at": None,
    "counts": {"derived": {"articles": 1204}, "loaded": {"articles": {"new": 1200, "changed": 4}}, "acquired": {}},
}  # fmt: skip
CHECK = Check("staged rows", "mentions", "expect_column_values_to_be_in_set", "form", "critical", False, 9000, 2)
REFUSAL = Refusal("validate", "unknown-form", "form is 'emoji'", "mention 1", "r.warc.gz", 7, "mentions", "{}")

XSS = [
    "<script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "<svg/onload=alert(1)>",
    "<iframe src=https://evil.example></iframe>",
    "<a href=javascript:alert(1)>read on</a>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<link rel=stylesheet href=//evil.example/x.css><base href=//evil.example>",
    "<!--<img src=x>--><![CDATA[<b>]]>",
    "</bdi></td></table><form action=//evil.example><input autofocus onfocus=alert(1)>",
    "{{ 7 * 7 }}{% raw %}{{ config }}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\x00<scr\x00ipt>",
    "\ud800<script>",
    "@import url(//evil.example)",
]  # fmt: skip
TAGS = {
    "html", "head", "meta", "title", "style", "body", "main", "header", "p", "h1", "h2", "h3", "dl", "dt", "dd", "div",
    "section", "b", "span", "table", "tr", "th", "td", "details", "summary", "code", "bdi",
}  # fmt: skip
ATTRIBUTES = {"class", "lang", "charset", "http-equiv", "content", "name", "open"}


class _Reader(HTMLParser):
    """What a browser would make of the page: its tags, its attributes, its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.others: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.others.append(data)


def _read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader


def _hostile_page(text: str) -> str:
    refusal = Refusal("validate", text, text, text, text, 0, text, text)
    check = replace(CHECK, expectation=text, column_name=text, severity=text)
    summary = {"run_id": text, text: text, "counts": {text: {text: text}, "loaded": {text: {text: text}}}}
    return render_quality_report(summary, [check], [refusal])


def _assert_inert(page: str, clean: _Reader) -> _Reader:
    reader = _read(page)
    assert set(reader.tags) <= TAGS
    assert reader.attributes <= ATTRIBUTES
    assert reader.others == []
    assert [reader.tags.count(tag) for tag in ("style", "meta", "bdi")] == [
        clean.tags.count(tag) for tag in ("style", "meta", "bdi")
    ]
    page.encode("utf-8")
    return reader


@pytest.mark.parametrize("text", XSS)
def test_hostile_text_is_shown_and_does_nothing(text: str) -> None:
    reader = _assert_inert(_hostile_page(text), _read(_hostile_page("harmless")))
    shown = text.replace("\x00", "[U+0000]").replace("\ud800", "[U+D800]")
    assert reader.text.count(shown) >= 10


@settings(derandomize=True, deadline=None, max_examples=25)
@given(st.text(st.characters(), max_size=60))
def test_any_text_is_inert(text: str) -> None:
    _assert_inert(_hostile_page(text), _read(_hostile_page("harmless")))


def test_characters_that_hide_or_reorder_are_spelt_out() -> None:
    page = _hostile_page("pay \u202e000,1\u202c \u2066now\u2069 \u200bzero\ufeff 👩\u200d🌾")
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\ufeff]", page)
    assert "pay [U+202E]000,1[U+202C] [U+2066]now[U+2069] [U+200B]zero[U+FEFF] 👩\u200d🌾" in page


def test_the_page_allows_itself_nothing_but_its_own_style() -> None:
    page = render_quality_report(SUMMARY, [CHECK], [REFUSAL])
    [style] = re.findall("<style>(.*?)</style>", page, flags=re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"content=\"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'\"" in page
    assert "//" not in page
    assert "url(" not in style


def test_the_page_says_what_happened() -> None:
    text = _read(render_quality_report(SUMMARY, [CHECK, CHECK], [REFUSAL, REFUSAL])).text
    for words in ("2 refusals to look at", "20261122-1", "nightly", "1,204", "1,200", "18,000", "unknown-form",
                  "form is 'emoji'", "r.warc.gz"):  # fmt: skip
        assert words in text
    assert "finished at" not in text, "it has no value"


def test_a_run_without_refusals_or_rows_has_a_page_too() -> None:
    text = _read(render_quality_report(SUMMARY, [], [])).text
    assert "Nothing was refused" in text
    assert "nothing was checked" in text


def test_many_refusals_are_counted_and_some_are_listed() -> None:
    refusals = [replace(REFUSAL, subject=f"mention {number}") for number in range(SHOWN_REFUSALS + 1234)]
    reader = _read(render_quality_report(SUMMARY, [CHECK], refusals))
    assert reader.tags.count("bdi") == 2 * SHOWN_REFUSALS
    assert "and 1,234 more" in reader.text
    assert f"{SHOWN_REFUSALS + 1234:,} refusals" in reader.text


def test_long_values_are_cut() -> None:
    assert len(_hostile_page("a" * 1_000_000)) < 50_000


def test_the_file_is_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "reports" / "run.html"
    write_report(path, "first")
    write_report(path, "“second”")
    assert path.read_text(encoding="utf-8") == "“second”"
    assert [entry.name for entry in path.parent.iterdir()] == ["run.html"]
