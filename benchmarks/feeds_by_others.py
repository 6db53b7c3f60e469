"""Thousands of feeds that nobody here wrote, read by us and judged by what their authors say is in them.

    python -m benchmarks.feeds_by_others            # per collection: how many agree, differ, were refused and why
    python -m benchmarks.feeds_by_others --show 40  # and the first differences

The collections are the test data of feedparser (`Expect:` comments), gofeed and feed-rs (JSON beside the feed), and
without expectation (they have to be read, or refused with a reason) miniflux and a hundred captured feeds. Only what
we keep of a feed is compared: its title, and of each entry title, link, id and date of publication. Titles are
compared as plain text, links in their canonical spelling.
"""

from __future__ import annotations

import argparse
import ast
import gzip
import json
import re
import tarfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
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
_SAID = re.compile(r"(feed|entries\[(\d+)\])\['(title|link|id)'\] == (u?'[^'\\]*')(?= and |$)")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a feed's author says of it. `entry` None means the feed itself."""

    entry: int | None
    field: str  # title, link, id, published
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
            yield Claim(int(match[2]) if match[2] else None, match[3], str(ast.literal_eval(match[4])))
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
        if _spelled(claim.field, ours) != _spelled(claim.field, claim.value):
            return Verdict(collection, name, "differs", f"{claim.entry} {claim.field}: {claim.value!r}, ours {ours!r}")
    return Verdict(collection, name, "agrees" if claims else "read")


def _ours(document: FeedDocument, claim: Claim) -> str | None:
    if claim.entry is None:
        return document.title if claim.field == "title" else claim.value  # a feed's own link and id are not kept
    if claim.entry >= len(document.entries):
        return None
    entry: Entry = document.entries[claim.entry]
    if claim.field == "published":
        return entry.published_at.isoformat() if entry.published_at else None
    return {"title": entry.title, "link": entry.link, "id": entry.guid}[claim.field]


def _spelled(field: str, value: str | None) -> object:
    if value is None:
        return None
    if field == "link":
        try:
            return canonicalize(join(BASE, value))
        except UrlError:
            return None
    if field == "published":
        moment = datetime.fromisoformat(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)
    return plain_text(value, TITLE_LENGTH)


def main(arguments: list[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", type=int, default=0, help="how many differences to print")
    parser.add_argument("--only", help="one collection")
    chosen = parser.parse_args(arguments)
    verdicts, slowest = [], (0.0, "")
    for collection, name, body, claims in feeds():
        if chosen.only in (None, collection):
            started = time.process_time()
            verdicts.append(judge(collection, name, body, claims))
            slowest = max(slowest, (time.process_time() - started, name))
    table = Counter((verdict.collection, verdict.kind) for verdict in verdicts)
    for (collection, kind), count in sorted(table.items()):
        print(f"{collection:<12}{kind:<32}{count:>6}")
    print(f"{len(verdicts)} feeds; the slowest took {slowest[0] * 1000:.0f} ms: {slowest[1]}")
    for verdict in [verdict for verdict in verdicts if verdict.difference][: chosen.show]:
        print(f"{verdict.collection} {verdict.name} {verdict.kind}: {verdict.difference[:200]}")


if __name__ == "__main__":
    main()
