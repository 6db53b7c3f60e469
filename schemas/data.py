"""Opens the package's own data files: SQL, expectations, knowledge, lexicons. The only reading `schemas` does."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def read_text(folder: str, name: str) -> str:
    """Return the text of `schemas/<folder>/<name>`; FileNotFoundError when there is none."""
    return files("schemas").joinpath(folder, name).read_text(encoding="utf-8")


def read_bytes(folder: str, name: str) -> bytes:
    """Return the bytes of `schemas/<folder>/<name>`; FileNotFoundError when there is none."""
    return files("schemas").joinpath(folder, name).read_bytes()


def read_toml(folder: str, name: str) -> dict[str, Any]:
    """Return the parsed TOML of `schemas/<folder>/<name>`."""
    return tomllib.loads(read_text(folder, name))


def names(folder: str, suffix: str) -> list[str]:
    """Return the file names in `schemas/<folder>` that end in `suffix`, sorted."""
    return sorted(entry.name for entry in files("schemas").joinpath(folder).iterdir() if entry.name.endswith(suffix))
