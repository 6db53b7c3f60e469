"""A real Prefect server, work pool and worker on loopback: both deployments run, the nightly one is scheduled."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from flows.adapters.newsroom import Newsroom, serve
from tests.flows.lines import rows

pytestmark = [pytest.mark.long, pytest.mark.timeout(420)]

PREFECT = str(Path(sys.executable).with_name("prefect"))


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory, root: Path) -> dict[str, str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home = tmp_path_factory.mktemp("prefect")
    return {
        **os.environ,
        "PREFECT_HOME": str(home / "prefect"),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_API_HOST": "127.0.0.1",
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "DO_NOT_TRACK": "1",
        "ONRECORD_REPO": str(root),
        "ONRECORD_HOME": str(home / "onrecord"),
        "NO_COLOR": "1",
    }


@contextmanager
def running(arguments: list[str], environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process of ours for the length of the block, with all it starts."""
    with log.open("wb") as file:
        process = subprocess.Popen(arguments, env=environment, stdout=file, stderr=file, start_new_session=True)
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def ask(environment: dict[str, str], path: str, body: dict[str, Any] | None = None) -> Any:
    """Ask Prefect's API: POST when there is a body."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        environment["PREFECT_API_URL"] + path, data=data, headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


@pytest.fixture(scope="module")
def server(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Server, pool, both deployments and a worker."""
    logs = tmp_path_factory.mktemp("logs")
    with running([PREFECT, "server", "start"], environment, logs / "server.log") as process:
        for _ in range(240):
            assert process.poll() is None, (logs / "server.log").read_text()
            try:
                ask(environment, "/health")
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.5)
        prefect(environment, "work-pool", "create", "news-pool", "--type", "process")
        prefect(environment, "--no-prompt", "deploy", "--all")
        worker = [PREFECT, "worker", "start", "--pool", "news-pool", "--name", "tests"]
        with running(worker, environment, logs / "worker.log"):
            yield environment


def prefect(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [PREFECT, *arguments],
        env=environment,
        cwd=environment["ONRECORD_REPO"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_both_deployments_complete_and_the_nightly_is_scheduled(server: dict[str, str], newsroom_folder: Path) -> None:
    before = {run["id"] for run in ask(server, "/flow_runs/filter", {})}  # of the other tests, and scheduled ones
    room = Newsroom(newsroom_folder, 1)
    with serve(room) as port:
        parameters = {
            "feeds": str(newsroom_folder / "feeds.toml"),
            "allow_hosts": [f"127.0.0.1:{port}"],
            "connect_to": [f"{host}=127.0.0.1:{port}" for host in room.hosts],
        }
        prefect(server, "deployment", "run", "nightly/nightly", "--watch", "--params", json.dumps(parameters))
    home = Path(server["ONRECORD_HOME"])
    loaded = rows(home, "select count(*) from articles")
    assert loaded == [(47,)]

    feeds = json.dumps({"feeds": str(newsroom_folder / "feeds.toml")})
    prefect(server, "deployment", "run", "backfill/backfill", "--watch", "--params", feeds)
    assert rows(home, "select count(*) from articles") == loaded
    assert rows(home, "select flow, outcome from runs order by started_at") == [
        ("nightly", "incomplete"),  # the newsroom has broken feeds on purpose
        ("backfill", "incomplete"),
    ]

    flow_runs = ask(server, "/flow_runs/filter", {"sort": "START_TIME_DESC"})
    ended = [run["state_name"] for run in flow_runs if run["state_type"] != "SCHEDULED" and run["id"] not in before]
    assert ended == ["Completed", "Completed"]
    scheduled = [run for run in flow_runs if run["state_type"] == "SCHEDULED"]
    assert scheduled
    assert all(run["expected_start_time"][11:16] == "02:15" for run in scheduled)

    tasks = ask(server, "/task_runs/filter", {})
    assert {task["state_name"] for task in tasks} == {"Completed"}
    artifacts = ask(server, "/artifacts/filter", {})
    assert {"nightly-summary", "backfill-summary"} <= {artifact["key"] for artifact in artifacts}


def test_run_from_a_terminal_becomes_a_flow_run(server: dict[str, str], tmp_path: Path, newsroom_folder: Path) -> None:
    room = Newsroom(newsroom_folder, 1)
    with serve(room) as port:
        dial = [part for host in room.hosts for part in ("--connect-to", f"{host}=127.0.0.1:{port}")]
        done = subprocess.run(
            [
                *(sys.executable, "-m", "flows", "run", "--json", "--home", str(tmp_path), "--only", "meridian-wire"),
                *("--feeds", str(newsroom_folder / "feeds.toml"), "--allow-host", f"127.0.0.1:{port}"),
                *dial,
            ],
            env=server,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["outcome"] == "completed"
    assert rows(tmp_path, "select count(*) from articles") == [(8,)]
