"""Which wordings are the same words: pairs made up by hand, and what holds for any pair."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.statements.clusters import GAP, block_keys, core, grouped, same_words, statement_cluster_id

BRIDGE = "We will not close the old bridge before the new one is open to lorries"
SAME = {
    "tense": (
        "the port will stay shut until a fair offer is made",
        "The port would stay shut until a fair offer was made",
    ),
    "person and quotation": (
        f"“{BRIDGE},”",
        "they would not close the old bridge before the new one was open to lorries",
    ),
    "contraction": (BRIDGE, "we won’t close the old bridge before the new one’s open to lorries"),
    "verb endings": (
        "the ministry is looking at every lawful option",
        "the ministry had looked at every lawful option",
    ),
    "irregular verbs": (
        "two ministers spoke of resigning over the tram",
        "two ministers speak of resigning over the tram",
    ),
    "dashes": ("the talks — long, cold, polite — ended at dawn", "the talks - long, cold, polite - ended at dawn"),
    "guillemets": (
        "«Every town along the river needs its own siren»",
        '"Every town along the river needs its own siren"',
    ),
    "bracketed noun": (
        "“We expect that [the merger] will cost thousands of jobs”",
        "we expect that it will cost thousands of jobs",
    ),
    "bracketed capital": ("“[T]he fuel depot never held a safety drill”", "The fuel depot never held a safety drill"),
    "clock time": ("gates open at 6 a.m. for lorries with fruit", "gates open at 6am for lorries with fruit"),
    "percent": ("wages rose by 4 per cent in the northern yards", "wages rose by 4% in the northern yards"),
    "thousands": ("about 12,000 homes lost heating overnight", "about 12000 homes lost heating overnight"),
    "spelling": (
        "the labour council organised a march in the harbour",
        "the labor council organized a march in the harbor",
    ),
    "cut at the end": (BRIDGE, "We will not close the old bridge before the new one is open"),
    "cut at the start": (BRIDGE, "not close the old bridge before the new one is open to lorries"),
    "cut in the middle": (
        "Our nurses worked through the storm without light, and nobody in this city thanked them for it",
        "Our nurses worked through the storm … nobody in this city thanked them for it",
    ),
}
OTHER = {
    "another number": (
        "wages rose by 4 percent in the northern yards",
        "wages rose by 5 percent in the northern yards",
    ),
    "another decimal": ("prices will rise 2.5 percent next spring", "prices will rise 2.6 percent next spring"),
    "negated": (
        "the council will close the old bridge this winter",
        "the council will not close the old bridge this winter",
    ),
    "one word another": (
        "the mayor supports the plan for the tram line",
        "the mayor opposes the plan for the tram line",
    ),
    "rise and fall": (
        "rates will rise again before the end of winter",
        "rates will fall again before the end of winter",
    ),
    "modal": ("the minister may resign over the flood report", "the minister will resign over the flood report"),
    "direction": ("grain goes from Tarsia to Vostra by river barge", "grain goes from Vostra to Tarsia by river barge"),
    "before and after": (
        "ballots arrive before the polls close on Sunday",
        "ballots arrive after the polls close on Sunday",
    ),
    "who did it": ("the army attacked the rebels near the dam", "the rebels attacked the army near the dam"),
    "more and less": ("we need more police on the night trains", "we need less police on the night trains"),
    "a formula": ("We will not comment on that", "We will not comment on this"),
    "small part of a long one": (
        "nobody in this city thanked them for it",
        "Our nurses worked through the storm without light or heat or food, with two doctors for nine wards and no "
        "word from the ministry, and nobody in this city thanked them for it",
    ),
    "only the frame": ("he called on the government to act at once", "he called on the opposition to act at once"),
    "another name": ("Ada Quill promised a new ferry for the islands", "Ada Holm promised a new ferry for the islands"),
    "another day": ("the ferry will sail again on Monday morning", "the ferry will sail again on Tuesday morning"),
    "with and without": ("a deal with the dockers is good for trade", "a deal without the dockers is good for trade"),
    "up and down": ("fuel is going up in every town on the coast", "fuel is going down in every town on the coast"),
}


@pytest.mark.parametrize("name", SAME)
def test_the_same_words_in_other_clothes(name: str) -> None:
    one, other = map(core, SAME[name])
    assert same_words(one, other)
    assert same_words(other, one)
    assert block_keys(one) & block_keys(other)


@pytest.mark.parametrize("name", OTHER)
def test_other_words(name: str) -> None:
    one, other = map(core, OTHER[name])
    assert not same_words(one, other)


def test_no_two_sayings_are_mixed_up() -> None:
    sayings = {name: core(pair[1]) for name, pair in (SAME | OTHER).items() if BRIDGE not in pair[0]}
    mixed = [
        (one, other) for one in sayings for other in sayings if one < other and same_words(sayings[one], sayings[other])
    ]
    assert mixed == []


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    assert len(block_keys(core(text))) <= len(core(text))


WORDS = st.sampled_from(
    [
        "harbour",
        "storm",
        "ministers",
        "tram",
        "bridge",
        "resigned",
        "flooding",
        "never",
        "the",
        "12",
        "…",
        "[we]",
        "would",
        "not",
        "taxes",
    ]
)


@given(st.lists(WORDS, max_size=25).map(" ".join), st.integers(0, 25), st.integers(0, 25))
def test_what_is_the_same_shares_a_key(text: str, start: int, end: int) -> None:
    one, other = core(text), core(" ".join(text.split()[start:end]))
    if same_words(one, other):
        assert block_keys(one) & block_keys(other)
        if not {GAP} & {*one, *other}:  # loads leave out pairs that share fewer keys than either has
            cut, whole = sorted((one, other), key=len)
            assert block_keys(cut) <= block_keys(whole)


def test_groups_grow_over_former_clusters() -> None:
    groups = grouped([("new", "b"), ("x", "y")], {"a": "a", "b": "a", "c": "c"})
    assert groups["new"] == groups["a"] == groups["b"]
    assert groups["x"] == groups["y"]
    assert len({groups["a"], groups["c"], groups["x"]}) == 3


def test_a_wording_is_its_words_whatever_stands_between_them() -> None:
    said = statement_cluster_id("We know which road stays dry.")
    assert said == statement_cluster_id("“we know which road – stays DRY”") is not None
    assert said != statement_cluster_id("We know which road stays wet.")
    assert statement_cluster_id("It wasn’t ours to give away") == statement_cluster_id("It wasn't ours to give away")
    assert statement_cluster_id("We will not comment") is None


@given(st.text(max_size=300))
def test_any_statement_has_an_id_or_none(text: str) -> None:
    cluster_id = statement_cluster_id(text)
    assert cluster_id is None or len(cluster_id) == 16
