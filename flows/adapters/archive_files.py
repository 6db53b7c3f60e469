"""The WARC files of one batch: in a day's folder, a new one whenever the one before is full, none written twice."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from flows.adapters.archive import ArchiveWriter, read_fetches
from schemas.errors import ArchiveError
from schemas.response import ArchivedFetch, Fetch

MAX_BYTES = 1_000_000_000  # what the WARC guidelines recommend for one file


class ArchiveFiles:
    """Writes fetches to `<stem>.warc.gz`, `<stem>-2.warc.gz` and so on under the archive. Use as a context manager.

    What an earlier try of the batch left stays as it is, and is read with `left`. Everything written is on the disk,
    its folder and its index too, when the block ends. Raises ArchiveError as ArchiveWriter does.
    """

    def __init__(self, archive_dir: Path, stem: str, *, max_bytes: int = MAX_BYTES) -> None:
        self._archive = archive_dir
        self._stem = stem
        self._max_bytes = max_bytes
        self._writer: ArchiveWriter | None = None
        self.names = [name for name in self._numbered() if (archive_dir / name).exists()]  # relative to the archive

    def left(self) -> Iterator[ArchivedFetch]:
        """Yield the whole fetches of an earlier try; what follows them is named by who derives from those files."""
        for name in list(self.names):
            try:
                yield from read_fetches(self._archive / name)
            except ArchiveError:
                continue

    def __enter__(self) -> ArchiveFiles:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._writer is not None:
            self._writer.__exit__(kind, error, trace)

    def write(self, fetch: Fetch) -> None:
        """Append one Fetch, to a new file when there is none yet or the one before is full."""
        if self._writer is not None and self._writer.size >= self._max_bytes:
            self._writer.__exit__(None, None, None)
            self._writer = None
        if self._writer is None:
            name = next(name for name in self._numbered() if name not in self.names)
            _make_folder((self._archive / name).parent)
            self._writer = ArchiveWriter(self._archive / name).__enter__()
            self.names.append(name)
        self._writer.write(fetch)

    def _numbered(self) -> Iterator[str]:
        """The names there may be: all that exist, and the first that does not."""
        number = 1
        while True:
            name = f"{self._stem}.warc.gz" if number == 1 else f"{self._stem}-{number}.warc.gz"
            yield name
            if not (self._archive / name).exists():
                return
            number += 1


def _make_folder(folder: Path) -> None:
    """Make the folder and those above it, each known to the disk before anything is put in it."""
    if folder.exists():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Have the operating system put on the disk which files a folder holds."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
