"""A live blog is one article, and each of its entries has its time and its place."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from schemas.article import Article
from tests.transforms.articles.test_articles import FETCHED_AT, page, respond
from transforms.articles.extraction import extract_article

ENTRIES = [
    (
        "2024-06-13T21:40:00Z",
        "Recount refused",
        [
            "The returning officer has refused a recount of the postal votes in the harbour ward.",
            "“I have seen the bundles, and I am content,” she told the agents of both parties.",
        ],
    ),
    (
        "2024-06-13T21:05:00Z",
        "Turnout is up",
        ["Turnout was 61 per cent, eight points above the last vote, and there were queues at two stations."],
    ),
    (
        "2024-06-13T20:00:00Z",
        None,
        ["The polls have closed, and the first boxes are being emptied in the sports hall of the college."],
    ),
]


def shown(*, is_timed: bool = True) -> str:
    parts = []
    for at, headline, paragraphs in ENTRIES:
        time = f'<time datetime="{at}">{at[11:16]}</time>' if is_timed else ""
        heading = f"<h2>{headline}</h2>" if headline else ""
        parts.append(f"<div class='block'>{time}{heading}{''.join(f'<p>{text}</p>' for text in paragraphs)}</div>")
    return "".join(parts)


def declared(key: str, **more: object) -> str:
    updates = [
        {"@type": "BlogPosting", "datePublished": at, "headline": headline, "articleBody": " ".join(paragraphs)}
        for at, headline, paragraphs in ENTRIES
    ]
    node = {"@type": "LiveBlogPosting", "headline": "The count as it happens", key: updates, **more}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def told(article: Article) -> list[tuple[str, str | None, list[str]]]:
    return [
        (
            f"{entry.posted_at:%Y-%m-%dT%H:%M:%SZ}",
            entry.headline,
            [told for told in article.text[entry.start : entry.end].split("\n\n") if told != entry.headline],
        )
        for entry in article.live_entries
    ]


@pytest.mark.parametrize(
    ("head", "is_timed"),
    [(declared("liveBlogUpdate"), False), (declared("liveBlogUpdate"), True), (declared("about"), True)],
)
def test_entries_are_dated(head: str, is_timed: bool) -> None:
    article = extract_article(respond(page(shown(is_timed=is_timed), head=head)))
    assert "live-blog" in article.flags
    assert [(at, paragraphs) for at, _, paragraphs in told(article)] == [(at, text) for at, _, text in ENTRIES]
    assert [headline for _, headline, _ in told(article)] == ["Recount refused", "Turnout is up", None]


def test_microdata_declares_a_live_blog_too() -> None:
    around = ('<div itemscope itemtype="https://schema.org/LiveBlogPosting">', "</div>")
    article = extract_article(respond(page(shown(), around=around)))
    assert article.flags == ("live-blog",)
    assert len(article.live_entries) == 3


def test_an_article_with_times_in_it_is_no_live_blog() -> None:
    assert extract_article(respond(page(shown()))).live_entries == ()


def test_dates_ahead_of_the_fetch_are_not_believed() -> None:
    later = declared("liveBlogUpdate").replace("2024-06-13T21:40", "2031-01-01T00:00")
    entries = extract_article(respond(page(shown(is_timed=False), head=later))).live_entries
    assert [entry.posted_at for entry in entries] == [
        datetime(2024, 6, 13, 21, 5, tzinfo=UTC),
        datetime(2024, 6, 13, 20, tzinfo=UTC),
    ]
    assert all(entry.posted_at < FETCHED_AT for entry in entries)


@pytest.mark.parametrize(
    "updates", [[], "soon", [{"datePublished": "x"}], [None, 3], [{"datePublished": "2024-06-13T20:00Z"}]]
)
def test_broken_declarations_date_nothing(updates: object) -> None:
    head = declared("about", liveBlogUpdate=updates)
    assert extract_article(respond(page(shown(is_timed=False), head=head))).live_entries == ()
