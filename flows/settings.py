"""Settings, built once at the door from options and environment; everything below receives them as values."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from schemas.errors import ConfigurationError

MEMORY_LIMIT = "600MB"  # of DuckDB while it loads: with what the process takes beside it, under a gigabyte


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things lie (DESIGN §3) and what this machine and this user allow."""

    home: Path
    allow_hosts: frozenset[str] = frozenset()
    connect_to: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    jobs: int = 1
    memory_limit: str = MEMORY_LIMIT
    contact_url: str | None = None

    @property
    def archive(self) -> Path:
        return self.home / "archive"

    @property
    def staging(self) -> Path:
        return self.home / "staging"

    @property
    def work_file(self) -> Path:
        return self.home / "work" / "warehouse.duckdb"

    @property
    def lock_file(self) -> Path:
        return self.home / "work" / "lock"

    @property
    def published_file(self) -> Path:
        return self.home / "onrecord.duckdb"

    @property
    def snapshots(self) -> Path:
        return self.home / "snapshots"

    @property
    def journal(self) -> Path:
        """What people ruled on entities."""
        return self.home / "entity_decisions.jsonl"

    @property
    def knowledge(self) -> Path:
        return self.home / "knowledge"

    @property
    def quality(self) -> Path:
        return self.home / "quality"

    @property
    def user_agent(self) -> str:
        """An honest name, and the page that says whose crawler it is (RFC 9110 §10.1.5)."""
        return f"onrecord/{code_version()}" + (f" (+{self.contact_url})" if self.contact_url else "")


def code_version() -> str:
    """Return the installed version of onrecord."""
    try:
        return version("onrecord")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "0"


def read_settings(
    environ: Mapping[str, str],
    *,
    home: str | None = None,
    allow_hosts: tuple[str, ...] = (),
    connect_to: tuple[str, ...] = (),
    jobs: int | None = None,
) -> Settings:
    """Return the settings; an option wins over its environment variable. ConfigurationError names what is wrong."""
    hosts = [*allow_hosts, *environ.get("ONRECORD_ALLOW_HOSTS", "").replace(",", " ").split()]
    count = jobs if jobs is not None else _cores()
    if count < 1:
        raise ConfigurationError(f"--jobs {count}: give the number of worker processes, 1 or more")
    return Settings(
        home=Path(home or environ.get("ONRECORD_HOME") or "data").expanduser().absolute(),
        allow_hosts=frozenset(hosts),
        connect_to=dict(_connect_to(option) for option in connect_to),
        jobs=count,
        memory_limit=environ.get("ONRECORD_MEMORY_LIMIT", MEMORY_LIMIT),
        contact_url=environ.get("ONRECORD_CONTACT_URL") or None,
    )


def prepare_home(settings: Settings) -> None:
    """Make the folders of the home, or say in a sentence why it cannot be written."""
    for folder in (settings.archive, settings.staging, settings.work_file.parent, settings.snapshots, settings.quality):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ConfigurationError(
                f"{settings.home}: cannot be written ({error.strerror}): give a directory you own with --home DIR"
            ) from error
    if not os.access(settings.home, os.W_OK | os.X_OK):
        raise ConfigurationError(
            f"{settings.home}: cannot be written (no permission): give a directory you own with --home DIR"
        )


def parse_instant(text: str) -> datetime:
    """Return an ISO 8601 date or date-time as an aware UTC instant; a date means its first moment in UTC."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise ConfigurationError(f"{text!r} is not a date: write 2026-11-22 or 2026-11-22T06:00:00Z") from error
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


def _connect_to(option: str) -> tuple[str, tuple[str, int]]:
    host, _, target = option.partition("=")
    address, _, port = target.rpartition(":")
    if not host or not address or not port.isdigit():
        raise ConfigurationError(f"--connect-to {option}: write HOST=ADDRESS:PORT, as in news.example=127.0.0.1:8080")
    return host.lower(), (address.strip("[]"), int(port))


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
