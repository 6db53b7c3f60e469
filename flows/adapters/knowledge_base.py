"""Opens the knowledge that runs look names up in: the embedded base, and the one imported into a home."""

from __future__ import annotations

import mmap
from functools import lru_cache
from pathlib import Path

from schemas.data import read_bytes
from schemas.errors import WarehouseError
from transforms.entities.base_file import BadBase, BaseFile
from transforms.entities.embedded import ARTEFACT
from transforms.entities.knowledge import Knowledge, load_knowledge

IMPORTED = "imported.okb"


def open_knowledge(folder: Path) -> Knowledge:
    """Return the embedded base with the one imported into a home's knowledge folder, if there is one.

    The imported one is mapped, not read: all processes share its pages. The same object until the file is replaced.
    WarehouseError: it cannot be read.
    """
    path = folder / IMPORTED
    try:
        status = path.stat()
    except FileNotFoundError:
        return load_knowledge()
    return _open(path, status.st_ino, status.st_mtime_ns)


@lru_cache(maxsize=1)
def _open(path: Path, _inode: int, _changed_ns: int) -> Knowledge:
    try:
        with path.open("rb") as file:
            imported = BaseFile(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError, BadBase) as error:
        raise WarehouseError(f"{path}: {error}; import again: onrecord entities import FILE") from error
    return Knowledge(BaseFile(read_bytes("knowledge", ARTEFACT)), imported)
