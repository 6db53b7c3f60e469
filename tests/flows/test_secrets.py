"""No secret leaks: a canary in a feed's password, its token and the environment is in no log, report or table."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows.adapters.newsroom import Newsroom, serve
from flows.adapters.snapshots import open_snapshot

PASSWORD, TOKEN, VARIABLE = "canary-pass-51", "canary-token-52", "canary-env-53"


@pytest.mark.long
@pytest.mark.parametrize("path", ["/feeds/top.xml", "/gone.xml", "/robots.txt"])  # a feed, a 404, a page that is none
def test_a_secret_is_nowhere_but_in_feeds_toml(tmp_path: Path, newsroom_folder: Path, path: str) -> None:
    feeds = tmp_path / "feeds.toml"
    feeds.write_text(
        '[[outlets]]\nid = "wire"\nname = "Wire"\ndomain = "meridian-wire.example"\ncountry = "CH"\nlanguage = "en"\n'
        f'kind = "wire"\n  [[outlets.feeds]]\n  url = "http://desk:{PASSWORD}@meridian-wire.example{path}?token={TOKEN}"\n'
    )
    home = tmp_path / "home"
    with serve(Newsroom(newsroom_folder, 1)) as port:
        dial = ["--connect-to", f"meridian-wire.example=127.0.0.1:{port}", "--allow-host", f"127.0.0.1:{port}"]
        done = subprocess.run(
            [sys.executable, "-m", "flows", "run", "--home", str(home), "--feeds", str(feeds), *dial],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "DESK_SECRET": VARIABLE},
        )
    assert done.returncode in (0, 1), done.stderr
    listed = subprocess.run(
        [sys.executable, "-m", "flows", "feeds", "list", "--feeds", str(feeds)],
        capture_output=True,
        text=True,
        check=True,
    )
    told = {"output": done.stdout + done.stderr + listed.stdout}
    told |= {str(page): page.read_text(encoding="utf-8") for page in (home / "quality").glob("*.html")}
    with open_snapshot(home / "onrecord.duckdb") as connection:
        for (table,) in connection.execute("select table_name from duckdb_tables()").fetchall():
            told[table] = json.dumps(connection.execute(f'from "{table}"').fetchall(), default=str)
    assert len(told) > 15
    for place, words in told.items():
        assert "canary" not in words, place
