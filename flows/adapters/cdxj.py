"""The index of a WARC file: a line per response or revisit record, sorted, so that any of them is one seek away.

    com,example)/news/1 20261122060000 {"url": …, "mime": …, "status": "200", "digest": …, "length": …, "offset": …}

CDXJ as pywb reads it: SURT key, timestamp, JSON. `LC_ALL=C sort -m` merges those of many files into one.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from surt import surt

from flows.adapters import warc
from flows.adapters.warc_fetch import foreign_fetch
from schemas.errors import ArchiveError
from schemas.response import Response

SUFFIX = ".cdxj"


def line(response: Response, digest: str, place: tuple[int, int], filename: str, *, is_revisit: bool) -> str:
    """Return the line of one record. `place` is the offset and the length of its gzip member, in bytes."""
    said = (response.header("content-type") or "").partition(";")[0].strip()
    mime = "warc/revisit" if is_revisit else said
    fields = {
        "url": response.url,
        **({"mime": mime} if mime else {}),
        "status": str(response.status),
        "digest": digest,
        "length": str(place[1]),
        "offset": str(place[0]),
        "filename": filename,
    }
    return f"{_key(response.url)} {response.fetched_at:%Y%m%d%H%M%S} {json.dumps(fields)}"


def _key(url: str) -> str:
    try:
        return "".join(surt(url).split())
    except (ValueError, UnicodeError):  # a URL that no browser would ask for: found by itself
        return "".join(url.split())


def path_of(warc_file: Path) -> Path:
    """Return where the index of a WARC file lies: beside it."""
    return warc_file.with_name(warc_file.name.removesuffix(".gz").removesuffix(".warc") + SUFFIX)


def write(warc_file: Path, lines: Iterable[str]) -> None:
    """Write the index of a WARC file, whole or not at all."""
    path = path_of(warc_file)
    partial = path.with_name(f".{path.name}.partial")
    with partial.open("w", encoding="utf-8") as file:
        file.writelines(f"{text}\n" for text in sorted(lines))
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def complete(warc_file: Path) -> None:
    """Write the index of a file whose writer was killed before it could; one that is there stays."""
    if not path_of(warc_file).exists():
        write(warc_file, read_lines(warc_file))


def read_lines(warc_file: Path) -> list[str]:
    """Return the lines of a WARC file's whole records, read from itself: for one whose writer was killed."""
    lines: list[str] = []
    before: warc.Record | None = None
    with suppress(ArchiveError):  # its broken tail is named by who reads the fetches
        for record in warc.read_records(str(warc_file)):
            if before is not None and (fetch := foreign_fetch(before)) is not None and fetch.response is not None:
                place = (before.offset, record.offset - before.offset)
                digest = before.headers.get("warc-payload-digest", "-")
                lines.append(line(fetch.response, digest, place, warc_file.name, is_revisit=before.type == "revisit"))
            before = record if record.type in ("response", "revisit") else None
    return lines
