"""A small published warehouse, for what only reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.adapters.snapshots import publish
from flows.adapters.warehouse import Warehouse
from tests.flows.newsroom_rows import load, newsroom


@pytest.fixture(scope="session")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose published file holds `newsroom_rows.newsroom()`. Read only: it is shared."""
    home = tmp_path_factory.mktemp("small") / "home"
    work = home / "work" / "warehouse.duckdb"
    with Warehouse.open(work, threads=1) as warehouse:
        load(warehouse, newsroom())
    publish(work, home / "onrecord.duckdb", home / "snapshots")
    return home
