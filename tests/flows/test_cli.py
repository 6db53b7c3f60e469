"""The command line: what it costs to start, what it says when something is wrong, what it exits with."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from lxml import etree

from flows.adapters.archive import ArchiveWriter
from flows.adapters.lock import Lock
from schemas.response import Fetch, FetchPlan, Response

TEXT = "“The bridge stays open,” Mayor Ines Calder said on Tuesday. The council said that work would start in May.\n"


def onrecord(
    *arguments: str, stdin: str | bytes = "", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, as a user does."""
    data = stdin.encode() if isinstance(stdin, str) else stdin
    done = subprocess.run(
        [sys.executable, "-m", "flows", *arguments],
        input=data,
        capture_output=True,
        check=False,
        env={**os.environ, **(env or {})},
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def test_extract_prints_a_table_for_people() -> None:
    done = onrecord("extract", stdin=TEXT)
    assert done.returncode == 0, done.stderr
    assert "Ines Calder" in done.stdout
    assert "The bridge stays open" in done.stdout


def test_extract_json_lines_keeps_the_order_and_answers_broken_lines_in_place() -> None:
    lines = [
        json.dumps({"id": "a", "text": TEXT}),
        '{"id": "b", "text": 7}',
        "not json",
        "[1]",
        json.dumps({"id": "e", "text": "", "published_at": "yesterday"}),
        json.dumps({"id": "f", "text": "Der Hafen bleibt offen.", "language": "de"}),
    ]
    done = onrecord("extract", "--jsonl", "--jobs", "2", stdin="\n".join(lines) + "\n")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [answer["id"] for answer in answers] == ["a", "b", None, None, "e", "f"]
    assert ["error" in answer for answer in answers] == [False, True, True, True, True, False]
    [first, *_] = answers[0]["statements"]
    assert TEXT[slice(*first["content"][0])].strip("“,”") == "The bridge stays open"
    assert first["speaker"]["name"] == "Ines Calder"
    assert set(first) >= {
        "type",
        "content",
        "source",
        "cue",
        "speaker",
        "speech_act",
        "addressee",
        "said_on",
        "confidence",
    }
    assert all(TEXT[m["start"] : m["end"]] for m in answers[0]["mentions"])


@pytest.mark.parametrize("lead", ["<!doctype html>", "\ufeff<!-- desk -->\n<!doctype html>", "\n  <!-- desk -->"])
def test_extract_reads_html(tmp_path: Path, lead: str) -> None:
    page = tmp_path / "page.html"
    body = "".join(f"<p>{TEXT}{'The harbour was calm and the ferries ran on time. ' * 4}</p>" for _ in range(3))
    head = f"{lead}<html><head><title>Bridge</title></head>"
    page.write_text(f"{head}<body><article><h1>Bridge stays open</h1>{body}</article></body></html>", encoding="utf-8")
    done = onrecord("extract", "--json", str(page))
    answer = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert answer["text"].startswith("“The bridge stays open,”")
    assert answer["statements"]


def test_extract_html_writes_one_page_of_all_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"Tolls & tunnels\n\n{TEXT}", encoding="utf-8")
    done = onrecord("extract", "--html", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"))
    assert done.returncode == 0, done.stderr
    page = etree.fromstring(done.stdout.encode())
    assert page.xpath("//mark[@id='s1']")
    assert [heading.text for heading in page.iterfind(".//h1")] == ["Tolls & tunnels"]
    assert len(page.findall(".//article")) == 2


@pytest.mark.parametrize("machine", ["--json", "--jsonl"])
def test_extract_html_is_for_people_only(machine: str) -> None:
    done = onrecord("extract", "--html", machine, stdin=TEXT)
    assert done.returncode == 2
    assert "choose one" in done.stderr
    assert not done.stdout


@pytest.mark.parametrize(
    ("arguments", "stdin"),
    [
        (["--help"], ""),
        (["extract"], TEXT),
        (["sql", "select 1"], ""),
        (["feeds", "check"], ""),
        (["status"], ""),
        (["export", "--help"], ""),
        (["snapshot", "list"], ""),
    ],
)
def test_light_commands_import_neither_prefect_nor_great_expectations(
    arguments: list[str], stdin: str, tmp_path: Path
) -> None:
    script = (
        "import sys, runpy\n"
        f"sys.argv = ['onrecord', *{arguments!r}]\n"
        "try:\n    runpy.run_module('flows', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "heavy = {'prefect', 'great_expectations', 'pandas', 'pyarrow', 'trafilatura'} & set(sys.modules)\n"
        "print('heavy:', sorted(heavy), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "ONRECORD_HOME": str(tmp_path)},
    )
    assert done.stderr.splitlines()[-1] == "heavy: []", done.stderr


def test_help_teaches_every_command() -> None:
    top = onrecord("--help").stdout
    for verb in ("demo", "run", "backfill", "extract", "sql", "export", "feeds", "status", "snapshot"):
        assert verb in top
        page = onrecord(verb, "--help")
        assert page.returncode == 0
        assert len(page.stdout) > 300


# what is wrong, and what a user reads about it


def test_no_command_is_wrong_usage() -> None:
    assert onrecord().returncode == 2
    assert onrecord("sqll").returncode == 2


def test_a_missing_feeds_file_is_named(tmp_path: Path) -> None:
    done = onrecord("run", "--home", str(tmp_path), "--feeds", str(tmp_path / "none.toml"))
    assert done.returncode == 2
    assert "none.toml" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_typo_in_feeds_toml_is_named_with_its_line(tmp_path: Path) -> None:
    feeds = tmp_path / "feeds.toml"
    feeds.write_text('[[outlets]]\nid = "x"\nname = "X"\ndomian = "x.example"\n')
    done = onrecord("feeds", "check", "--feeds", str(feeds))
    assert done.returncode == 2
    assert "4" in done.stderr
    assert "domain" in done.stderr


def test_an_unknown_outlet_is_named(tmp_path: Path, root: Path) -> None:
    done = onrecord("run", "--home", str(tmp_path), "--feeds", str(root / "feeds.toml"), "--only", "bbcc")
    assert done.returncode == 2
    assert "bbcc" in done.stderr


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="a place where even root may not write")
def test_a_directory_that_cannot_be_written_is_named(root: Path) -> None:
    done = onrecord("run", "--home", "/sys/kernel/onrecord", "--feeds", str(root / "feeds.toml"))
    assert done.returncode == 2
    assert "/sys/kernel/onrecord" in done.stderr
    assert "--home" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_home_that_is_a_file_is_named(tmp_path: Path, root: Path) -> None:
    home = tmp_path / "file"
    home.write_text("")
    done = onrecord("run", "--home", str(home), "--feeds", str(root / "feeds.toml"))
    assert done.returncode == 2
    assert str(home) in done.stderr
    assert "Traceback" not in done.stderr


def test_sql_without_a_warehouse_says_how_to_make_one(tmp_path: Path) -> None:
    done = onrecord("sql", "--home", str(tmp_path), "select 1")
    assert done.returncode == 4
    assert "onrecord run" in done.stderr


def test_a_dry_run_touches_nothing(tmp_path: Path, root: Path) -> None:
    home = tmp_path / "home"
    done = onrecord("run", "--dry-run", "--json", "--home", str(home), "--feeds", str(root / "feeds.toml"))
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)) >= 60
    assert not home.exists()


def test_no_network_is_an_honest_run(tmp_path: Path) -> None:
    feeds = tmp_path / "feeds.toml"
    feeds.write_text(
        '[[outlets]]\nid = "x"\nname = "X"\ndomain = "x.example"\ncountry = "GB"\nlanguage = "en"\nkind = "paper"\n'
        '  [[outlets.feeds]]\n  url = "http://x.example/rss.xml"\n'
    )
    dial = ["--connect-to", "x.example=127.0.0.1:9", "--allow-host", "127.0.0.1:9"]
    done = onrecord("run", "--home", str(tmp_path / "home"), "--feeds", str(feeds), *dial)
    assert done.returncode == 1, done.stderr
    assert "failed" in done.stderr
    told = onrecord("status", "--home", str(tmp_path / "home"))
    assert "failing" in told.stdout


def test_loopback_is_refused_by_default(tmp_path: Path) -> None:
    feeds = tmp_path / "feeds.toml"
    feeds.write_text(
        '[[outlets]]\nid = "x"\nname = "X"\ndomain = "x.example"\ncountry = "GB"\nlanguage = "en"\nkind = "paper"\n'
        '  [[outlets.feeds]]\n  url = "http://127.0.0.1:9/rss.xml"\n'
    )
    done = onrecord("run", "--home", str(tmp_path / "home"), "--feeds", str(feeds))
    assert done.returncode == 1
    [kind] = json.loads(
        onrecord("sql", "--home", str(tmp_path / "home"), "--json", "select distinct error_kind from fetches").stdout
    )
    assert kind == {"error_kind": "refused-address"}


def test_a_warc_cut_in_the_middle_gives_all_its_whole_records(tmp_path: Path, root: Path) -> None:
    whole, cut = tmp_path / "whole.warc.gz", tmp_path / "cut.warc.gz"
    now = datetime(2026, 11, 20, tzinfo=UTC)
    with ArchiveWriter(whole) as writer:
        for number in range(3):
            url = f"http://coast.example/story-{number}"
            body = f"<html><body>{f'<p>{TEXT}</p>' * 3}<p>Story {number} ends here.</p></body></html>"
            response = Response(url, 200, "OK", "HTTP/1.1", (("Content-Type", "text/html"),), body.encode(), now)
            writer.write(Fetch(FetchPlan("article", url), url, now, 5, response=response))
    data = whole.read_bytes()
    cut.write_bytes(data[: len(data) - 200])
    home = ["--home", str(tmp_path / "home"), "--feeds", str(root / "feeds.toml")]

    planned = onrecord("backfill", "--dry-run", *home, "--from", "warc", str(cut))
    assert planned.returncode == 1
    assert "unreadable" in planned.stdout

    done = onrecord("backfill", "--json", *home, "--from", "warc", str(cut))
    summary = json.loads(done.stdout)
    assert done.returncode == 1, done.stderr
    assert summary["counts"]["loaded"]["articles"]["new"] == 2
    assert summary["counts"]["refused"] == {"broken-warc": 1}

    again = json.loads(onrecord("backfill", "--json", *home, "--from", "warc", str(whole)).stdout)
    assert again["counts"]["loaded"]["articles"]["new"] >= 1  # what the cut lost is got from the whole file
    refused = onrecord("sql", "--home", str(tmp_path / "home"), "--json", "select reason, warc_file from quarantine")
    assert {"reason": "broken-warc", "warc_file": str(cut.resolve())} in json.loads(refused.stdout)


def test_ctrl_c_stops_a_run_at_once_and_the_next_one_finishes_it(tmp_path: Path) -> None:
    feeds = tmp_path / "feeds.toml"
    feeds.write_text(
        '[[outlets]]\nid = "x"\nname = "X"\ndomain = "x.example"\ncountry = "GB"\nlanguage = "en"\nkind = "paper"\n'
        '  [[outlets.feeds]]\n  url = "http://x.example/rss.xml"\n'
    )
    with socket.create_server(("127.0.0.1", 0)) as silent:  # accepts, and never answers
        port = silent.getsockname()[1]
        options = ["--home", str(tmp_path / "home"), "--feeds", str(feeds)]
        dial = ["--connect-to", f"x.example=127.0.0.1:{port}", "--allow-host", f"127.0.0.1:{port}"]
        command = [sys.executable, "-m", "flows", "run", *options, *dial]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        with silent.accept()[0]:
            process.send_signal(signal.SIGINT)
            _, stderr = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Traceback" not in stderr
    again = onrecord("backfill", *options)
    assert again.returncode in (0, 1), again.stderr


def test_sql_shows_duckdbs_own_hint(published: Path) -> None:
    done = onrecord("sql", "--home", str(published), "select speakr from quotes")
    assert done.returncode == 1
    assert "speaker" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "query",
    [
        "drop table statements",
        "insert into outlets values (1)",
        "copy (select 1) to '/tmp/stolen.csv'",
        "attach 'other.db'",
        "select * from read_csv('/etc/passwd')",
        "install httpfs",
        "set enable_external_access = true",
    ],
)
def test_sql_never_writes_and_reads_nothing_else(published: Path, query: str) -> None:
    done = onrecord("sql", "--home", str(published), query)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("form", ["csv", "json", "jsonl"])
def test_sql_writes_what_machines_read(published: Path, form: str) -> None:
    done = onrecord("sql", "--home", str(published), "--format", form, "select 1 as n, '=1+1' as cell")
    assert (
        done.stdout
        == {
            "csv": "n,cell\n1,'=1+1\n",
            "json": '[{"n": 1, "cell": "=1+1"}]\n',
            "jsonl": '{"n": 1, "cell": "=1+1"}\n',
        }[form]
    )


def test_a_newer_warehouse_is_refused(published: Path, tmp_path: Path, root: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(published, home)
    with duckdb.connect(str(home / "work" / "warehouse.duckdb")) as connection:
        columns = [row[0] for row in connection.execute("describe schema_migrations").fetchall()]
        newest = connection.execute("from schema_migrations order by 1 desc limit 1").fetchone()
        assert newest is not None
        newer = [9_999 if column == "version" else value for column, value in zip(columns, newest, strict=True)]
        connection.execute(f"insert into schema_migrations values ({', '.join('?' * len(columns))})", newer)
    done = onrecord("backfill", "--home", str(home), "--feeds", str(root / "feeds.toml"))
    assert done.returncode == 4
    assert "9999" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_second_run_is_told_who_holds_the_lock(published: Path, root: Path) -> None:
    with Lock(published / "work" / "lock", "a-run", datetime(2026, 11, 20, tzinfo=UTC)):
        done = onrecord("backfill", "--home", str(published), "--feeds", str(root / "feeds.toml"))
    assert done.returncode == 3
    assert "a-run" in done.stderr


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """A home with a published, empty warehouse."""
    home = tmp_path_factory.mktemp("home")
    done = onrecord("backfill", "--home", str(home), "--feeds", str(root / "feeds.toml"))
    assert done.returncode == 0, done.stderr
    return home
