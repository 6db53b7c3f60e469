"""Makes up a flow of news with copies in it, loads it, and says what was found: precision, recall, seconds, memory.

    python -m benchmarks.copies --articles 100000 --loads 1
    python -m benchmarks.copies --articles 20000 --loads 10

An event is told by a few newsrooms in words of their own, which share its quotations and a background paragraph, and by
an agency, whose story others carry: whole, cut, re-ordered, edited, with a paragraph of their own or the agency's small
print added. The truth is who carries whose story. The same arguments make the same news.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

import duckdb

from flows.adapters import staging, syndication
from flows.adapters.warehouse import Warehouse
from schemas.ids import stable_id, text_sha256
from schemas.tables import ArticleRow, ArticleVersionRow, OutletRow
from transforms.articles.versions import fingerprint

DAY = datetime(2026, 1, 5, tzinfo=UTC)
VOCABULARY = 30_000
SMALL_PRINT = (
    "Coast Wire is an independent agency owned by its members. All stories are checked by two editors before they are "
    "sent. No part of this report may be broadcast, rewritten or passed on without the consent of the agency."
)
BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Told:
    """An article of the flow: whose story it carries, and what was done to it."""

    story: str
    made: str
    text: str


class Flow:
    """Endless news, from a seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._words = [
            "".join(self._random.choices("abdegiklmnoprstuv", k=self._random.randint(2, 9))) for _ in range(VOCABULARY)
        ]
        self._weights = list(accumulate(1 / (rank + 5) for rank in range(VOCABULARY)))  # Zipf's law

    def articles(self) -> Iterator[Told]:
        for number in range(10**9):
            quotes = [f"“{self._sentence(25)}” said {self._sentence(3)}" for _ in range(3)]
            background = self._paragraph(35)
            for own in range(self._random.randint(0, 3)):
                heard = self._random.sample([*quotes, background], self._random.randint(1, 2))
                yield Told(f"{number}-own-{own}", "own", self._story(heard, self._random.randint(200, 600)))
            story = self._story(quotes, self._random.randint(150, 700))
            yield Told(f"{number}-wire", "whole", story)
            for _ in range(min(60, int(self._random.paretovariate(0.9)) - 1)):
                made = self._random.choice([*CARRIED])
                yield Told(f"{number}-wire", made, CARRIED[made](self, story))

    def _story(self, told: list[str], words: int) -> str:
        paragraphs = told + [self._paragraph(self._random.randint(20, 60)) for _ in range(words // 40)]
        self._random.shuffle(paragraphs)
        return "\n\n".join(paragraphs)

    def _paragraph(self, words: int) -> str:
        return f"{self._sentence(words // 2)} {self._sentence(words - words // 2)}"

    def _sentence(self, words: int) -> str:
        return " ".join(self._random.choices(self._words, cum_weights=self._weights, k=words)).capitalize() + "."

    def cut(self, story: str, share: float) -> str:
        paragraphs = story.split("\n\n")
        return "\n\n".join(paragraphs[: max(2, round(len(paragraphs) * share))])

    def reordered(self, story: str) -> str:
        paragraphs = story.split("\n\n")
        self._random.shuffle(paragraphs)
        return "\n\n".join(paragraphs)

    def edited(self, story: str, every: int) -> str:
        words = story.split(" ")
        for place in range(self._random.randrange(every), len(words), every):
            words[place] = self._sentence(1)
        return " ".join(words)

    def added(self, story: str) -> str:
        return f"{self._paragraph(60)}\n\n{story}\n\n{SMALL_PRINT}"


CARRIED: dict[str, Callable[[Flow, str], str]] = {
    "whole": lambda _, story: f"NOVAPORT (Coast Wire) — {story}",
    "cut to half": lambda flow, story: flow.cut(story, 0.5),
    "cut to a third": lambda flow, story: flow.cut(story, 0.34),
    "re-ordered": lambda flow, story: flow.reordered(story),
    "every 25th word": lambda flow, story: flow.edited(story, 25),
    "every 12th word": lambda flow, story: flow.edited(story, 12),
    "paragraphs added": lambda flow, story: flow.added(story),
    "cut, edited, added": lambda flow, story: flow.added(flow.edited(flow.cut(story, 0.6), 25)),
}


def stage(told: list[Told], first: int, folder: Path) -> dict[str, list[Path]]:
    """Stage the articles as a run would; the outlets are a hundred."""
    paths: dict[str, list[Path]] = {"outlets": [], "articles": [], "article_versions": []}
    for start in range(0, len(told), BATCH):
        rows: dict[str, list[ArticleRow | ArticleVersionRow | OutletRow]] = {"articles": [], "article_versions": []}
        rows["outlets"] = [
            OutletRow(f"o{n}", f"Outlet {n}", f"o{n}.example", None, "en", "paper", None) for n in range(100)
        ]
        for place, item in enumerate(told[start : start + BATCH], start=first + start):
            at, key = DAY + timedelta(seconds=place), f"a{place:07d}"
            rows["articles"].append(
                ArticleRow(
                    key, f"https://o{place % 100}.example/{key}", f"o{place % 100}", item.story, None, None, "en",
                    at, "feed", None, at, None, None, None, None, None, None, None, None, None,
                )
            )  # fmt: skip
            digest = text_sha256(item.text)
            rows["article_versions"].append(
                ArticleVersionRow(
                    stable_id("version", key, digest), key, item.story, item.text, digest, len(item.text.split()), "en",
                    [], at, "bench", place, key, "1",
                    fingerprint(item.story, item.text),
                )
            )  # fmt: skip
        for path in staging.write_batch(folder, f"{first + start:08d}", rows):
            paths[path.parent.name].append(path)
    return paths


def judge(told: list[Told], found: dict[str, str]) -> None:
    """Print pairwise precision and recall, and the recall of each kind of copy against the agency's story."""
    truth = Counter(item.story for item in told)
    clusters = Counter(found.values())
    both = Counter((item.story, found[f"a{place:07d}"]) for place, item in enumerate(told))
    pairs = {
        name: sum(n * (n - 1) // 2 for n in of.values())
        for name, of in (("true", truth), ("found", clusters), ("both", both))
    }
    print(f"pairs: {pairs['true']} true, {pairs['found']} found; "
          f"precision {pairs['both'] / pairs['found']:.4f}, recall {pairs['both'] / pairs['true']:.4f}")  # fmt: skip
    originals: dict[str, str] = {}
    met: Counter[str] = Counter()
    tied: Counter[str] = Counter()
    for place, item in enumerate(told):
        cluster = found[f"a{place:07d}"]
        original = originals.setdefault(item.story, cluster)
        if truth[item.story] > 1:
            met[item.made] += 1
            tied[item.made] += original == cluster
    for made in CARRIED:
        print(f"  {made:20} {met[made]:6} carried, {tied[made] / max(1, met[made]):.3f} found")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--loads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--memory-limit", default="1GB", help="what DuckDB may take")
    chosen = parser.parse_args(arguments)
    flow = Flow(chosen.seed).articles()
    told = [next(flow) for _ in range(chosen.articles)]
    random.Random(chosen.seed).shuffle(told)
    spent = cpu = 0.0
    tie = syndication.tie

    def timed(cursor: duckdb.DuckDBPyConnection) -> None:
        nonlocal spent, cpu
        started, worked = time.monotonic(), time.process_time()
        tie(cursor)
        spent, cpu = time.monotonic() - started, time.process_time() - worked

    syndication.tie = timed
    with tempfile.TemporaryDirectory(prefix="onrecord-copies-") as name:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        with Warehouse.open(Path(name) / "work.duckdb", memory_limit=chosen.memory_limit, threads=2) as warehouse:
            size = -(-len(told) // chosen.loads)
            for load in range(chosen.loads):
                paths = stage(told[load * size : (load + 1) * size], load * size, Path(name) / f"staging-{load}")
                started = time.monotonic()
                warehouse.load(paths, f"load-{load}", DAY)
                peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                print(f"load {load}: {time.monotonic() - started:.1f} s, of which copies {spent:.1f} s "
                      f"({cpu:.1f} s of CPU); peak {peak:.0f} MB (before {before:.0f})", flush=True)  # fmt: skip
            rows = warehouse._connection.execute("select article_id, syndication_cluster_id from articles").fetchall()
        judge(told, dict(rows))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
