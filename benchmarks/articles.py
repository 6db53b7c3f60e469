"""What articles are worth: text, headline, authors and day beside other extractors', on pages whose truth is known.

    python -m benchmarks.articles PAGES [--peers SITE_PACKAGES] [--misses]
    python -m benchmarks.articles PAGES --cost 5
    python -m benchmarks.articles PAGES --memory 5000

PAGES is laid out as the test data of fundus: <country>/meta.info, <country>/<Outlet>.json, <Outlet>_<date>.html.gz; the
newest page of each outlet counts. The truth of a text is its summary, subheads and paragraphs; F1 is that of the
multisets of word tokens. Outlets are in two halves, by a digest of their names: rules were made on one, held against
the other. CPU time of one pass; `--cost` compares ours with bare trafilatura's in several. newspaper4k and news-please
run where they can be imported; `--peers` names the site-packages of an environment that has them.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import resource
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from trafilatura import bare_extraction

from schemas.errors import ParseError
from schemas.response import Response
from transforms.articles.extraction import extract_article

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Found:
    """What one extractor makes of a page."""

    text: str = ""
    headline: str = ""
    authors: frozenset[str] = frozenset()
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One archived page and what is known of it."""

    name: str
    half: str
    response: Response
    truth: Found


def pages(folder: Path) -> Iterator[Page]:
    """Yield the newest page of every outlet that has a truth."""
    for listing in sorted(folder.glob("*/meta.info")):
        known = json.loads(listing.read_text(encoding="utf-8"))
        newest = {name.rsplit("_", 3)[0]: name for name in sorted(known) if (listing.parent / name).exists()}
        for outlet, name in newest.items():
            truth = listing.parent / f"{outlet}.json"
            if truth.exists():
                fetched_at = datetime.fromisoformat(known[name]["crawl_date"]).replace(tzinfo=UTC)
                body = gzip.decompress((listing.parent / name).read_bytes())
                response = Response(known[name]["url"], 200, "OK", "HTTP/1.1", (), body, fetched_at)
                half = "made on" if hashlib.sha256(outlet.encode()).digest()[0] % 2 == 0 else "held against"
                yield Page(f"{listing.parent.name}/{name}", half, response, _truth(json.loads(truth.read_text())))


def _truth(versions: dict[str, Any]) -> Found:
    latest = versions[max(versions, key=lambda name: int(re.sub(r"\D", "", name) or 0))]
    body = latest.get("body") or {"summary": [], "sections": []}
    paragraphs = [*body["summary"], *(p for part in body["sections"] for p in (*part["headline"], *part["paragraphs"]))]
    published = latest.get("publishing_date")
    moment = datetime.fromisoformat(published) if published else None
    if moment is not None:
        moment = moment.astimezone(UTC) if moment.tzinfo else moment  # naive ones are UTC
    return Found(
        "\n".join(paragraphs),
        latest.get("title") or "",
        frozenset(latest.get("authors") or ()),
        moment.date() if moment else None,
    )


def ours(response: Response) -> Found:
    try:
        article = extract_article(response)
    except ParseError:
        return Found()
    authors = frozenset((article.byline or "").split(", ")) - {""}
    day = article.published_at.date() if article.published_at else None
    return Found(article.text, article.headline or "", authors, day)


def bare_trafilatura(response: Response) -> Found:
    document: Any = bare_extraction(response.body, url=response.url, fast=True, with_metadata=True)
    if document is None:
        return Found()
    authors = frozenset((document.author or "").split("; ")) - {""}
    day = date.fromisoformat(document.date) if document.date else None
    return Found(document.text or "", document.title or "", authors, day)


def newspaper4k(response: Response) -> Found:
    import newspaper

    html = response.body.decode("utf-8", "replace")  # fetch_images off: it would ask the outlets for them
    article = newspaper.article(response.url, input_html=html, fetch_images=False)
    day = article.publish_date.date() if isinstance(article.publish_date, datetime) else None
    return Found(article.text, article.title, frozenset(article.authors), day)


def news_please(response: Response) -> Found:
    from newsplease import NewsPlease

    html = response.body.decode("utf-8", "replace")
    article = NewsPlease.from_html(html, url=response.url, fetch_images=False)
    day = article.date_publish.date() if article.date_publish else None
    return Found(article.maintext or "", article.title or "", frozenset(article.authors or ()), day)


EXTRACTORS: dict[str, Callable[[Response], Found]] = {
    "onrecord": ours, "trafilatura, bare": bare_trafilatura, "newspaper4k": newspaper4k, "news-please": news_please,
}  # fmt: skip


def token_f1(found: str, truth: str) -> float:
    """Return the F1 of two texts as multisets of lower-case word tokens."""
    left, right = (Counter(_WORD.findall(text.lower())) for text in (found, truth))
    size = left.total() + right.total()
    return 2 * (left & right).total() / size if size else 1.0


def score(extract: Callable[[Response], Found], corpus: list[Page], *, misses: bool) -> dict[str, list[float | str]]:
    """Return the row of figures of one extractor, by half and over all; `misses` prints what differs."""
    kept: defaultdict[str, list[tuple[float, bool, int, int, bool, float]]] = defaultdict(list)
    for page in corpus:
        started = time.process_time()
        try:
            found = extract(page.response)
        except Exception:  # another's extractor may raise anything; then it found nothing
            found = Found()
        cost = time.process_time() - started
        truth = page.truth
        is_exact = " ".join(found.headline.split()) == " ".join(truth.headline.split())
        f1 = token_f1(found.text, truth.text)
        same, named = len(found.authors & truth.authors), len(found.authors) + len(truth.authors)
        kept[page.half].append((f1, is_exact, same, named, truth.day in (None, found.day), cost))
        if misses and (f1 < 0.9 or not is_exact or 2 * same < named):
            print(f"{page.name}: F1 {f1:.2f}; {found.headline!r} / {truth.headline!r}", end="; ")
            print(f"{sorted(found.authors)} / {sorted(truth.authors)}")
    kept["all"] = [row for rows in list(kept.values()) for row in rows]
    return {half: _figures(rows) for half, rows in kept.items()}


def _figures(rows: list[tuple[float, bool, int, int, bool, float]]) -> list[float | str]:
    f1, exact, same, named, day, cost = zip(*rows, strict=True)
    return [
        statistics.mean(f1), sum(value < 0.9 for value in f1), statistics.mean(exact), 2 * sum(same) / sum(named),
        statistics.mean(day), 1000 * statistics.mean(cost),
    ]  # fmt: skip


def memory(corpus: list[Page], count: int) -> None:
    """Extract `count` pages, the corpus over and over, and print the resident memory at every tenth."""
    for number in range(count):
        ours(corpus[number % len(corpus)].response)
        if (number + 1) % (count // 10) == 0:
            pages_held = int(Path("/proc/self/statm").read_text().split()[1])
            print(f"{number + 1:>6} pages: {pages_held * resource.getpagesize() / 2**20:.0f} MiB")


def cost(corpus: list[Page], passes: int) -> None:
    """Print CPU time a page, ours and bare trafilatura's, page by page in turn; of each page the best pass counts."""
    extractors = (ours, bare_trafilatura)
    best = [[float("inf")] * len(corpus) for _ in extractors]
    for number in range(passes):
        for place, page in enumerate(corpus):
            for which in ((0, 1), (1, 0))[(number + place) % 2]:
                started = time.process_time()
                extractors[which](page.response)
                best[which][place] = min(best[which][place], time.process_time() - started)
    own, bare = (1000 * statistics.mean(times) for times in best)
    print(f"onrecord {own:.1f} ms, trafilatura, bare {bare:.1f} ms: {own / bare:.3f}")


def main() -> None:
    """Print the table, or what pages cost, or how much memory is held after many of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--peers", help="site-packages of an environment with newspaper4k and news-please")
    parser.add_argument("--misses", action="store_true", help="print what we find where it differs from the truth")
    parser.add_argument("--memory", type=int, metavar="N", help="extract N pages and print the memory held")
    parser.add_argument("--cost", type=int, metavar="N", help="compare CPU time with bare trafilatura's in N passes")
    options = parser.parse_args()
    corpus = list(pages(options.pages))
    if options.memory:
        return memory(corpus, options.memory)
    if options.cost:
        return cost(corpus, options.cost)
    sys.path.extend([options.peers] if options.peers else [])
    print(f"{'':<20}{'half':<14}{'pages':>6}{'F1':>7}{'<.9':>5}{'headline':>10}{'authors':>9}{'day':>7}{'ms':>7}")
    for name, extract in EXTRACTORS.items():
        try:
            extract(corpus[0].response)
        except ImportError:
            print(f"{name:<20}not installed")
            continue
        for half, (f1, low, headline, authors, day, ms) in score(
            extract, corpus, misses=options.misses and extract is ours
        ).items():
            count = len(corpus) if half == "all" else sum(page.half == half for page in corpus)
            print(
                f"{name:<20}{half:<14}{count:>6}{f1:>7.3f}{low:>5}{headline:>10.3f}{authors:>9.3f}{day:>7.3f}{ms:>7.1f}"
            )
    return None


if __name__ == "__main__":
    main()
