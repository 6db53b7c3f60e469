"""kill -9 in mid-run, then run again: the same rows as an undisturbed run."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.adapters.newsroom import Newsroom, serve
from tests.flows.lines import checksums

# the stage a run announces on stderr, and how long after that it is killed
MOMENTS = [
    ("Fetching feeds", 0.0),
    ("Reading feeds", 0.2),
    ("Fetching articles", 0.1),
    ("Fetching articles", 0.6),
    ("Reading articles", 0.0),
    ("Reading articles", 1.5),
    ("Reading articles", 4.0),
]


@pytest.fixture(scope="module")
def newsroom(newsroom_folder: Path) -> Iterator[tuple[Newsroom, int]]:
    room = Newsroom(newsroom_folder, 1)
    with serve(room) as port:
        yield room, port


def command(home: Path, folder: Path, newsroom: tuple[Newsroom, int]) -> list[str]:
    room, port = newsroom
    dial = [part for host in room.hosts for part in ("--connect-to", f"{host}=127.0.0.1:{port}")]
    options = ["--home", str(home), "--feeds", str(folder / "feeds.toml"), "--allow-host", f"127.0.0.1:{port}"]
    return [sys.executable, "-m", "flows", "run", "--jobs", "2", *options, *dial]


@pytest.fixture(scope="module")
def undisturbed(
    tmp_path_factory: pytest.TempPathFactory, newsroom_folder: Path, newsroom: tuple[Newsroom, int]
) -> dict[str, tuple[int, str]]:
    home = tmp_path_factory.mktemp("undisturbed")
    done = subprocess.run(command(home, newsroom_folder, newsroom), capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr  # finished; the newsroom has broken feeds on purpose
    return checksums(home / "onrecord.duckdb")


@pytest.mark.long
@pytest.mark.parametrize(("stage", "delay_s"), MOMENTS, ids=lambda value: str(value))
def test_a_killed_run_is_finished_by_the_next(
    tmp_path: Path,
    newsroom_folder: Path,
    newsroom: tuple[Newsroom, int],
    undisturbed: dict[str, tuple[int, str]],
    stage: str,
    delay_s: float,
) -> None:
    start = command(tmp_path, newsroom_folder, newsroom)
    process = subprocess.Popen(start, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith(stage):
            break
    time.sleep(delay_s)
    process.send_signal(signal.SIGKILL)
    process.stderr.close()
    killed = process.wait() == -signal.SIGKILL

    again = subprocess.run(start, capture_output=True, text=True, check=False)
    assert again.returncode in (0, 1), again.stderr
    assert "Traceback" not in again.stderr, again.stderr
    assert checksums(tmp_path / "onrecord.duckdb") == undisturbed
    if killed:
        asked = subprocess.run(
            [sys.executable, "-m", "flows", "sql", "--home", str(tmp_path), "--json", "select outcome from runs"],
            capture_output=True,
            text=True,
            check=True,
        )
        assert '"crashed"' in asked.stdout or '"running"' not in asked.stdout
