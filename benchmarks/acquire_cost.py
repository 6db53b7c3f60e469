"""What fetching costs: a request, beside the bare clients; a quiet night of 304s; a full night of new articles.

    python -m benchmarks.acquire_cost                # a tenth of the nights
    python -m benchmarks.acquire_cost --nights 1     # 1,000 feeds that all answer 304; 500 feeds × 40 articles
    python -m benchmarks.acquire_cost --only line    # a whole run over a fiftieth of the full night: 10 × 40

All CPU seconds are of this side only, worker processes included; the loopback newsrooms run in a process of their own.
The bare clients loop over the same URLs and write one response record each, with nothing of what makes a crawler: no
robots.txt, request and metadata records, digests, limits, deadlines or fsync.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from multiprocessing import forkserver
from pathlib import Path
from typing import BinaryIO
from urllib.request import urlopen

from benchmarks.loopback_news import ENTRIES, news
from flows.acquire import acquire_batch, plan_batches
from flows.adapters.archive import scan
from flows.adapters.snapshots import open_snapshot
from flows.cli import main as onrecord
from flows.execution import LocalExecution
from flows.settings import Settings
from flows.workers import Watch, Workers
from schemas.response import FetchPlan

HOSTS = 20
NOW = datetime(2026, 11, 16, 2, 15, tzinfo=UTC)
_OUTLET = """
[[outlets]]
id = "o{0}"
name = "O{0}"
domain = "{1}"
[[outlets.feeds]]
url = "http://{1}/{2}/{0}"
"""
BareLoop = Callable[[Sequence[str], BinaryIO], None]


def host(number: int) -> str:
    return f"news-{number}.example"


def settings_for(home: Path, port: int, hosts: int) -> Settings:
    """Settings that dial every made-up host on loopback."""
    (home / "archive").mkdir(parents=True, exist_ok=True)
    dial = {host(number): ("127.0.0.1", port) for number in range(hosts)}
    return Settings(home, frozenset({f"127.0.0.1:{port}"}), dial, jobs=2)


# --- one request ---


def our_cpu_s(paths: Sequence[str], port: int, folder: Path) -> float:
    settings = settings_for(folder, port, HOSTS)
    plans = [FetchPlan("article", f"http://{host(n % HOSTS)}{path}") for n, path in enumerate(paths)]
    batches = plan_batches(plans, run_id=f"{time.monotonic_ns()}", first=1, now=NOW, settings=settings)
    started = time.process_time()
    for batch in batches:
        report = acquire_batch(batch, Watch())
        assert report.counts == {"article_fetched": len(batch.plans)}, report
    return time.process_time() - started


def bare_cpu_s(loop: BareLoop, paths: Sequence[str], port: int, folder: Path) -> float:
    with (folder / "bare.warc.gz").open("wb") as file:
        started = time.process_time()
        loop([f"http://127.0.0.1:{port}{path}" for path in paths], file)
        return time.process_time() - started


def per_request(port: int, count: int) -> None:
    """Print requests per CPU second beside the bare loops', the best of three passes each."""
    from benchmarks.bare_clients import httpcore_fastwarc, httpx_warcio  # a night must not pay for their imports

    print(f"{'requests per CPU second':<26}{'ours':>8}{'httpcore':>10}{'ratio':>7}{'httpx':>8}{'ratio':>7}")
    for kind, words in [("article", "pages of 40 KB"), ("zip", "… gzip-coded"), ("large", "pages of 400 KB")]:
        number = count if kind != "large" else count // 4
        paths = [f"/{kind}/{n % 7}/{n // 7 % 7}" for n in range(number)]
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            ours = number / min(our_cpu_s(paths, port, folder) for _ in range(3))
            core, x = (
                number / min(bare_cpu_s(loop, paths, port, folder) for _ in range(3))
                for loop in (httpcore_fastwarc, httpx_warcio)
            )
        print(f"{words:<26}{ours:>8.0f}{core:>10.0f}{ours / core:>7.2f}{x:>8.0f}{ours / x:>7.2f}")


# --- nights ---


def asked(port: int) -> Counter[str]:
    with urlopen(f"http://127.0.0.1:{port}/counts") as answer:
        return Counter(json.load(answer))


def cost_of(function: str, *arguments: object) -> dict[str, float]:
    """Call a function of this module in a process of its own; return the cost of it and of all its processes."""
    call = f"a.counted(a.{function}, *{arguments})"
    script = f"import json; from benchmarks import acquire_cost as a; print(json.dumps({call}))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def counted(function: Callable[..., None], *arguments: object) -> dict[str, float]:
    """Call the function; return CPU seconds, wall seconds, and the peak memory of the largest process in MB."""
    started = time.monotonic()
    function(*arguments)
    forkserver._forkserver._stop()  # type: ignore[attr-defined] # only a process that was waited for is counted
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {
        "cpu_s": sum(usage.ru_utime + usage.ru_stime for usage in used),
        "wall_s": time.monotonic() - started,
        "peak_mb": max(usage.ru_maxrss for usage in used) / 1024,
    }


def subscribe(home: str, kind: str, feeds: int) -> None:
    Path(home, "feeds.toml").write_text("".join(_OUTLET.format(n, host(n), kind) for n in range(feeds)))


def run_onrecord(home: str, port: int, feeds: int) -> None:
    dial = [part for n in range(feeds) for part in ("--connect-to", f"{host(n)}=127.0.0.1:{port}")]
    allow = ["--allow-host", f"127.0.0.1:{port}"]
    options = ["--home", home, "--feeds", f"{home}/feeds.toml", "--poll-all", "--quiet"]
    assert onrecord(["run", *options, *allow, *dial]) == 0


def quiet_night(port: int, feeds: int) -> None:
    """Print what `onrecord run` costs over feeds that were all read just before and have not changed since."""
    with tempfile.TemporaryDirectory() as home:
        subscribe(home, "quiet", feeds)
        for night in ("first", "quiet"):
            before = asked(port)
            told = cost_of("run_onrecord", home, port, feeds)
            made = asked(port) - before - Counter(["counts"])
            print(f"{night} night, {feeds} feeds: {told}; requests: {dict(made)}")


def acquire_full_night(archive: str, port: int, feeds: int) -> None:
    settings = settings_for(Path(archive), port, feeds)
    polled = [FetchPlan("feed", f"http://{host(feed)}/feed/{feed}") for feed in range(feeds)]
    wanted = [FetchPlan("article", url) for url in article_urls(feeds)]
    with Workers(settings.jobs) as workers:
        for plans in (polled, wanted):
            batches = plan_batches(plans, run_id=plans[0].kind, first=1, now=NOW, settings=settings)
            LocalExecution(workers).map(acquire_batch, batches, title="", items=len(plans))


def article_urls(feeds: int) -> list[str]:
    return [f"http://{host(feed)}/article/{feed}/{n}" for feed in range(feeds) for n in range(ENTRIES)]


def full_night(port: int, feeds: int) -> None:
    """Print what acquire alone costs for feeds with 40 new articles each, and whether the archive holds them all."""
    with tempfile.TemporaryDirectory() as home:
        told = cost_of("acquire_full_night", home, port, feeds)
        files = sorted(Path(home).rglob("*.warc.gz"))
        size = sum(file.stat().st_size for file in files) / 1e6
        entries = [entry for file in files for entry in scan(file)]
    got = Counter(entry.url for entry in entries if entry.kind == "article" and entry.status == 200)
    wanted = article_urls(feeds)
    print(f"full night, {feeds} feeds × {ENTRIES}: {told}, {len(wanted) / told['cpu_s']:.0f} articles per CPU second")
    print(f"  {len(files)} files, {size:.0f} MB; lost {len(set(wanted) - set(got))}, twice {got.total() - len(got)}")


def whole_line(port: int, feeds: int) -> None:
    """Print what a whole run costs over feeds with 40 new articles each, and what it counts at each stage."""
    with tempfile.TemporaryDirectory() as home:
        subscribe(home, "news", feeds)
        told = cost_of("run_onrecord", home, port, feeds)
        archived = Counter(entry.kind for file in Path(home).rglob("*.warc.gz") for entry in scan(file))
        with open_snapshot(Path(home, "onrecord.duckdb")) as connection:
            counts = {
                table: connection.execute(f"select count(*) from {table} {only}").fetchall()[0][0]
                for table, only in (("entries", ""), ("fetches", "where kind = 'article'"), ("articles", ""))
            }
    print(f"whole run, {feeds} feeds × {ENTRIES}: {told}; archived {dict(archived)}; in the warehouse {counts}")


def main(arguments: list[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nights", type=float, default=0.1, help="share of the nights to run")
    parser.add_argument("--only", choices=["request", "quiet", "full", "line"], help="one of them")
    chosen = parser.parse_args(arguments)
    with news() as port:
        if chosen.only in (None, "request"):
            per_request(port, 400)
        if chosen.only in (None, "quiet"):
            quiet_night(port, round(1000 * chosen.nights))
        if chosen.only in (None, "full"):
            full_night(port, round(500 * chosen.nights))
        if chosen.only in (None, "line"):
            whole_line(port, round(100 * chosen.nights))


if __name__ == "__main__":
    main()
