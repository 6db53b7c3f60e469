"""Reads and writes feeds.toml, the one configuration a user must know; every mistake is told with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from schemas.errors import ConfigurationError
from schemas.feed import Feed, Outlet, Subscription
from schemas.ids import stable_id
from schemas.source_rules import EXAMPLES, FEED_CHECKS, OUTLET_CHECKS, REQUIRED, Check, nearest, shown

MAX_ERRORS = 10


def parse_subscription(text: str, *, path: str) -> Subscription:
    """Return the outlets and feeds that the TOML `text` of the file `path` declares, in file order.

    A feed's id is the stable id of its URL. Raises ConfigurationError whose message has one line per mistake,
    "path:line: what is wrong; what to write instead", up to `MAX_ERRORS` of them.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line, reason = _syntax_error(str(error), text)
        raise ConfigurationError(f"{path}:{line}: not TOML: {reason}") from None
    reader = _Reader(_Lines(text))
    subscription = reader.subscription(document)
    if reader.errors:
        shown = [f"{path}:{line}: {message}" for line, message in sorted(reader.errors)[:MAX_ERRORS]]
        hidden = len(reader.errors) - len(shown)
        raise ConfigurationError("\n".join(shown) + (f"\n{path}: and {hidden} more mistakes" if hidden > 0 else ""))
    return subscription


def format_subscription(subscription: Subscription) -> str:
    """Return the TOML text that parses back to `subscription`, whose feeds must stand in the order of their outlets."""
    blocks = []
    for outlet in subscription.outlets:
        lines = ["[[outlets]]", f"id = {_quoted(outlet.outlet_id)}"]
        for key in ("name", "domain", "country", "language", "kind", "wikidata_id"):
            value = getattr(outlet, key)
            if value is not None:
                lines.append(f"{key} = {_quoted(value)}")
        for feed in subscription.feeds:
            if feed.outlet_id == outlet.outlet_id:
                lines += ["", *_feed_lines(feed)]
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def _feed_lines(feed: Feed) -> Iterator[str]:
    yield "  [[outlets.feeds]]"
    yield f"  url = {_quoted(feed.url)}"
    if feed.section is not None:
        yield f"  section = {_quoted(feed.section)}"
    if not feed.enabled:
        yield "  enabled = false"
    if feed.poll_minutes != Feed.__dataclass_fields__["poll_minutes"].default:
        yield f"  poll_minutes = {feed.poll_minutes}"


def _quoted(text: str) -> str:
    """Return a TOML basic string (https://toml.io/en/v1.0.0#string)."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda match: f"\\u{ord(match[0]):04x}", escaped) + '"'


def _syntax_error(message: str, text: str) -> tuple[int, str]:
    found = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)", message)
    line = int(found[1]) if found and found[1] else max(text.count("\n"), 1)
    return line, message[: found.start()] if found else message


class _Lines:
    """Where each key stands. tomllib does not say, so the headers and keys are looked for in the text."""

    _HEADER = re.compile(r"\s*\[\[\s*outlets\s*(\.\s*feeds\s*)?\]\]")
    _KEY = re.compile(r"""\s*["']?([A-Za-z0-9_-]+)["']?\s*=""")

    def __init__(self, text: str) -> None:
        self._lines: dict[tuple[int, int, str], int] = {}
        outlet = feed = -1
        for number, line in enumerate(text.splitlines(), start=1):
            if header := self._HEADER.match(line):
                outlet, feed = (outlet, feed + 1) if header[1] else (outlet + 1, -1)
                self._lines[outlet, feed, ""] = number
            elif key := self._KEY.match(line):
                self._lines.setdefault((outlet, feed, key[1]), number)

    def of(self, outlet: int, feed: int, key: str) -> int:
        """Return the 1-based line of the key, else of its table's header, else 1."""
        places = ((outlet, feed, key), (outlet, feed, ""), (outlet, -1, ""))
        return next((self._lines[place] for place in places if place in self._lines), 1)


class _Reader:
    """Walks the parsed document, collects mistakes as (line, message), and builds the records."""

    def __init__(self, lines: _Lines) -> None:
        self.errors: list[tuple[int, str]] = []
        self._lines = lines
        self._first_line: dict[tuple[str, str], int] = {}  # what must be unique, its value → the line it is on

    def subscription(self, document: dict[str, Any]) -> Subscription:
        outlets: list[Outlet] = []
        feeds: list[Feed] = []
        self._check_keys(document, ("outlets",), (-1, -1), "the file")
        for index, table in enumerate(self._tables(document, "outlets", (-1, -1))):
            values = self._values(table, OUTLET_CHECKS, (index, -1), "outlet")
            self._unique("outlet id", values.get("id"), (index, -1), "id")
            outlet_id = str(values.get("id", ""))
            outlets.append(
                Outlet(outlet_id, **{key: values[key] for key in OUTLET_CHECKS if key != "id" and key in values})
            )
            for number, feed_table in enumerate(self._tables(table, "feeds", (index, -1))):
                feeds.append(self._feed(feed_table, outlet_id, (index, number)))
        return Subscription(tuple(outlets), tuple(feeds))

    def _feed(self, table: dict[str, Any], outlet_id: str, place: tuple[int, int]) -> Feed:
        values = self._values(table, FEED_CHECKS, place, "feed")
        self._unique("feed url", values.get("url"), place, "url")
        return Feed(stable_id("feed", str(values.get("url"))), outlet_id, **values)

    def _tables(self, parent: dict[str, Any], key: str, place: tuple[int, int]) -> list[dict[str, Any]]:
        tables = parent.get(key, [])
        if isinstance(tables, list) and all(isinstance(table, dict) for table in tables):
            return tables
        header = "[[outlets]]" if key == "outlets" else "[[outlets.feeds]]"
        self._complain(place, key, f"{key} must be tables; start each with {header}")
        return []

    def _values(
        self, table: dict[str, Any], checks: dict[str, Check], place: tuple[int, int], what: str
    ) -> dict[str, Any]:
        """Return the values that pass their checks; complain of the others, of unknown and of missing keys."""
        self._check_keys(table, (*checks, *(("feeds",) if what == "outlet" else ())), place, what)
        for key in REQUIRED[what]:
            if key not in table:
                self._complain(place, "", f"this {what} has no {key}; add {key} = {EXAMPLES[key]}")
        values = {}
        for key, check in checks.items():
            if key in table:
                problem = check(table[key])
                if problem is None:
                    values[key] = table[key]
                else:
                    self._complain(place, key, f"{key} {problem}")
        return {**dict.fromkeys(REQUIRED[what], ""), **values}

    def _check_keys(self, table: dict[str, Any], known: tuple[str, ...], place: tuple[int, int], what: str) -> None:
        for key in table:
            if key not in known:
                self._complain(place, key, f"unknown key {shown(key)} in {what}; {nearest(key, known)}")

    def _unique(self, what: str, value: str | None, place: tuple[int, int], key: str) -> None:
        if not value:
            return
        if (what, value) in self._first_line:
            first = self._first_line[what, value]
            self._complain(place, key, f"this {what} is already used on line {first}; each may stand once")
        self._first_line.setdefault((what, value), self._lines.of(*place, key))

    def _complain(self, place: tuple[int, int], key: str, message: str) -> None:
        self.errors.append((self._lines.of(*place, key), message))
