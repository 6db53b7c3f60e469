"""An import of knowledge from its first item to its last: batches that survive a kill, used when all of it was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import datetime
from pathlib import Path

from flows.adapters.imported_names import name_history
from flows.adapters.imports import Imports, open_imports
from flows.adapters.knowledge_base import open_knowledge
from flows.adapters.knowledge_sources import HowToRead, fingerprint, reading, recognize
from flows.adapters.lock import Lock
from flows.adapters.snapshots import publish
from flows.execution import Progress
from flows.settings import Settings
from schemas.ids import stable_id
from transforms.entities.knowledge import load_knowledge
from transforms.entities.sources.found import BadSource, FoundEntity

BATCH = 5_000  # entities: what a kill costs at most
_STEP = 1 << 20  # bytes of the file a progress bar moves by
_QUIET_ITEMS = 200_000  # items without an entity after which the place is kept all the same


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. `entities` and `bytes` are of the whole imported base, of all sources."""

    source: str
    format: str
    items: int
    resumed_from: int
    was_known: bool
    left_out: int
    entities: int
    bytes: int
    named_anew: int = 0  # entities loaded before that count as entities of it


def import_file(
    path: Path, how: HowToRead, settings: Settings, progress: Progress, now: datetime, source: str | None = None
) -> Imported:
    """Import a file. The same content again changes nothing; another content of the same `source` replaces it.

    BadSource: the file is cut or not in its format; then nothing of it is kept. LockHeld: a run is under way.
    """
    form = how.form or recognize(path)
    source = source or path.name
    reading_id = stable_id("reading", source, fingerprint(path), *map(str, astuple(how)))
    with (
        Lock(settings.lock_file, f"import-{now:%Y%m%dT%H%M%S}", now),
        open_imports(settings.knowledge, settings.memory_limit) as imports,
    ):
        resumed_from, left_out, was_known = imports.reading(reading_id)
        if not was_known:
            imports.begin(reading_id, source=source, path=str(path), form=form, started_at=now)
            try:
                _read(imports, reading_id, path, how, progress, resumed_from, left_out)
            except BadSource:
                imports.forget(reading_id)
                raise
            imports.complete(reading_id, source)
        entities, size = imports.write_base()
        items, left_out, _ = imports.reading(reading_id)
        named_anew = _name_history(settings, reading_id, now)
    return Imported(source, form, items, resumed_from, was_known, left_out, entities, size, named_anew)


def _name_history(settings: Settings, reading_id: str, now: datetime) -> int:
    """Let the texts loaded before follow the imported base, and publish; return how many entities count as its own."""
    if not settings.work_file.exists():
        return 0
    knowledge = open_knowledge(settings.knowledge)
    named_anew = name_history(settings.work_file, knowledge, settings.memory_limit, f"import-{reading_id}", now)
    publish(settings.work_file, settings.published_file, settings.snapshots)
    return named_anew


def _read(
    imports: Imports,
    reading_id: str,
    path: Path,
    how: HowToRead,
    progress: Progress,
    resumed_from: int,
    left_out: int,
) -> None:
    """Read what is left of the file, batch by batch; `left_out` counts on from what was read before."""
    progress.begin(f"Importing {path.name}", path.stat().st_size // _STEP + 1)
    batch: list[tuple[int, FoundEntity]] = []
    moved, kept, number = 0, resumed_from, 0
    with reading(path, how, countries()) as (items, position):
        for number, found in enumerate(items, start=1):
            if found is not None and number > resumed_from:
                batch.append((number, found))
                left_out += found.left_out
            if len(batch) >= BATCH or number - kept >= _QUIET_ITEMS:
                imports.add(reading_id, batch, items_read=number, left_out=left_out)
                batch, kept = [], number
            while moved < position() // _STEP:
                progress.advance()
                moved += 1
    imports.add(reading_id, batch, items_read=number, left_out=left_out)
    if number == 0:
        raise BadSource(f"{path}: empty")
    progress.advance()


def countries() -> Mapping[str, str]:
    """Return Wikidata id, and name in small letters, → ISO 3166-1 alpha-2, of the states of the embedded base."""
    codes: dict[str, str] = {}
    for entity in load_knowledge().entities.values():
        if entity.country and entity.entity_id == stable_id("entity", entity.country.lower()):
            codes[entity.name.lower()] = entity.country
            codes |= {alias.alias.lower(): entity.country for alias in entity.aliases if alias.kind == "name"}
            codes |= {entity.wikidata_id: entity.country} if entity.wikidata_id else {}
    return codes
