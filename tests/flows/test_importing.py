"""Imports of knowledge: each format, again, newer, killed, cut and broken; and that runs use what was imported."""

from __future__ import annotations

import bz2
import gzip
import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.adapters.knowledge_base import IMPORTED, open_knowledge
from flows.adapters.warehouse import Warehouse
from flows.cli import main
from flows.ruling import rule
from flows.settings import Settings
from schemas.entity import Entity
from schemas.errors import WarehouseError
from tests.flows.lines import ARE_KEPT
from tests.flows.newsroom_rows import LATER, NOVAPORT, QUILL, load, newsroom

Import = Callable[..., int]
SHARED = Path(__file__).resolve().parents[2] / "../shared/knowledge"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def run(home: Path) -> Import:
    return lambda path, *options: main(["entities", "import", str(path), "--home", str(home), *options])


def found(home: Path, name: str) -> list[Entity]:
    return list(open_knowledge(home / "knowledge").lookup(name))


def item(number: int, label: str, kind: str = "Q5", *aliases: str, sitelinks: int = 6, **claims: str) -> dict[str, Any]:
    """An item as the dump has it."""
    values = {"P31": kind} | claims
    return {
        "type": "item",
        "id": f"Q{number}",
        "labels": {"en": {"language": "en", "value": label}},
        "descriptions": {"en": {"language": "en", "value": "somebody made up"}},
        "aliases": {"en": [{"language": "en", "value": alias} for alias in aliases]},
        "claims": {
            name: [{"mainsnak": {"datavalue": {"value": {"id": value}}}, "rank": "normal"}]
            for name, value in values.items()
        },
        "sitelinks": {f"x{n}wiki": {"site": f"x{n}wiki", "title": label, "badges": []} for n in range(sitelinks)},
    }


def dump(items: list[dict[str, Any]]) -> bytes:
    return b"[\n" + b",\n".join(json.dumps(one).encode() for one in items) + b"\n]\n"


ITEMS = [
    item(900000001, "Odile Marchetti-Vance", "Q5", "O. Marchetti-Vance", P21="Q6581072", P27="Q142"),
    item(900000002, "Novaport Shipping", "Q4830453", "NVS", P17="Q142"),
    item(900000003, "The Long Harbour", "Q11424"),  # a film
    item(900000004, "Obscure Person Indeed", "Q5", sitelinks=2),
]


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress], ids=["plain", "gz", "bz2"])
def test_a_wikidata_dump_is_streamed_and_filtered(pack: Any, home: Path, run: Import, tmp_path: Path) -> None:
    path = tmp_path / "latest-all.json"
    path.write_bytes(pack(dump(ITEMS)))
    assert run(path) == 0
    [person] = found(home, "Odile Marchetti-Vance")
    assert (person.wikidata_id, person.type, person.country) == ("Q900000001", "person", "FR")
    assert open_knowledge(home / "knowledge").gender(person) == "f"
    assert found(home, "O. Marchetti-Vance") == [person]
    assert [entity.name for entity in found(home, "NVS")] == ["Novaport Shipping"]
    assert found(home, "The Long Harbour") == found(home, "Obscure Person Indeed") == []


def test_what_the_embedded_base_has_stays_one_entity(home: Path, run: Import, tmp_path: Path) -> None:
    path = tmp_path / "d.json"
    path.write_bytes(dump([item(142, "French Republic of Old", "Q6256", "Hexagone")]))
    run(path)
    [france] = found(home, "France")
    assert found(home, "Hexagone") == [france]


FILES = {
    "query.csv": "item,itemLabel,countryLabel\nhttp://www.wikidata.org/entity/Q900000011,Berta Lindqvist,Norway\n",
    "query.json": json.dumps(
        {
            "head": {"vars": ["person", "personLabel"]},
            "results": {
                "bindings": [
                    {
                        "person": {"type": "uri", "value": "http://www.wikidata.org/entity/Q900000011"},
                        "personLabel": {"type": "literal", "value": "Berta Lindqvist"},
                    }
                ]
            },
        }
    ),
    "entities.ftm.json": json.dumps(
        {
            "id": "NK-1",
            "caption": "Berta Lindqvist",
            "schema": "Person",
            "properties": {"name": ["Berta Lindqvist"], "wikidataId": ["Q900000011"], "nationality": ["no"]},
        }
    )
    + '\n{"id": "v", "schema": "Vessel", "properties": {"name": ["Sea Fox"]}}\n',
    "ep-popolo-v1.0.json": json.dumps(
        {
            "persons": [
                {
                    "id": "p1",
                    "name": "Berta Lindqvist",
                    "identifiers": [{"scheme": "wikidata", "identifier": "Q900000011"}],
                }
            ],
            "organizations": [{"id": "o1", "name": "Harbour Party", "classification": "party"}],
            "memberships": [{"person_id": "p1", "organization_id": "o1", "role": "member", "start_date": "2021"}],
        }
    ),
    "legislators.yaml": "- id: {wikidata: Q900000011, bioguide: L0}\n  name: {first: Berta, last: Lindqvist}\n"
    "  bio: {gender: F}\n  terms: [{type: sen, start: '2021-01-03', end: '2027-01-03', state: WA}]\n",
    "mine.csv": "name,wikidata_id,type,aliases,gender\nBerta Lindqvist,Q900000011,person,Berta A. Lindqvist,f\n",
}


@pytest.mark.parametrize("name", FILES)
def test_every_format_gives_the_entity(name: str, home: Path, run: Import, tmp_path: Path) -> None:
    (tmp_path / name).write_text(FILES[name], encoding="utf-8")
    options = ["--type", "person"] if name == "query.csv" else []
    assert run(tmp_path / name, *options) == 0
    assert [(e.wikidata_id, e.type) for e in found(home, "Berta Lindqvist")] == [("Q900000011", "person")]


def test_two_sources_tell_of_one_entity(home: Path, run: Import, tmp_path: Path) -> None:
    for name in ("legislators.yaml", "mine.csv"):
        (tmp_path / name).write_text(FILES[name], encoding="utf-8")
        run(tmp_path / name)
    [entity] = found(home, "Berta A. Lindqvist")
    assert found(home, "Berta Lindqvist") == [entity]
    assert (entity.country, entity.description) == ("US", "United States senator for WA (2021–2027)")


def test_again_changes_nothing_and_newer_replaces(home: Path, run: Import, tmp_path: Path) -> None:
    path, base = tmp_path / "mine.csv", home / "knowledge" / IMPORTED
    path.write_text(FILES["mine.csv"], encoding="utf-8")
    run(path)
    before = base.read_bytes()
    run(path)
    assert base.read_bytes() == before
    path.write_text(FILES["mine.csv"].replace("Berta", "Astrid"), encoding="utf-8")
    run(path)
    assert found(home, "Berta Lindqvist") == []
    assert len(found(home, "Astrid Lindqvist")) == 1


def test_killed_half_way_nothing_is_used_and_the_next_import_goes_on(
    home: Path, run: Import, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "big.json"
    path.write_bytes(dump([item(910000000 + n, f"Person Number{n}", "Q5") for n in range(9_000)]))
    script = f"""
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from flows.adapters.knowledge_sources import HowToRead
from flows.importing import import_file
from flows.settings import Settings, prepare_home

class Killing:
    moved = 0
    def begin(self, title, total): pass
    def advance(self):
        self.moved += 1
        if self.moved == {path.stat().st_size // (1 << 20) - 1}:
            os.kill(os.getpid(), signal.SIGKILL)

settings = Settings(home=Path({str(home)!r}))
prepare_home(settings)
import_file(Path({str(path)!r}), HowToRead(), settings, Killing(), datetime.now(UTC))
"""
    killed = subprocess.run([sys.executable, "-c", script], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert not (home / "knowledge" / IMPORTED).exists()
    assert run(path) == 0
    assert "Went on from item 5," in capsys.readouterr().err
    other = tmp_path / "undisturbed"
    main(["entities", "import", str(path), "--home", str(other), "--quiet"])
    whole = (other / "knowledge" / IMPORTED).read_bytes()
    assert (home / "knowledge" / IMPORTED).read_bytes() == whole


WHOLE = dump(ITEMS)
BROKEN = {
    "cut.json.gz": (gzip.compress(WHOLE, mtime=0)[:-40], "cut or damaged"),
    "cut-in-a-line.json": (WHOLE[: len(WHOLE) // 2], "not an item|cut"),
    "cut-between-lines.json": (WHOLE[:-3], "closing ] is missing"),
    "bits.json.gz": (gzip.compress(WHOLE)[:60] + b"\0\0\0\0" + gzip.compress(WHOLE)[64:], "damaged|not UTF-8|item"),
    "columns.csv": (b"colour,size\nred,7\n", "no column holds names.*colour, size"),
    "no-type.csv": (b"name\nBerta Lindqvist\n", "add --type"),
    "ragged.csv": (b"name,type\nBerta Lindqvist,person\nAna Berg,person,extra\n", "item 2: 3 columns, not 2"),
    "type.csv": (b"name,type\nSea Fox,vessel\n", "'vessel' is no type"),
    "latin.csv": (b"name,type\nJos\xe9 Mu\xf1oz,person\n", "not UTF-8"),
    "popolo.json": (b'{"people": []}', "not Popolo"),
    "list.yaml": (b"- [unclosed", "not YAML"),
    "word.json": (b'{"persons": [{"name": "x"', "not JSON, or cut"),
    "ftm.json": (b'{"id": "a", "schema": "Person", "properties": {"name": ["A"]}}\n{"id": "b", "sch', "FollowTheMoney"),
    "empty.csv": (b"", "no column|empty|none of the formats"),
}  # fmt: skip


@pytest.fixture(scope="module")
def filled_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with an import; shared by tests that must leave it as it is."""
    folder = tmp_path_factory.mktemp("filled")
    (folder / "mine.csv").write_text(FILES["mine.csv"], encoding="utf-8")
    main(["entities", "import", str(folder / "mine.csv"), "--home", str(folder / "home"), "--quiet"])
    return folder / "home"


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_told_in_a_sentence_and_leaves_all_as_it_was(
    name: str, filled_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = filled_home / "knowledge" / IMPORTED
    before = base.read_bytes()
    body, message = BROKEN[name]
    (tmp_path / name).write_bytes(body)
    assert main(["entities", "import", str(tmp_path / name), "--home", str(filled_home)]) == 1
    told = capsys.readouterr().err
    assert re.search(message, told), told
    assert "Traceback" not in told
    assert base.read_bytes() == before
    with duckdb.connect(str(filled_home / "knowledge" / "imports.duckdb")) as connection:
        assert connection.execute("select source, is_complete from readings").fetchall() == [("mine.csv", True)]
        assert connection.execute("select count(*) from told_entities").fetchall() == [(1,)]


def test_a_name_of_ten_kilobytes_is_left_out_and_told(
    home: Path, run: Import, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "long.csv"
    path.write_text(f"name,type,aliases\nAna Berg,person,{'A' * 10_000}|Ana X. Berg\n", encoding="utf-8")
    assert run(path) == 0
    assert "1 names of more than 200 characters were left out" in capsys.readouterr().err
    assert [entity.name for entity in found(home, "Ana X. Berg")] == ["Ana Berg"]


def test_extract_uses_what_was_imported(filled_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "article.txt"
    text.write_text("“We will not sell the harbour,” Berta Lindqvist said on Monday.", encoding="utf-8")
    main(["extract", str(text), "--home", str(filled_home), "--json"])
    [statement] = json.loads(capsys.readouterr().out)["statements"]
    assert statement["speaker"]["wikidata_id"] == "Q900000011"


def test_history_counts_as_the_imported_entity_until_told_otherwise(home: Path, run: Import, tmp_path: Path) -> None:
    settings = Settings(home=home, jobs=1)
    with Warehouse.open(settings.work_file, threads=1) as warehouse:
        load(warehouse, newsroom() | {"entities": [replace(QUILL, description=None, country=None), NOVAPORT]})
    tables = ("mentions", "statements", "statement_mentions", "entity_links")

    def everything() -> list[object]:
        with duckdb.connect(str(settings.published_file), read_only=True) as connection:
            return [connection.execute(f"select * from {table} order by all").fetchall() for table in tables]

    path = tmp_path / "people.csv"
    path.write_text("name,type,wikidata_id\nNobody Here Known,person,Q900000021\n", encoding="utf-8")
    assert run(path) == 0
    before = everything()
    path.write_text("name,type,wikidata_id\nAda Quill,person,Q900000022\n", encoding="utf-8")
    assert run(path) == 0
    assert speakers(settings) == {("Ada Quill", "Q900000022")}
    rule(settings, lambda rulings: rulings.never_merge("quill", "Q900000022", None), now=LATER, decided_by=None)
    assert speakers(settings) == {("Ada Quill", None)}
    rule(settings, lambda rulings: rulings.undo(None), now=LATER, decided_by=None)
    assert speakers(settings) == {("Ada Quill", "Q900000022")}
    two = "name,type,wikidata_id\nAda Quill,person,Q900000022\nAda Quill,person,Q900000023\n"
    path.write_text(two, encoding="utf-8")
    assert run(path) == 0  # nobody knows which
    assert everything() == before


def speakers(settings: Settings) -> set[tuple[str, str | None]]:
    query = "select e.name, e.wikidata_id from quotes q join entities e on q.speaker_id = e.entity_id"
    with duckdb.connect(str(settings.published_file), read_only=True) as connection:
        assert connection.execute(ARE_KEPT).fetchall() == [(True,)]
        return set(connection.execute(query).fetchall())


def test_a_damaged_base_is_told_with_the_command_that_mends_it(filled_home: Path, tmp_path: Path) -> None:
    (tmp_path / IMPORTED).write_bytes((filled_home / "knowledge" / IMPORTED).read_bytes()[:-9])
    with pytest.raises(WarehouseError, match="import again: onrecord entities import"):
        open_knowledge(tmp_path)


def test_usage(run: Import, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "none.csv") == 2
    (tmp_path / "mine.csv").write_text(FILES["mine.csv"], encoding="utf-8")
    assert run(tmp_path / "mine.csv", "--format", "xml") == 2
    assert "no such file" in capsys.readouterr().err


@pytest.mark.corpora
@pytest.mark.parametrize(
    ("name", "options", "who", "wikidata_id"),
    [
        ("legislators-current.yaml", [], "Maria Cantwell", "Q22250"),
        ("world-leaders-wikidata.csv", [], "Bajram Begaj", "Q107422711"),
        ("us-newspapers.tsv", ["--type", "organization"], "Advertiser-Gleam", "Q55665274"),
        ("press-associations.tsv", ["--type", "organization"], "Arkansas Press Association", "Q117804346"),
        ("country-codes.csv", ["--type", "place", "--entity", "CLDR display name"], "Åland Islands", "Q5689"),
    ],
)
def test_real_files(name: str, options: list[str], who: str, wikidata_id: str, home: Path, run: Import) -> None:
    if not (SHARED / name).exists():
        pytest.skip("the knowledge sources are not beside the checkout")
    assert run(SHARED / name, *options) == 0
    assert wikidata_id in [entity.wikidata_id for entity in found(home, who)]
