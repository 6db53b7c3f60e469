"""`onrecord sql`: every form of an answer, the cap of a table, and what a person sees at a real terminal's prompt."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import select
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from flows.adapters.cancelling import cancellable
from flows.adapters.snapshots import open_snapshot, publish
from flows.cli import main
from flows.completion import Names
from schemas.data import read_text

ROOT = Path(__file__).resolve().parents[2]
ENDLESS = "select count(*) from range(100000000) a, range(100000) b where a.range + b.range = 7"


@pytest.fixture
def sql(small_home: Path, capsys: pytest.CaptureFixture[str]):
    def ask(*arguments: str) -> tuple[int, str, str]:
        status = main(["sql", "--home", str(small_home), *arguments])
        told = capsys.readouterr()
        return status, told.out, told.err

    return ask


def test_a_table_is_capped_and_says_how_to_get_the_rest(sql) -> None:
    _, out, err = sql("select 'n' || i as number from range(250) t(i)")
    assert "n99" in out
    assert "n100" not in out
    assert "100 rows are shown, there are 150 more. All: --rows 0, or --format csv --output FILE." in err
    _, out, err = sql("--rows", "0", "select 'n' || i as number from range(250) t(i)")
    assert "n249" in out
    assert err == ""
    assert sql("--rows", "250", "select i from range(250) t(i)")[2] == ""
    assert "more than 1,0" in sql("--rows", "1", "from range(2000000)")[2]


def test_every_form_holds_the_same_rows(sql, tmp_path: Path) -> None:
    query = "select speaker, quoted_on, content_spans, quote from quotes join statements using (statement_id)"
    [row] = json.loads(sql("--json", query)[1])
    assert row["speaker"] == "Ada Quill"
    assert [json.loads(line) for line in sql("--format", "jsonl", query)[1].splitlines()] == [row]
    [read] = csv.DictReader(io.StringIO(sql("--format", "csv", query)[1]))
    assert read["quote"] == row["quote"]
    assert json.loads(read["content_spans"]) == row["content_spans"]
    sql("--output", str(tmp_path / "quotes.parquet"), query)
    assert pq.read_table(tmp_path / "quotes.parquet").to_pylist()[0]["quote"] == row["quote"]


def test_json_is_json_whatever_is_in_it(sql) -> None:
    query = "select 'nan'::double as a, 1.50::decimal(4, 2) as a, [1.0::float, 'inf'] as c, 'x' as d limit 1"
    assert json.loads(sql("--json", query)[1]) == [{"a": None, "a_1": 1.5, "c": [1.0, None], "d": "x"}]
    assert json.loads(sql("--json", "from quotes limit 0")[1]) == []
    assert sql("--format", "jsonl", "from quotes limit 0")[1] == ""


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_no_csv_cell_is_a_formula(sql, start: str) -> None:
    _, out, _ = sql("--format", "csv", f"select '{start}cmd' as a, -3 as b")
    assert list(csv.reader(io.StringIO(out, newline="")))[1] == [f"'{start}cmd", "-3"]


def test_a_failed_query_leaves_the_file_as_it_was(sql, tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("mine")
    query = "select if(i = 150000, error('late')::integer, 1) from range(200000) t(i)"
    status, _, err = sql("--output", str(path), query)
    assert (status, path.read_text(), list(tmp_path.iterdir())) == (1, "mine", [path])
    assert "late" in err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--format", "parquet", "select 1"], "--output FILE"),
        (["--output", "answer.txt", "select 1"], "--format csv, json, jsonl or parquet"),
        (["--file", "none.sql"], "none.sql"),
        (["--file", "none.sql", "select 1"], "not both"),
        (["--json", "select 1; select 2"], "holds one answer"),
        (["--rows", "-1", "select 1"], "--rows -1"),
    ],
)
def test_wrong_usage_is_explained(sql, arguments: list[str], told: str) -> None:
    status, out, err = sql(*arguments)
    assert status == 2
    assert told in err
    assert out == ""


def test_a_file_of_statements_is_answered_one_by_one(sql, tmp_path: Path) -> None:
    path = tmp_path / "question.sql"
    path.write_text(
        "create temp table t as select speaker from quotes; -- a comment; no statement\nfrom t; select 7;\n"
    )
    _, out, err = sql("--file", str(path))
    assert out.index("Ada Quill") < out.index("7")
    assert err == ""


def test_duckdbs_hint_is_shown(sql) -> None:
    status, _, err = sql("select speakr from quotes")
    assert status == 1
    assert '"speaker"' in err
    assert "^^^" in err


def test_ctrl_c_cancels_a_query_at_once_and_the_connection_lives(small_home: Path) -> None:
    with open_snapshot(small_home / "onrecord.duckdb") as connection:
        stop = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
        stop.start()
        started = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            cancellable(connection, lambda: connection.execute(ENDLESS).fetchall())
        assert time.monotonic() - started < 5
        assert connection.execute("select 42").fetchall() == [(42,)]


# the prompt, in a process of its own on a pseudo-terminal


class Terminal:
    def __init__(self, home: Path) -> None:
        self.process, self._screen = self._start(home)
        self._seen = ""

    def _start(self, home: Path) -> tuple[subprocess.Popen[bytes], int]:
        screen, terminal = pty.openpty()
        environ = {**os.environ, "ONRECORD_HOME": str(home), "TERM": "dumb", "COLUMNS": "100", "LINES": "40"}
        process = subprocess.Popen(
            [sys.executable, "-m", "flows", "sql"], stdin=terminal, stdout=terminal, stderr=terminal,
            env=environ, cwd=ROOT, start_new_session=True, preexec_fn=_take_terminal,
        )  # fmt: skip
        os.close(terminal)
        return process, screen

    def types(self, keys: str) -> None:
        os.write(self._screen, keys.encode())

    def interrupts(self, words: str) -> None:
        """Press Ctrl-C until the words are on the screen: readline may miss the one that comes while it sets up."""
        for _ in range(10):
            self.types("\x03")
            with suppress(AssertionError):
                self.shows(words, seconds=2)
                return
        self.shows(words)

    def shows(self, words: str, seconds: float = 20) -> str:
        """Wait until the words are on the screen; return what came up to them."""
        until = time.monotonic() + seconds
        while words not in self._seen:
            assert select.select([self._screen], [], [], max(0, until - time.monotonic()))[0], (
                f"no {words!r}: {self._seen}"
            )
            try:
                self._seen += os.read(self._screen, 65536).decode(errors="replace")
            except OSError as error:
                raise AssertionError(f"it ended without {words!r}: {self._seen}") from error
        before, _, self._seen = self._seen.partition(words)
        return before

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._screen)


def _take_terminal() -> None:
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@pytest.fixture
def own_home(small_home: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(small_home, tmp_path / "home"))


@pytest.fixture
def terminal(own_home: Path) -> Iterator[Terminal]:
    opened = Terminal(own_home)
    try:
        opened.shows("onrecord> ")
        yield opened
    finally:
        opened.close()


def test_a_session(terminal: Terminal, own_home: Path) -> None:
    terminal.types("select speaker, ';' as semicolon\n")
    terminal.shows("      -> ")
    terminal.types("from quotes;\n")
    terminal.shows("Ada Quill")
    terminal.shows("onrecord> ")
    terminal.types("from quote;\n")
    terminal.shows('Did you mean "quotes"?')
    terminal.types("delete from statements;\n")
    terminal.shows("read-only")
    terminal.types(".describe speakers\n")
    assert "Its canonical name." in terminal.shows("last_quoted_on")
    terminal.types("help\n")
    terminal.shows("Ctrl-C cancels")
    terminal.types(".tables\n")
    assert "wording_keys" not in terminal.shows("statement_mentions")
    terminal.types(".tables all\n")
    terminal.shows("wording_keys")
    terminal.types(".tabels\n")
    terminal.shows("there is no such command")
    terminal.types("select poll_minutes * 100 from feed_h\t;\n")
    terminal.shows("6000")
    publish(own_home / "work" / "warehouse.duckdb", own_home / "onrecord.duckdb", own_home / "snapshots")
    terminal.types("select 40 + 2 as answer;\n")
    terminal.shows("42")
    terminal.shows("newer snapshot")
    terminal.types(".reopen\n")
    terminal.shows("published 20")
    terminal.shows("onrecord> ")
    terminal.types("\x04")
    assert terminal.process.wait(20) == 0
    history = (own_home / "sql_history").read_text().splitlines()
    assert "select speaker, ';' as semicolon from quotes;" in history
    assert (own_home / "sql_history").stat().st_mode & 0o077 == 0


def test_ctrl_c_cancels_the_query_or_the_line_and_never_the_prompt(terminal: Terminal) -> None:
    terminal.types(f"{ENDLESS};\n")
    terminal.shows("7;")
    time.sleep(0.5)
    terminal.interrupts("cancelled")
    terminal.shows("onrecord> ")
    terminal.types("select nonsense\n")
    terminal.shows("      -> ")
    terminal.interrupts("cancelled")
    terminal.shows("onrecord> ")
    terminal.types("select 6 * 7 as answer;\n")
    terminal.shows("42")
    terminal.types("exit;\n")
    assert terminal.process.wait(20) == 0


@pytest.mark.parametrize(
    ("line", "word", "expected"),
    [
        ("from quo", "quo", ["quotes", "quotes_about(", "quotes_as_of(", "quotes_by("]),
        ("select * from ", "", None),
        (".desc", ".desc", [".describe "]),
        (".describe spea", "spea", ["speaker_timeline", "speakers"]),
        ("select q.speaker_w", "q.speaker_w", ["q.speaker_wikidata_id"]),
        ("from outlets select dom", "dom", ["domain"]),
        ("SEL", "SEL", ["select"]),
    ],
)
def test_completion(small_home: Path, line: str, word: str, expected: list[str] | None) -> None:
    with open_snapshot(small_home / "onrecord.duckdb") as connection:
        names = Names(connection.execute(read_text("queries", "completions.sql")).fetchall())
    found = names.completions(word, line)
    if expected is None:
        assert {"quotes", "statements"} <= set(found)
        assert "speaker" not in found  # a column is no table
    else:
        assert found == expected


def test_completion_knows_the_lines_before_and_what_stands_behind(small_home: Path) -> None:
    with open_snapshot(small_home / "onrecord.duckdb") as connection:
        names = Names(connection.execute(read_text("queries", "completions.sql")).fetchall())
    assert names.completions("dom", "from outlets\nwhere dom") == ["domain"]
    assert names.completions("dom", "select dom", " from outlets") == ["domain"]


def test_a_macro_is_listed_with_its_call_and_explained_once(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "macros.duckdb")) as connection:
        connection.execute("create macro called(who, at_most := 3) as table select who limit at_most")
        connection.execute("comment on macro table called is 'called(who): those of this name.'")
        names = Names(connection.execute(read_text("queries", "completions.sql")).fetchall())
    assert names.relations() == [("called(who, at_most)", "macro", "those of this name.")]
    assert names.described("called") == ("called(who, at_most): those of this name.", [])
    assert names.completions("cal", "from cal") == ["called("]
