"""Settings: options win over the environment, and what cannot be right is refused in a sentence."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.settings import parse_instant, read_settings
from schemas.errors import ConfigurationError


def test_an_option_wins_over_the_environment() -> None:
    environ = {"ONRECORD_HOME": "/srv/a", "ONRECORD_ALLOW_HOSTS": "127.0.0.1:80, 127.0.0.2"}
    settings = read_settings(environ, home="/srv/b", allow_hosts=("127.0.0.3",), jobs=3)
    assert settings.home == Path("/srv/b")
    assert settings.allow_hosts == {"127.0.0.1:80", "127.0.0.2", "127.0.0.3"}
    assert settings.jobs == 3
    assert read_settings(environ).home == Path("/srv/a")


def test_nothing_private_is_open_by_default() -> None:
    settings = read_settings({})
    assert settings.allow_hosts == frozenset()
    assert not settings.connect_to


def test_connect_to_reads_host_address_and_port() -> None:
    settings = read_settings({}, connect_to=("News.Example=[::1]:8080", "b.example=127.0.0.1:81"))
    assert settings.connect_to == {"news.example": ("::1", 8080), "b.example": ("127.0.0.1", 81)}


@pytest.mark.parametrize("option", ["news.example", "news.example=", "=127.0.0.1:80", "a=b:c", "a=127.0.0.1"])
def test_a_connect_to_that_cannot_be_read_is_refused(option: str) -> None:
    with pytest.raises(ConfigurationError, match="HOST=ADDRESS:PORT"):
        read_settings({}, connect_to=(option,))


def test_at_least_one_job() -> None:
    with pytest.raises(ConfigurationError, match="--jobs 0"):
        read_settings({}, jobs=0)


def test_the_user_agent_names_a_page() -> None:
    agent = read_settings({"ONRECORD_CONTACT_URL": "https://desk.example/bot"}).user_agent
    assert agent.startswith("onrecord/")
    assert agent.endswith("(+https://desk.example/bot)")
    assert "+" not in read_settings({}).user_agent  # nobody's page is better than a made-up one


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-22", datetime(2026, 11, 22, tzinfo=UTC)),
        ("2026-11-22T06:00", datetime(2026, 11, 22, 6, tzinfo=UTC)),
        ("2026-11-22T06:00+02:00", datetime(2026, 11, 22, 4, tzinfo=UTC)),
        ("2026-11-22T06:00Z", datetime(2026, 11, 22, 6, tzinfo=UTC)),
    ],
)
def test_instants_are_utc(text: str, instant: datetime) -> None:
    assert parse_instant(text) == instant


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="yesterday"):
        parse_instant("yesterday")
