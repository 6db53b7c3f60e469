"""The extractor by itself: a text, a file or a stream of JSON lines in, who said what out. No warehouse."""

from __future__ import annotations

import json
import multiprocessing
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from flows.adapters.knowledge_base import open_knowledge
from schemas.errors import ConfigurationError
from schemas.response import Response
from transforms.answers import answer
from transforms.entities.knowledge import Knowledge
from transforms.reading import Reading, read

# how pages begin that are served as such (WHATWG MIME Sniffing, section 7.1)
_HTML = (b"<!doctype", b"<!--", b"<?xml", b"<html", b"<head", b"<body", b"<meta", b"<title", b"<script", b"<div")
_CHUNK = 8  # lines handed to a process at a time


@dataclass(frozen=True, slots=True)
class ReadFile:
    """One file, read: the text that the offsets count in, and what it says."""

    path: str
    headline: str | None
    text: str
    reading: Reading


def read_bytes(body: bytes, knowledge: Knowledge, *, path: str, published_at: datetime | None) -> ReadFile:
    """Read plain text or, when it looks like HTML, the article in it. ParseError when the HTML holds no article."""
    if not body.removeprefix(BOM_UTF8).lstrip()[:9].lower().startswith(_HTML):
        text, headline, language = body.decode("utf-8-sig", errors="replace"), None, None
    else:
        from transforms.articles.extraction import extract_article

        page = Response(
            url="http://file.invalid/page",  # RFC 6761: a name that is never anybody's
            status=200,
            reason="OK",
            http_version="HTTP/1.1",
            headers=(("Content-Type", "text/html"),),
            body=body,
            fetched_at=datetime.now(UTC),
        )
        article = extract_article(page)
        text, headline = article.text, article.headline
        published_at, language = published_at or article.published_at, article.language
    reading = read(text, knowledge, headline=headline, published_at=published_at, language=language)
    return ReadFile(path, headline, text, reading)


def answer_lines(lines: Iterable[str], jobs: int, knowledge_dir: Path) -> Iterator[tuple[str, bool]]:
    """Yield one JSON line per input line, in order, and whether it is an answer (not an error)."""
    numbered = enumerate(lines, start=1)
    answer_line = partial(_answer_line, knowledge_dir)
    if jobs == 1:
        yield from map(answer_line, numbered)
        return
    with multiprocessing.get_context("forkserver").Pool(jobs) as pool:
        yield from pool.imap(answer_line, numbered, chunksize=_CHUNK)


def _answer_line(knowledge_dir: Path, numbered: tuple[int, str]) -> tuple[str, bool]:
    number, line = numbered
    identifier: Any = None
    try:
        given = json.loads(line)
        identifier = given.get("id") if isinstance(given, dict) else None
        result = answer(identifier, _read_given(given, open_knowledge(knowledge_dir)))
    except (ValueError, RecursionError) as error:
        return json.dumps({"id": identifier, "error": f"line {number}: {error}"}, ensure_ascii=False), False
    return json.dumps(result, ensure_ascii=False), True


def _read_given(given: Any, knowledge: Knowledge) -> Reading:
    """Read one input object of the contract; ValueError says what is wrong with it."""
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise ValueError('not an object with a "text" string')
    for field in ("headline", "published_at", "language"):
        if given.get(field) is not None and not isinstance(given[field], str):
            raise ValueError(f'"{field}" is not a string')
    published_at = datetime.fromisoformat(given["published_at"]) if given.get("published_at") else None
    if published_at is not None and published_at.tzinfo is None:
        published_at = published_at.replace(tzinfo=UTC)
    return read(
        given["text"],
        knowledge,
        headline=given.get("headline"),
        published_at=published_at,
        language=given.get("language"),
    )


def read_path(name: str, knowledge: Knowledge, *, stdin: Any, published_at: datetime | None) -> ReadFile:
    """Read the file named, or standard input for "-"."""
    try:
        body = stdin.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise ConfigurationError(f"{name}: cannot be read ({error.strerror})") from error
    return read_bytes(body, knowledge, path=name, published_at=published_at)
