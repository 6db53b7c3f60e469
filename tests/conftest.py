"""What every test may lean on: a fixed Hypothesis profile, where things lie, a newsroom on loopback."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from flows.adapters.newsroom import Newsroom, serve

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"

settings.register_profile(
    "onrecord", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("onrecord")
# a shell that starts the tests in the background has them ignore Ctrl-C, which several of them send
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the machine leaks into a test."""
    for name in ("ONRECORD_HOME", "ONRECORD_ALLOW_HOSTS", "ONRECORD_MEMORY_LIMIT", "PREFECT_API_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Real feeds, pages and WARC files; they stand beside the checkout, not in it."""
    folder = SHARED / "corpora"
    if not folder.is_dir():
        pytest.skip("the corpora are not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def newsroom_folder(root: Path) -> Path:
    return root / "examples" / "newsroom"


@pytest.fixture
def morning(newsroom_folder: Path) -> Iterator[tuple[Newsroom, int]]:
    """The sample newsroom's first edition, served; with its port."""
    newsroom = Newsroom(newsroom_folder, 1)
    with serve(newsroom) as port:
        yield newsroom, port
