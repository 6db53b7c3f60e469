"""A night among hard pages: each costs no more than itself, and each story is one article however it is served."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.adapters.newsroom import Newsroom, serve
from flows.execution import LocalExecution
from flows.nightly import NightlyRequest, run_nightly
from flows.subscription import read_subscription
from flows.workers import Limits, Workers
from tests.flows.lines import NOW, rows, settings_for
from tests.transforms.articles.test_articles import PROSE, page
from tests.transforms.articles.test_live_blogs import declared, shown

HOST = "paper.example"
LAST = "The last page says that the dam was opened on the Friday after, and that nobody thanked anybody."
NESTED = b"<div>" * 50_000 + b"".join(b"<p>%s</p>" % text.encode() for text in PROSE)
CELLS = b"<table>" + b"<tr><td>7</td></tr>" * 20_000 + b"</table>"
ATTRIBUTES = b"<html><body><p " + b" ".join(b"a%d=1" % number for number in range(300_000)) + b">" + PROSE[0].encode()
PAGES = {
    "story": page(*PROSE, head='<link rel="next" href="/story/2">'),
    "story/2": page(PROSE[0], LAST, head='<link rel="canonical" href="/story"><link rel="prev" href="/story">'),
    "dam": page(*PROSE[::-1], head='<title>The dam</title><link rel="amphtml" href="/dam/amp">'),
    "dam/amp": page(*PROSE[::-1], head=f'<title>The dam</title><link rel="canonical" href="http://{HOST}/dam">'),
    "dam/print": page(*PROSE[::-1], head="<title>The dam</title>"),
    "live": page(shown(), head=declared("liveBlogUpdate")),
    "report": b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj",
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "gone": page(PROSE[0], head="<title>Page not found</title>"),
    "members": page("Please sign in.", '<input type="password">', head="<title>Sign in</title>"),
    "attributes": ATTRIBUTES,
    "nested": NESTED,
    "cells": page(*PROSE).replace(b"</article>", CELLS + b"</article>"),
    "paragraphs": b"<p>" * 1_000_000,
}
OFFERED = [name for name in PAGES if name != "story/2"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse after one night of it."""
    folder = tmp_path_factory.mktemp("newsroom")
    items = "".join(f"<item><title>{name}</title><link>http://{HOST}/{name}</link></item>" for name in OFFERED)
    site = folder / "sites" / HOST
    site.mkdir(parents=True)
    (site / "rss.xml").write_text(f'<rss version="2.0"><channel><title>Paper</title>{items}</channel></rss>')
    for name, body in PAGES.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / f"{name}.html").write_bytes(body)
    (folder / "responses.toml").write_text("")
    (folder / "feeds.toml").write_text(
        f'[[outlets]]\nid = "paper"\nname = "Paper"\ndomain = "{HOST}"\nkind = "paper"\n'
        f'  [[outlets.feeds]]\n  url = "http://{HOST}/rss.xml"\n'
    )
    newsroom, request = Newsroom(folder, 1), NightlyRequest(folder / "feeds.toml", poll_all=True)
    home = tmp_path_factory.mktemp("home")
    with serve(newsroom) as port, Workers(1, Limits(cpu_s=3)) as workers:
        settings = settings_for(home, newsroom, port, jobs=1)
        run_nightly(request, read_subscription(request.feeds), settings, LocalExecution(workers), NOW)
    return home


def test_each_hard_page_is_refused_for_its_reason(home: Path) -> None:
    refused = dict(rows(home, "select regexp_extract(subject, 'example/(.*)', 1), reason from quarantine"))
    assert refused.pop("attributes") in ("cpu-limit", "memory-limit", "time-limit")
    assert refused.pop("nested", "no-text") == "no-text"  # 50,000 levels: read or refused
    assert refused == {
        "report": "not-html",
        "picture": "not-html",
        "gone": "error-page",
        "members": "login-wall",
        "paragraphs": "too-complex",
    }


def test_each_story_is_one_article(home: Path) -> None:
    urls = [
        url.removeprefix(f"http://{HOST}/") for (url,) in rows(home, "select canonical_url from articles order by 1")
    ]
    assert [url for url in urls if url != "nested"] == ["cells", "dam", "live", "story"]
    assert rows(home, "select count(*) from article_versions") == [(len(urls),)]


def test_a_story_on_two_pages_is_read_to_its_end(home: Path) -> None:
    [(text,)] = rows(
        home,
        "select text from article_versions inner join articles using (article_id) where canonical_url like '%/story'",
    )
    assert text.split("\n\n") == [*PROSE, LAST]
    assert rows(home, "select count(*), max(status) from fetches where url like '%/story/2'") == [(1, 200)]


def test_a_live_blog_has_dated_entries(home: Path) -> None:
    entries = rows(
        home,
        'select posted_at, live_entries.headline, substring(text, start + 1, "end" - start) from live_entries '
        "inner join article_versions using (article_version_id) order by start",
    )
    assert [(f"{at:%H:%M}", headline) for at, headline, _ in entries] == [
        ("21:40", "Recount refused"),
        ("21:05", "Turnout is up"),
        ("20:00", None),
    ]
    assert entries[1][2].removeprefix("Turnout is up\n\n").startswith("Turnout was 61 per cent")
