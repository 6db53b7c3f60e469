"""`onrecord extract`: who says what in this text? The extractor by itself, without a warehouse."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from flows.commands.options import Verbs, settings_of
from flows.console import print_json, print_table, say
from schemas.errors import ConfigurationError, ParseError

if TYPE_CHECKING:
    from flows.extraction import ReadFile

_DESCRIPTION = """\
Who says what in this text? Reads plain text or HTML; nothing is loaded, nothing is fetched.

  onrecord extract article.txt               a table for people
  onrecord extract --json page.html          statements and mentions with their offsets
  onrecord extract --html article.txt        a page to read: the text with its statements marked, and their table
  onrecord extract --jsonl < texts.jsonl     {"id", "text", "headline"?, "published_at"?, "language"?} a line in,
                                             {"id", "statements", "mentions"} a line out, in the same order

Offsets are half-open and count code points of the text; --json gives that text too. A broken line of
--jsonl is answered by {"id", "error"} in its place, and the exit status is 1."""


def add(verbs: Verbs, common: argparse.ArgumentParser) -> None:
    """Add the verb to the command line."""
    parser = verbs.add_parser(
        "extract",
        parents=[common],
        help="who says what in this text?",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("files", nargs="*", metavar="FILE", help="text or HTML; - or nothing is standard input")
    parser.add_argument("--html", action="store_true", help="one self-contained HTML page on stdout")
    parser.add_argument("--jsonl", action="store_true", help="JSON lines in, JSON lines out")
    parser.add_argument("--published", metavar="DATE", help="the text's own date, to resolve “on Tuesday”")
    parser.add_argument("--jobs", metavar="N", type=int, default=1, help="processes, with --jsonl (default: 1)")
    parser.set_defaults(main=main)


def main(arguments: argparse.Namespace) -> int:
    """Run it."""
    if arguments.jobs < 1:
        raise ConfigurationError(f"--jobs {arguments.jobs}: give the number of processes, 1 or more")
    if arguments.html and (arguments.json or arguments.jsonl):
        raise ConfigurationError("--html writes a page for people, --json and --jsonl write for machines: choose one")
    return _lines(arguments) if arguments.jsonl else _files(arguments)


def _lines(arguments: argparse.Namespace) -> int:
    from flows.extraction import answer_lines

    if arguments.files:
        raise ConfigurationError("--jsonl reads standard input: onrecord extract --jsonl < FILE")
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    broken = 0
    for line, answered in answer_lines(sys.stdin, arguments.jobs, settings_of(arguments).knowledge):
        sys.stdout.write(line + "\n")
        broken += not answered
    if broken and not arguments.quiet:
        say(f"{broken} lines could not be read; each is answered by its error.")
    return 1 if broken else 0


def _files(arguments: argparse.Namespace) -> int:
    from flows.adapters.knowledge_base import open_knowledge
    from flows.extraction import read_path
    from flows.settings import parse_instant
    from transforms.answers import answer

    published_at = parse_instant(arguments.published) if arguments.published else None
    knowledge = open_knowledge(settings_of(arguments).knowledge)
    refused, articles = 0, []
    for name in arguments.files or ["-"]:
        try:
            read = read_path(name, knowledge, stdin=sys.stdin.buffer, published_at=published_at)
        except ParseError as error:
            say(f"onrecord: {error}")
            refused += 1
            continue
        if arguments.html:
            articles.append(read)
        elif arguments.json:
            print_json({**answer(name, read.reading), "headline": read.headline, "text": read.text})
        else:
            _show(read, titled=len(arguments.files) > 1)
    if articles:
        _write_page(articles)
    return 1 if refused else 0


def _write_page(reads: Sequence[ReadFile]) -> None:
    """Write all of them on one page, in UTF-8 whatever the terminal speaks: the page says that it is."""
    from transforms.reading_page import ReadArticle, reading_page

    page = reading_page([ReadArticle(read.headline, read.text, read.reading) for read in reads])
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(page)


def _show(read: ReadFile, *, titled: bool) -> None:
    from schemas.statement import slices

    rows = []
    for statement in read.reading.statements:
        told = statement.circumstances
        speaker = statement.speaker.name or slices(read.text, statement.source) or "?"
        act = f"not {statement.speech_act}" if statement.is_negated else statement.speech_act
        when = told.said_on or told.said_on_text
        rows.append(
            (speaker, act, slices(read.text, statement.content), told.addressee, told.channel or told.occasion, when)
        )
    if rows:
        columns = ("speaker", "act", "statement", "to", "where", "when")
        print_table(columns, rows, title=read.path if titled else read.headline)
    else:
        say(f"{read.path}: no statement found.")
