"""A small published warehouse, for what only reads it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from flows.adapters.snapshots import publish
from flows.adapters.warehouse import Warehouse
from tests.flows.lines import NOW, run_edition
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


@pytest.fixture(scope="session")
def newsroom_home(tmp_path_factory: pytest.TempPathFactory, newsroom_folder: Path) -> Path:
    """A home filled by both editions of the sample newsroom. Read only: it is shared."""
    home = tmp_path_factory.mktemp("newsroom") / "home"
    for edition in (1, 2):
        run_edition(home, newsroom_folder, edition, now=NOW + timedelta(hours=12 * edition))
    return home
