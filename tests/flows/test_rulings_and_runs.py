"""Rulings on the sample newsroom: a run follows them, and taken back they leave every row as it was."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

from flows.ruling import rule
from flows.settings import Settings
from tests.flows.lines import ARE_KEPT, NOW, rows
from tests.flows.test_backfill import backfill

RELATIONS = (
    "entities", "entity_aliases", "mentions", "statements", "statement_mentions", "statement_clusters", "entity_links",
    "quotes", "speakers", "topics", "canonical_entities", "positions", "who_quotes_whom",
)  # fmt: skip


def everything(home: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows, but for when and by which run they were written."""
    written = "where column_name not in ('run_id', 'loaded_at')"
    found = {}
    for relation in RELATIONS:
        columns = rows(home, f"select column_name from (describe {relation}) {written}")
        listed = ", ".join(f'"{column}"' for (column,) in columns)
        found[relation] = rows(home, f"select {listed} from {relation} order by all")
    return found


def test_merge_never_merge_split_a_run_and_back(newsroom_home: Path, newsroom_folder: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(newsroom_home, home)
    settings, later = Settings(home=home, jobs=2), NOW + timedelta(days=2)
    before = everything(home)
    often = "select speaker_id, speaker, statements from speakers order by statements desc, speaker_id limit 2"
    (one, _, first), (into, name, second) = rows(home, often)
    [(linked, canonical)] = rows(home, "select entity_id, canonical_id from entity_links order by all limit 1")
    [(outlet,)] = rows(home, f"select min(outlet) from quotes where speaker_id = '{into}'")

    rule(settings, lambda rulings: rulings.merge(one, into, None), now=later, decided_by=None)
    rule(settings, lambda r: r.never_merge(linked, canonical, None), now=later + timedelta(minutes=1), decided_by=None)
    assert rows(home, f"select statements from speakers where speaker_id = '{into}'") == [(first + second,)]
    assert rows(home, f"from entity_links where entity_id = '{linked}'") == []
    assert rows(home, ARE_KEPT) == [(True,)]  # the views of the published file need not count
    rule(
        settings,
        lambda rulings: rulings.split(into, f"{name} (other)", [outlet], None),
        now=later + timedelta(minutes=2),
        decided_by=None,
    )
    ruled = everything(home)
    again = backfill(home, newsroom_folder).counts["loaded"]
    changed = {table: (c["new"], c["changed"], c["removed"]) for table, c in again.items() if table in RELATIONS}
    assert set(changed.values()) == {(0, 0, 0)}
    assert everything(home) == ruled
    for minute in (3, 4, 5):
        rule(settings, lambda r: r.undo(None), now=later + timedelta(minutes=minute), decided_by=None)
    assert everything(home) == before
