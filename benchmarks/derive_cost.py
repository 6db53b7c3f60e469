"""What reading one page costs, part by part, as multiples of one lxml parse and of bare trafilatura.

On the pages of the sample newsroom; CPU time, each part the best of several passes over all pages.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import lxml.html
import trafilatura

from flows.adapters.newsroom import Newsroom
from schemas.errors import ParseError
from schemas.response import ArchivedFetch, Fetch, FetchPlan, RecordPointer, Response
from transforms.articles.extraction import extract_article
from transforms.derive import derive
from transforms.entities.knowledge import load_knowledge
from transforms.reading import read

FOLDER = Path(__file__).parents[1] / "examples" / "newsroom"


def pages() -> list[Response]:
    """The newsroom's article pages, as the archive would give them."""
    newsroom = Newsroom(FOLDER, 1)
    found = []
    for host in newsroom.hosts:
        for path in sorted((FOLDER / "sites" / host).rglob("*.html")):
            target = "/" + path.relative_to(FOLDER / "sites" / host).as_posix().removesuffix(".html")
            page = newsroom.page(host, target)
            url, now = f"http://{host}{target}", datetime(2026, 11, 16, tzinfo=UTC)
            response = Response(url, 200, "OK", "HTTP/1.1", page.headers, page.body, now)
            try:
                extract_article(response)
            except ParseError:
                continue
            found.append(response)
    return found


def cpu_ms(step: Callable[[Any], object], items: Sequence[Any], passes: int = 3) -> float:
    """Return CPU milliseconds per item, the best of the passes."""
    best = float("inf")
    for _ in range(passes):
        started = time.process_time()
        for item in items:
            step(item)
        best = min(best, time.process_time() - started)
    return 1000 * best / len(items)


def main() -> None:
    """Print the table."""
    responses, knowledge = pages(), load_knowledge()
    articles = [extract_article(response) for response in responses]

    def whole(response: Response) -> object:
        fetch = Fetch(FetchPlan("article", response.url), response.url, response.fetched_at, 0, response=response)
        return derive(ArchivedFetch(RecordPointer("bench", 0, "bench"), fetch), {}, knowledge)

    parts = {
        "one lxml parse": cpu_ms(lambda r: lxml.html.fromstring(r.body), responses),
        "bare trafilatura, with metadata": cpu_ms(
            lambda r: trafilatura.bare_extraction(r.body, url=r.url, fast=True, with_metadata=True), responses
        ),
        "our article": cpu_ms(extract_article, responses),
        "our reading (mentions, entities, statements)": cpu_ms(
            lambda a: read(a.text, knowledge, published_at=a.published_at), articles
        ),
        "derive, the whole of it": cpu_ms(whole, responses),
    }
    floor, bare = parts["one lxml parse"], parts["bare trafilatura, with metadata"]
    words = sum(len(article.text.split()) for article in articles) / len(articles)
    print(f"{len(articles)} pages, {words:.0f} words on average")
    print(f"{'part':<46}{'ms/page':>9}{'× lxml':>9}{'× trafilatura':>15}")
    for name, cost in parts.items():
        print(f"{name:<46}{cost:>9.1f}{cost / floor:>9.1f}{cost / bare:>15.2f}")


if __name__ == "__main__":
    main()
