"""The prompt of `onrecord sql`: several lines up to a semicolon, completion, history, Ctrl-C, dot commands."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from flows.adapters import sql_files
from flows.adapters.snapshots import open_snapshot
from flows.asking import Form, ask
from flows.completion import Names, complete_with
from flows.console import print_table, say
from schemas.errors import OnrecordError

_HELP = """\
SQL up to a semicolon, over as many lines as you like. Tab completes names; Ctrl-C cancels; Ctrl-D leaves.

  .tables            what there is to ask, in a sentence each; .tables all: and what loads keep for themselves
  .describe NAME     a table's or view's columns, or a macro's parameters
  .rows N            show N rows of an answer (0: all)
  .reopen            read the newest snapshot, once a run has published one
  .help  .quit

Try: from quotes limit 5;"""
_ADVICE = ".rows 0 shows all; into a file: onrecord sql --format csv --output FILE 'QUERY'"
_HISTORY = 2000  # statements
_PLAIN_COMMANDS = ("help", "quit", "exit")  # as other prompts have them
_UNFINISHED = re.compile("unterminated", re.IGNORECASE)


class Prompt:
    """One session: `run` reads until the analyst leaves, and returns the exit status."""

    def __init__(self, published: Path, form: Form) -> None:
        self._published = published
        self._form = replace(form, advice=_ADVICE)
        self._reopen = True
        self._typed: list[str] = []  # the lines of the statement so far

    def run(self) -> int:
        with _line_editing(self._published.parent / "sql_history") as remember:
            while self._reopen:
                self._reopen = False
                with open_snapshot(self._published) as connection:
                    names = Names(sql_files.execute(connection, "queries", "completions.sql"))
                    complete_with(names, self._typed)
                    self._greet()
                    self._session(connection, names, remember)
        return 0

    def _session(self, connection: duckdb.DuckDBPyConnection, names: Names, remember: Callable[[str], None]) -> None:
        opened, told = self._published.stat().st_ino, False
        while True:
            try:  # around all of it: Ctrl-C may come at any moment, and never ends the session
                text = self._read(connection)
                if text is None:
                    return
                remember(text)
                if text.startswith("."):
                    if not self._obey(text, names, connection):
                        return
                    continue
                ask(connection, text, self._form)
                sys.stdout.flush()
            except OnrecordError as error:
                say(str(error))
            except KeyboardInterrupt:
                say("\ncancelled")
                continue
            if not told and self._published.exists() and self._published.stat().st_ino != opened:
                told = True
                say("A newer snapshot was published meanwhile; .reopen reads it.")

    def _read(self, connection: duckdb.DuckDBPyConnection) -> str | None:
        """Return what is typed: a dot command, or statements up to a semicolon; None at the end. Ctrl-C is raised."""
        self._typed.clear()
        while True:
            try:
                line = input("      -> " if self._typed else "onrecord> ")
            except EOFError:
                sys.stdout.write("\n")
                return None
            if not self._typed:
                if not line.strip():
                    continue
                if line.lstrip().startswith("."):
                    return line.strip()
                if (word := line.strip("; \t").lower()) in _PLAIN_COMMANDS:
                    return f".{word}"
            self._typed.append(line)
            text = "\n".join(self._typed)
            if line.rstrip().endswith(";") and not _is_unfinished(connection, text):
                return text

    def _greet(self) -> None:
        written = datetime.fromtimestamp(self._published.stat().st_mtime, UTC)
        say(f"{self._published.name}, published {written:%Y-%m-%d %H:%M} UTC, read-only.")
        say("End a question with a semicolon; .tables lists what there is to ask, .help what else you can do.")

    def _obey(self, line: str, names: Names, connection: duckdb.DuckDBPyConnection) -> bool:
        """Do what a dot command asks; False when it ends the session."""
        command, _, rest = line.rstrip("; \t").partition(" ")
        match command:
            case ".quit" | ".exit":
                return False
            case ".reopen":
                self._reopen = True
                return False
            case ".tables" if rest.strip() == "all":
                print_table(("name", "kind", "what it is"), names.relations())
            case ".tables":
                print_table(("name", "kind", "what it is"), sql_files.execute(connection, "queries", "guide.sql"))
            case ".describe":
                self._describe(rest.strip(), names)
            case ".rows" if rest.strip().isdigit():
                self._form = replace(self._form, rows=int(rest))
            case ".help":
                say(_HELP)
            case _:
                say(f"{line}: there is no such command; .help lists them")
        return True

    @staticmethod
    def _describe(name: str, names: Names) -> None:
        found = names.described(name)
        if found is None:
            say(f"{name or '.describe'}: name a table, view or macro; .tables lists them")
            return
        comment, columns = found
        print_table(("column", "type", "what it is"), columns, title=comment) if columns else say(comment)


def _is_unfinished(connection: duckdb.DuckDBPyConnection, text: str) -> bool:
    """Whether the last semicolon stands inside a string, a quoted name or a comment that was not closed."""
    try:
        connection.extract_statements(text)
    except duckdb.Error as error:
        return _UNFINISHED.search(str(error)) is not None
    return False


@contextmanager
def _line_editing(history: Path) -> Iterator[Callable[[str], None]]:
    """Edit lines with readline, its history in that file; yield what adds a statement to the history."""
    try:
        import readline
    except ImportError:  # a Python built without it: plain lines
        yield lambda _: None
        return

    def remember(text: str) -> None:
        # one line, to be called back as one; but a line comment would swallow what follows it
        for entry in text.split("\n") if "--" in text else [" ".join(text.split("\n"))]:
            readline.add_history(entry)

    readline.clear_history()
    readline.set_history_length(_HISTORY)
    readline.set_auto_history(False)
    with suppress(OSError):
        readline.read_history_file(history)
    try:
        yield remember
    finally:
        with suppress(OSError):  # a home that is not yours: no history
            history.touch(mode=0o600)
            readline.write_history_file(history)
