"""Writes the embedded knowledge base's artefact anew from its reviewed files: `make knowledge`."""

from __future__ import annotations

import sys
from pathlib import Path

from transforms.entities.base_building import build
from transforms.entities.embedded import ARTEFACT, read_entries

FILE = Path(__file__).resolve().parents[1] / "schemas" / "knowledge" / ARTEFACT


def main() -> int:
    """Write it, and say how much it holds."""
    artefact = build(read_entries())
    FILE.write_bytes(artefact)
    sys.stdout.write(f"{FILE}: {len(artefact)} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
