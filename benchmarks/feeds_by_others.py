"""Thousands of feeds that nobody here wrote, read by us and judged by what their authors say is in them.

    python -m benchmarks.feeds_by_others            # per collection: how many agree, differ, were refused and why
    python -m benchmarks.feeds_by_others --table    # docs/feeds-by-others.md: every difference, and what is true

The collections are the test data of feedparser (`Expect:` comments), gofeed and feed-rs (JSON beside the feed), and
without expectation (they have to be read, or refused with a reason) miniflux and a hundred captured feeds. Only what
we keep of a feed is compared: its title and language, and of each entry title, link, id, author and date of
publication. Titles are compared as plain text, links in their canonical spelling.
"""

from __future__ import annotations

import argparse
import ast
import gzip
import json
import re
import tarfile
import time
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from schemas.errors import FeedError, UrlError
from schemas.feed import Entry, FeedDocument
from transforms.feeds.documents import parse_feed
from transforms.feeds.entries import TITLE_LENGTH
from transforms.wire.plaintext import plain_text
from transforms.wire.urls import canonicalize, join

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "feeds"
BASE = "http://127.0.0.1:8097/tests/feed.xml"  # where feedparser's own tests serve them from
_EXPECT = re.compile(rb"Expect:\s*(.+)")
_SAID = re.compile(
    r"(feed|entries\[(\d+)\])\['(title|link|id|author|language|published_parsed)(?:_detail'\]\['value)?'\]"
    r" == (u?'(?:[^'\\]|\\.)*'|\([\d, ]+\))(?= and |$)"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a feed's author says of it. `entry` None means the feed itself."""

    entry: int | None
    field: str  # title, link, id, author, language, published
    value: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one feed. `kind` is agrees, differs, read (nothing was claimed), or the reason of a refusal."""

    collection: str
    name: str
    kind: str
    difference: str = ""


def feeds(corpus: Path = CORPUS) -> Iterator[tuple[str, str, bytes, list[Claim]]]:
    """Yield collection, name, bytes and claims of every feed."""
    for path in sorted((corpus / "captured").glob("*.gz")):
        yield "captured", path.name, gzip.decompress(path.read_bytes()), []
    for archive in sorted(corpus.glob("*/*.tar.xz")):
        collection = archive.parent.name
        with tarfile.open(archive) as tar:
            files = {
                member.name: file.read()
                for member in tar.getmembers()
                if member.isfile() and (file := tar.extractfile(member)) is not None
            }
        for name, body in sorted(files.items()):
            if _is_feed(collection, name, files):
                yield collection, name, body, list(_claims(collection, name, body, files))


def _is_feed(collection: str, name: str, files: dict[str, bytes]) -> bool:
    """JSON beside a feed of the same name is its expectation."""
    if name.endswith(".xml"):
        return True
    is_expectation = name.endswith(".serde.json") or name.removesuffix(".json") + ".xml" in files
    return name.endswith(".json") and collection in ("feed-rs", "gofeed") and not is_expectation and "jsonfeed" in name


def _claims(collection: str, name: str, body: bytes, files: dict[str, bytes]) -> Iterator[Claim]:
    stem = name.rpartition(".")[0]
    if collection == "feedparser":
        found = _EXPECT.search(body)
        for match in _SAID.finditer(found[1].decode("utf-8", "replace").strip() if found else ""):
            entry, said = int(match[2]) if match[2] else None, ast.literal_eval(match[4])
            if match[3] == "published_parsed":
                year, month, day, hour, minute, second = said[:6]
                at = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
                yield Claim(entry, "published", at.isoformat())
            else:
                yield Claim(entry, match[3], str(said))
    elif collection == "gofeed" and stem + ".json" in files and name.endswith(".xml"):
        yield from _gofeed(json.loads(files[stem + ".json"]))
    elif collection == "feed-rs" and stem + ".serde.json" in files:
        yield from _feed_rs(json.loads(files[stem + ".serde.json"]))


def _gofeed(said: Any) -> Iterator[Claim]:
    if not isinstance(said, dict):
        return
    if said.get("title"):
        yield Claim(None, "title", said["title"])
    for number, item in enumerate(said.get("items") or said.get("entries") or []):
        guid = item.get("guid")
        date = item.get("publishedParsed") or item.get("pubDateParsed")
        offered = [
            link for link in item.get("links") or [] if isinstance(link, dict) and link.get("rel") == "alternate"
        ]
        links = [link["href"] for link in offered if "href" in link]
        values = {
            "title": item.get("title"),
            "link": item.get("link") or (links[0] if links else None),
            "id": guid.get("value") if isinstance(guid, dict) else guid or item.get("id"),
            "published": date,
        }
        yield from (Claim(number, field, value) for field, value in values.items() if value)


def _feed_rs(said: dict[str, Any]) -> Iterator[Claim]:
    if said["title"]:
        yield Claim(None, "title", said["title"]["content"])
    for number, entry in enumerate(said["entries"]):
        links = [link["href"] for link in entry["links"] if link["rel"] in (None, "alternate")]
        values = {
            "title": entry["title"] and entry["title"]["content"],
            "link": links[0] if links else None,
            "published": entry["published"],
        }
        yield from (Claim(number, field, value) for field, value in values.items() if value)


def judge(collection: str, name: str, body: bytes, claims: list[Claim]) -> Verdict:
    """Read one feed and hold it against its claims."""
    try:
        document = parse_feed(body, url=BASE, content_type=None)
    except FeedError as error:
        return Verdict(collection, name, f"refused: {error.reason}", error.detail if claims else "")
    for claim in claims:
        ours = _ours(document, claim)
        if not _agrees(claim, ours):
            return Verdict(collection, name, "differs", f"{claim.field}: {claim.value!r}, ours {ours!r}")
    return Verdict(collection, name, "agrees" if claims else "read")


def _ours(document: FeedDocument, claim: Claim) -> str | None:
    if claim.entry is None:  # a feed's own link, id and author are not kept
        return {"title": document.title, "language": document.language}.get(claim.field, claim.value)
    if claim.entry >= len(document.entries):
        return None
    entry: Entry = document.entries[claim.entry]
    if claim.field == "published":
        return entry.published_at.isoformat() if entry.published_at else None
    said = {"title": entry.title, "link": entry.link, "id": entry.guid, "author": entry.author}
    return (said | {"language": entry.language})[claim.field]


def _agrees(claim: Claim, ours: str | None) -> bool:
    """What a text is claimed to be may be HTML; ours is what a reader of it would see."""
    if claim.field in ("title", "author"):
        as_text = " ".join(claim.value.split())
        return (ours or "") in (as_text, plain_text(claim.value, TITLE_LENGTH) or "")
    return ours is not None and _spelled(claim.field, ours) == _spelled(claim.field, claim.value)


def _spelled(field: str, value: str) -> object:
    if field == "link":
        try:
            return canonicalize(join(BASE, value))
        except UrlError:
            return None
    if field == "published":
        moment = datetime.fromisoformat(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)
    return value


_PAGE = """\
# Feeds by others, read otherwise

{total} feeds of other projects' test suites and a hundred captured ones: of those whose authors say what is in them,
{agrees} are read as they say. These are the others: what is true, and whose reading that is. Made by
`python -m benchmarks.feeds_by_others --table`; see [decision 11](decisions/0011-feedparser-on-a-distilled-tree.md).

| feeds | for example | right | because |
|---|---|---|---|
{lines}
"""


def differences(verdicts: Sequence[Verdict]) -> str:
    """Return a page of Markdown: the feeds that we read otherwise than their authors say, by what is true of them."""
    causes: dict[tuple[str, str], list[Verdict]] = {}
    for verdict in verdicts:
        if verdict.difference:
            causes.setdefault(_truth(verdict), []).append(verdict)
    lines = [
        f"| {len(feeds)} | {feeds[0].collection}: `{feeds[0].name.rpartition('/')[2]}` | {right} | {why} |"
        for (right, why), feeds in causes.items()
    ]
    agrees = sum(verdict.kind == "agrees" for verdict in verdicts)
    return _PAGE.format(total=len(verdicts), agrees=agrees, lines="\n".join(lines))


def _truth(verdict: Verdict) -> tuple[str, str]:
    told = f"{verdict.name} {verdict.kind if verdict.kind.startswith('refused') else verdict.difference}"
    found = (truth for truth in _truths() if re.search(truth["pattern"], told))
    return next(((truth["right"], truth["why"]) for truth in found), ("?", f"not yet judged: {told}"))


@cache
def _truths() -> list[dict[str, str]]:
    truths: list[dict[str, str]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["truths"]
    return truths


def main(arguments: list[str] | None = None) -> None:
    """Print one of the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--table", action="store_true", help="the differences, as Markdown")
    chosen = parser.parse_args(arguments)
    verdicts, slowest = [], (0.0, "")
    for collection, name, body, claims in feeds():
        started = time.process_time()
        verdicts.append(judge(collection, name, body, claims))
        slowest = max(slowest, (time.process_time() - started, name))
    if chosen.table:
        print(differences(verdicts), end="")
        return
    table = Counter((verdict.collection, verdict.kind) for verdict in verdicts)
    for (collection, kind), count in sorted(table.items()):
        print(f"{collection:<12}{kind:<32}{count:>6}")
    print(f"{len(verdicts)} feeds; the slowest took {slowest[0] * 1000:.0f} ms: {slowest[1]}")


if __name__ == "__main__":
    main()
