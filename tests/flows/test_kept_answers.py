"""What is kept of the views that count through everything is what they count, whatever was loaded, ruled or taken back;
and what statements carry so that questions find them fast is what it would be if it were made anew."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from flows.adapters.warehouse import Warehouse
from schemas.data import read_text
from schemas.errors import OnrecordError
from schemas.tables import EntityRow, Row, StatementMentionRow, StatementRow
from tests.flows.newsroom_rows import (
    HARBOUR,
    LATER,
    NOON,
    NOVAPORT,
    QUILL,
    WIRE,
    article,
    ask,
    block,
    load,
    minutes,
    statement,
    version,
)

VIEWS = (
    "outlet_speakers", "topics", "disagreements", "speakers", "who_quotes_whom", "outlet_shares", "edited_quotes",
    "repeated_blocks",
)  # fmt: skip
KINDS = ("direct", "indirect", "mixed")
ENTITIES = [QUILL, NOVAPORT, EntityRow("ada", "person", "A. Quill", None, None, None),
            EntityRow("board", "organization", "Harbour Board", "Q7", None, "GB")]  # fmt: skip
IDS = [entity.entity_id for entity in ENTITIES]
SAYINGS = ("We support the bridge.", "We oppose the bridge.", "The bridge opens in May.")
REPEATED_BLOCKS = """
select outlets.name as outlet, min(blocks.role) as role,
    if(start is null, 'The bridge, seen from the harbour.', 'We support the bridge.') as words,
    count(distinct article_id) as articles, start is not null as is_in_texts, outlet_id, text_key
from blocks join article_versions using (article_version_id) join articles using (article_id)
join outlets using (outlet_id)
where is_current group by all having articles > 2 order by all"""
TEXTS = tuple(f"{' '.join(SAYINGS)} So Mayor Ada Quill said{again}." for again in ("", " again"))
OUTLETS = {"bridge": "harbour", "ferry": "harbour", "quay": "harbour", "wired": "wire"}

Said = tuple[int, int, str | None, str, str | None, int | None, bool, frozenset[str]]
said = st.tuples(
    st.integers(0, len(SAYINGS) - 1),
    st.integers(1, 3),
    st.sampled_from([None, *IDS]),
    st.sampled_from(KINDS),
    st.sampled_from([None, "Mayor", "chair"]),
    st.sampled_from([None, 17, 19]),
    st.booleans(),
    st.frozensets(st.sampled_from(IDS)),
)
loading = st.tuples(
    st.just("load"),
    st.dictionaries(
        st.sampled_from(sorted(OUTLETS)),
        st.tuples(st.sampled_from(TEXTS), st.integers(0, 90), st.lists(said, max_size=4, unique_by=lambda one: one[0])),
        min_size=1,
    ),
)
ruling = st.tuples(st.sampled_from(["merge", "rename", "split", "undo"]), st.permutations(IDS))


def rows_of(texts: dict[str, tuple[str, int, list[Said]]]) -> dict[str, list[Row]]:
    """A load of these articles: of each a text, the minute it was fetched and dated, and what is said in it."""
    # (later minutes call the outlet and its board otherwise)
    edition = max((minute for _, minute, _ in texts.values()), default=0) // 30
    outlets: list[Row] = [replace(HARBOUR, name=f"Harbour Post {edition}"), WIRE]
    entities: list[Row] = [*ENTITIES[:-1], replace(ENTITIES[-1], name=f"Harbour Board {edition}")]
    rows: dict[str, list[Row]] = {"outlets": outlets, "entities": entities}
    rows |= {table: [] for table in ("articles", "article_versions", "blocks", "statements", "statement_mentions")}
    for name, (text, minute, sayings) in texts.items():
        at = NOON + minutes(minute - 14 * 60)
        rows["articles"].append(article(name, OUTLETS[name], minute=minute, published_at=at))
        of = version(name, text, minute=minute)
        rows["article_versions"].append(of)
        rows["blocks"] += [block(of, 1, SAYINGS[0]), block(of, 2, None, role="caption")]
        for place, one in enumerate(sayings, start=1):
            row = _statement(statement(of, SAYINGS[one[0]], ordinal=place), one)
            rows["statements"].append(row)
            rows["statement_mentions"] += [StatementMentionRow(row.statement_id, named, 1) for named in sorted(one[7])]
    return rows


def _statement(row: StatementRow, one: Said) -> StatementRow:
    place, cluster, speaker, kind, role, day, negated, _ = one
    return replace(
        row, statement_id=f"{row.article_version_id}-s{place}", cluster_id=f"cluster-{cluster}", type=kind,
        speaker_id=speaker, speaker_name=speaker, speaker_role=role, is_negated=negated,
        said_on=date(2026, 11, day) if day else None, addressee_text=role, addressee_id=speaker if negated else None,
        place_id="novaport" if kind == "direct" else None,
    )  # fmt: skip


def act(warehouse: Warehouse, kind: str, on: object, hour: int) -> None:
    if kind == "load":
        assert isinstance(on, dict)
        load(warehouse, rows_of(on), f"run-{hour}")
        return
    assert isinstance(on, list)
    rulings = warehouse.rulings(now=LATER + minutes(60 * hour))
    acts: dict[str, Callable[[], object]] = {
        "merge": lambda: rulings.merge(on[0], on[1], None),
        "rename": lambda: rulings.rename(on[0], f"The {on[0]}", None),
        "split": lambda: rulings.split(on[0], f"Another {on[0]}", ["wire"], None),
        "undo": lambda: rulings.undo(None),
    }
    try:
        acts[kind]()
    except OnrecordError:
        return  # what cannot be ruled is refused, and changes nothing


@pytest.fixture(scope="module")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "warehouse.duckdb"
    Warehouse.open(path, threads=1).close()
    return path


ONE_ARTICLE = {
    "bridge": (
        TEXTS[0],
        0,
        [
            (0, 1, "quill", "direct", "Mayor", None, False, frozenset({"novaport", "board"})),
            (1, 1, "ada", "mixed", "chair", 17, False, frozenset({"board"})),
        ],
    )
}
NEWS_OF_ANOTHER = {"wired": (TEXTS[1], 45, [(2, 1, "board", "direct", None, None, True, frozenset({"board"}))])}
THREE_OF_AN_OUTLET = dict.fromkeys(("bridge", "ferry", "quay"), ONE_ARTICLE["bridge"])
AN_EDIT = {"bridge": (TEXTS[1], 45, [(0, 1, "ada", "direct", None, None, False, frozenset({"board"}))])}


@given(st.lists(loading | ruling, min_size=1, max_size=4))
@example([("load", ONE_ARTICLE), ("merge", ["quill", "ada"]), ("merge", ["board", "novaport"]), ("undo", IDS)])
@example(
    [("load", NEWS_OF_ANOTHER), ("load", ONE_ARTICLE), ("split", IDS[::-1]), ("load", NEWS_OF_ANOTHER), ("undo", IDS)]
)
@example([("load", THREE_OF_AN_OUTLET), ("load", AN_EDIT), ("rename", IDS), ("merge", IDS)])
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_kept_is_what_is_counted(empty_file: Path, steps: list[tuple[str, object]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(empty_file, Path(folder) / "warehouse.duckdb"))
        with Warehouse.open(path, threads=1) as warehouse:
            load(warehouse, rows_of({}))
            for hour, (kind, on) in enumerate(steps):
                act(warehouse, kind, on, hour)
                counted = {view: ask(warehouse, f"from {view} order by all") for view in VIEWS}
                warehouse.keep_answers()
                assert {view: ask(warehouse, f"from {view} order by all") for view in VIEWS} == counted
                for view in ("topics", "edited_quotes", "repeated_blocks"):
                    assert ask(warehouse, f"select count(*) from kept_{view}") == [(len(counted[view]),)]
                assert counted["repeated_blocks"] == ask(warehouse, REPEATED_BLOCKS)
                assert numbers(warehouse, "naming") == numbers(warehouse, "statements")
                assert [name for name, broken in warehouse.verify().items() if broken] == []
                assert ask(warehouse, "select side from statements order by statement_id") == ask(
                    warehouse, "select side_of(speech_act, content_text) from statements order by statement_id"
                )


def numbers(warehouse: Warehouse, of: str) -> list[tuple[object, ...]]:
    """Of each name in a statement the statement's number, as it stands beside the name or in statements."""
    both = "statement_mentions as naming left join statements using (statement_id)"
    return ask(warehouse, f"select statement_id, {of}.statement_number from {both} order by all")


def test_positions_tell_the_latest_opposite_one_said_before(empty_file: Path, tmp_path: Path) -> None:
    one: Said = (0, 1, "quill", "direct", None, None, False, frozenset({"novaport"}))
    texts = {
        "bridge": (TEXTS[0], 0, [one]),
        "ferry": (TEXTS[0], 10, [(1, 2, *one[2:])]),
        "wired": (TEXTS[0], 20, [(0, 3, *one[2:-1], frozenset({"novaport", "quill"}))]),
    }
    with Warehouse.open(Path(shutil.copy(empty_file, tmp_path / "warehouse.duckdb")), threads=1) as warehouse:
        load(warehouse, rows_of(texts))
        query = "select speaker, about, side, quote, opposite_side, opposite_quote from positions order by url desc"
        assert ask(warehouse, query) == [
            ("Ada Quill", "Novaport", "for", SAYINGS[0], "against", SAYINGS[1]),
            ("Ada Quill", "Novaport", "against", SAYINGS[1], "for", SAYINGS[0]),
            ("Ada Quill", "Novaport", "for", SAYINGS[0], None, None),
        ]


def test_a_file_of_an_earlier_version_gets_sides_and_numbers(empty_file: Path, tmp_path: Path) -> None:
    one: Said = (0, 1, "quill", "direct", None, None, False, frozenset({"novaport"}))
    derived = "select side, naming.statement_number from statements left join statement_mentions as naming using "
    derived += "(statement_id) order by statements.statement_number"
    with Warehouse.open(Path(shutil.copy(empty_file, tmp_path / "warehouse.duckdb")), threads=1) as warehouse:
        load(warehouse, rows_of({"bridge": (TEXTS[0], 0, [one, (1, 2, *one[2:]), (2, 3, *one[2:])])}))
        made = ask(warehouse, derived)
        assert made == [("for", 1), ("against", 2), (None, 3)]
        ask(warehouse, "alter table statements drop column side")
        ask(warehouse, "alter table statement_mentions drop column statement_number")
        ask(warehouse, read_text("migrations", "0029_asked_by_number.sql"))
        assert ask(warehouse, derived) == made


def test_a_file_of_an_earlier_version_gets_names(empty_file: Path, tmp_path: Path) -> None:
    one: Said = (0, 1, "quill", "direct", "Mayor", 17, True, frozenset())
    names = (
        "filed_on, canonical_speaker_id, canonical_speaker, canonical_speaker_type, canonical_speaker_wikidata_id, "
        "canonical_addressee, canonical_place, outlet_name"
    )
    with Warehouse.open(Path(shutil.copy(empty_file, tmp_path / "warehouse.duckdb")), threads=1) as warehouse:
        load(warehouse, rows_of({"bridge": (TEXTS[0], 0, [one, (1, 2, None, *one[3:]), (2, 3, "ada", *one[3:])])}))
        for kind, on in (("merge", ["quill", "ada"]), ("rename", ["ada"]), ("rename", ["novaport"])):
            act(warehouse, kind, on, 1)
        made = ask(warehouse, "from statements order by statement_id")
        named = ask(warehouse, f"select {names} from statements order by statement_id")
        assert named == [
            (date(2026, 11, 17), "ada", "The ada", "person", None, "The ada", "The novaport", "Harbour Post 0"),
            (date(2026, 11, 17), None, None, None, None, "Mayor", "The novaport", "Harbour Post 0"),
            (date(2026, 11, 17), "ada", "The ada", "person", None, "The ada", "The novaport", "Harbour Post 0"),
        ]
        ask(warehouse, f"create table earlier as select * exclude ({names}) from statements")
        ask(warehouse, "drop table statements")
        ask(warehouse, "alter table earlier rename to statements")
        ask(warehouse, read_text("migrations", "0031_quotes_in_one_table.sql"))
        assert ask(warehouse, "from statements order by statement_id") == made
