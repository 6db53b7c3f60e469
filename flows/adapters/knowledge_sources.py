"""Opens somebody's knowledge base to import it: plain or compressed, in the formats people have, item by item."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, TextIO

from schemas.entity import EntityType
from schemas.errors import ConfigurationError
from transforms.entities.sources import documents, tables, wikidata_dump
from transforms.entities.sources.found import BadSource, FoundEntity

FORMATS = ("wikidata-dump", "wikidata-query", "ftm", "popolo", "legislators", "csv")
_LONGEST_LINE = 64 << 20  # characters; the longest item of Wikidata has some four million
_SNIFFED = 4096
_ENDS = 1 << 20  # bytes at either end of a file that tell one content from another, with the size

Items = Iterator[FoundEntity | None]


@dataclass(frozen=True, slots=True)
class HowToRead:
    """What a person may say of a file; None: it is to be seen from the file."""

    form: str | None = None
    entity: str | None = None
    type: EntityType | None = None
    least_sitelinks: int = 5
    country: str | None = None


def fingerprint(path: Path) -> str:
    """Return what tells the content of a file from another: its size, its first and its last million bytes."""
    size = path.stat().st_size
    digest = blake2b(str(size).encode(), digest_size=10)
    with path.open("rb") as file:
        digest.update(file.read(_ENDS))
        file.seek(max(0, size - _ENDS))
        digest.update(file.read(_ENDS))
    return digest.hexdigest()


def recognize(path: Path) -> str:
    """Return which of FORMATS a file is in, by its first lines. BadSource: in none of them."""
    with _opened(path) as (text, _):
        start = text.read(_SNIFFED).lstrip("\ufeff \t\r\n")
    if path.suffix in (".yaml", ".yml"):
        return "legislators"
    if path.suffix in (".csv", ".tsv"):
        return "csv"
    first = start.split("\n", 1)[0]
    if start.startswith("[") and '"type":"item"' in start.replace(" ", ""):
        return "wikidata-dump"
    if start.startswith("{") and '"schema"' in start and '"properties"' in start:
        return "ftm"
    if start.startswith("{") and ('"head"' in start or '"bindings"' in start):
        return "wikidata-query"
    if start.startswith("{"):
        return "popolo"
    if start.startswith("["):
        return "wikidata-query"
    if start.isprintable() or "," in first or "\t" in first:
        return "csv"
    raise BadSource(f"{path}: in none of the formats known ({', '.join(FORMATS)})")


@contextmanager
def reading(path: Path, how: HowToRead, countries: Mapping[str, str]) -> Iterator[tuple[Items, Callable[[], int]]]:
    """Open a file and give its items one by one, None for one that is no entity; and the bytes read so far.

    `countries`: Wikidata id or name in small letters → ISO 3166-1 alpha-2. BadSource says what is wrong with the file
    and where: cut, not UTF-8, not in the format.
    """
    form = how.form or recognize(path)
    with _opened(path) as (text, position):
        yield _told_where(path, _items(form, text, how, countries, path)), position


def _items(form: str, text: TextIO, how: HowToRead, countries: Mapping[str, str], path: Path) -> Items:
    match form:
        case "wikidata-dump":
            yield from _dump(text, how, countries)
        case "ftm":
            for line in _lines(text):
                yield documents.read_ftm_line(line)
        case "popolo":
            yield from documents.read_popolo(json.load(text), how.country)
        case "legislators":
            import yaml

            loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
            try:
                yield from documents.read_legislators(yaml.load(text, loader))  # noqa: S506 - a safe loader
            except yaml.YAMLError as error:
                raise BadSource(f"not YAML: {' '.join(str(error).split())}") from error
        case "wikidata-query" if path.suffix not in (".csv", ".tsv"):
            rows = list(tables.query_rows(json.load(text)))
            header = list(dict.fromkeys(name for row in rows for name in row))
            columns = tables.choose_columns(header, how.entity, how.type)
            for row in rows:
                yield tables.read_row(row, columns, countries)
        case _:
            yield from _table(text, how, countries)


def _dump(text: TextIO, how: HowToRead, countries: Mapping[str, str]) -> Items:
    opened, closed = False, False
    for line in _lines(text):
        mark = line.strip()
        opened, closed = opened or mark == "[", closed or mark == "]"
        yield wikidata_dump.read_line(line, countries, how.least_sitelinks)
    if opened and not closed:
        raise BadSource("cut: the dump's closing ] is missing")


def _table(text: TextIO, how: HowToRead, countries: Mapping[str, str]) -> Items:
    first = text.readline(_LONGEST_LINE)
    delimiter = "\t" if first.count("\t") > first.count(",") else ";" if first.count(";") > first.count(",") else ","
    rows = csv.DictReader(text, next(csv.reader([first], delimiter=delimiter), []), delimiter=delimiter, strict=True)
    columns = tables.choose_columns(list(rows.fieldnames or ()), how.entity, how.type)
    try:
        for row in rows:
            if None in row or None in row.values():
                count = len([cell for cell in row.values() if isinstance(cell, str)]) + len(row.get(None) or ())
                raise BadSource(f"{count} columns, not {len(rows.fieldnames or ())}")
            yield tables.read_row(row, columns, countries)
    except csv.Error as error:
        raise BadSource(f"not CSV: {error}") from error


def _lines(text: TextIO) -> Iterator[str]:
    for line in iter(lambda: text.readline(_LONGEST_LINE), ""):
        if len(line) == _LONGEST_LINE:
            raise BadSource(f"a line of more than {_LONGEST_LINE} characters")
        yield line


def _told_where(path: Path, items: Items) -> Items:
    """The items; what goes wrong is told with the file and the number of the item."""
    number = 0
    try:
        for number, item in enumerate(items, start=1):  # noqa: B007 - told when the next one fails
            yield item
    except (EOFError, zlib.error, OSError) as error:
        raise BadSource(f"{path}: cut or damaged after item {number}: {error}") from error
    except json.JSONDecodeError as error:
        raise BadSource(f"{path}: not JSON, or cut: {error}") from error
    except UnicodeDecodeError as error:
        raise BadSource(f"{path}: not UTF-8 after item {number}: {error.reason}") from error
    except BadSource as error:
        raise BadSource(f"{path}: {f'item {number + 1}: ' if number else ''}{error}") from error


@contextmanager
def _opened(path: Path) -> Iterator[tuple[TextIO, Callable[[], int]]]:
    """The file's text, and how many bytes of the file were read."""
    try:
        raw = path.open("rb")
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read ({error.strerror})") from error
    with raw:
        magic = raw.read(3)
        raw.seek(0)
        stream: Any = raw
        if magic[:2] == b"\x1f\x8b":
            stream = gzip.GzipFile(fileobj=raw)
        elif magic == b"BZh":
            stream = bz2.BZ2File(raw)
        try:
            yield io.TextIOWrapper(stream, encoding="utf-8-sig", newline=""), raw.tell
        except (EOFError, zlib.error, OSError) as error:  # bz2 and gzip tell of damage as of a failing disk
            raise BadSource(f"{path}: cut or damaged: {error}") from error
        except UnicodeDecodeError as error:
            raise BadSource(f"{path}: not UTF-8: {error.reason}") from error
