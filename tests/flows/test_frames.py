"""The warehouse in Python: one line, values bound, the newest snapshot each time; and the example that shows it."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

from flows.frames import frame
from schemas.errors import QueryError, WarehouseError


def test_a_query_in_a_frame_out(small_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = frame("from quotes where speaker = $who", home=small_home, values={"who": "Ada Quill"})
    assert len(found) == 1
    assert isinstance(found.published_at.dtype, pd.DatetimeTZDtype)
    assert str(found.published_at.dt.tz) == "UTC"
    monkeypatch.setenv("ONRECORD_HOME", str(small_home))
    assert frame("select 'x' as a where $b = '; drop'", values={"b": "; drop"}).a.tolist() == ["x"]


def test_it_only_reads_and_says_what_is_wrong(small_home: Path, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="read-only"):
        frame("delete from statements", home=small_home)
    with pytest.raises(QueryError, match="Did you mean"):
        frame("from quote", home=small_home)
    with pytest.raises(QueryError, match="disabled"):
        frame("from read_text('/etc/hostname')", home=small_home)
    with pytest.raises(WarehouseError, match="onrecord run"):
        frame("from quotes", home=tmp_path)


def test_many_threads_may_ask(small_home: Path) -> None:
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda n: int(frame(f"select {n} as n from quotes", home=small_home).n[0]), range(24)))
    assert found == list(range(24))


def test_the_example_runs(newsroom_home: Path, root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "examples/analysis.py", str(newsroom_home)],
        cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "The Northern Courier" in done.stdout
    assert "Helena Vaszary:" in done.stdout  # most quoted, as truth.jsonl has it too
