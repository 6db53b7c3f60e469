"""Which entity counts as which: precision before recall, rulings before evidence, order of no matter."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from transforms.entities.duplicates import Appearance, in_company, similar_names
from transforms.entities.links import Candidate, Evidence, Merge, link_entities

NAMES = ("Odum", "Karel Odum", "Karel J. Odum", "Karel Odom", "Ana Berg", "Berg")
CANDIDATES = {f"e{n}": Candidate(f"e{n}", NAMES[n % 6], "person", n in (1, 4)) for n in range(12)}
IDS = st.sampled_from(sorted(CANDIDATES))
PAIRS = st.lists(st.tuples(IDS, IDS).filter(lambda pair: pair[0] != pair[1]), max_size=12)


def canonical(merges: list[Merge], apart: list[tuple[str, str]], evidence: list[Evidence]) -> dict[str, str]:
    links = link_entities(CANDIDATES, merges, apart, evidence)
    return {link.entity_id: link.canonical_id for link in links}


@given(PAIRS, PAIRS, st.randoms(use_true_random=False))
def test_evidence_in_any_order_makes_the_same_links(
    told: list[tuple[str, str]], apart: list[tuple[str, str]], random: object
) -> None:
    evidence = [Evidence(one, other, "told") for one, other in told]
    links = canonical([], apart, evidence)
    shuffled = list(evidence)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert canonical([], list(reversed(apart)), shuffled) == links
    for one, other in apart:
        assert links.get(one, one) != links.get(other, other)
    assert links.get("e1", "e1") != links.get("e4", "e4")  # both are known: never one by evidence
    assert not set(links.values()) & set(links), "a canonical entity counts as itself"


@given(PAIRS)
def test_rulings_are_an_equivalence_and_the_last_chooses_the_name(told: list[tuple[str, str]]) -> None:
    merges = [Merge(str(number), one, into) for number, (one, into) in enumerate(told)]
    links = canonical(merges, [], [])
    for merge in merges:
        assert links.get(merge.entity_id, merge.entity_id) == links.get(merge.into_id, merge.into_id)
    if merges:
        assert merges[-1].into_id not in links


def test_evidence_never_joins_names_that_cannot_be_ones() -> None:
    assert canonical([], [], [Evidence("e1", "e5", "told", 99)]) == {}
    assert canonical([], [], [Evidence("e0", "e1", "told"), Evidence("e0", "e4", "told")]) == {"e0": "e1"}


def test_a_surname_cannot_join_two_full_names() -> None:
    candidates = {
        "john": Candidate("john", "John Smith", "person", False),
        "jane": Candidate("jane", "Jane Smith", "person", False),
        "bare": Candidate("bare", "Smith", "person", False),
    }
    told = [Evidence("bare", "john", "told", 2), Evidence("bare", "jane", "told", 1)]
    assert [(link.entity_id, link.canonical_id) for link in link_entities(candidates, [], [], told)] == [
        ("bare", "john")
    ]


def appear(name: str, kind: str = "person", *, known: bool = False, articles: int = 1) -> Appearance:
    return Appearance(f"{name}-{kind}", name, kind, known, articles)


def test_duplicates_are_ranked_by_name_then_by_company() -> None:
    found = [
        appear("Volodymyr Zelensky", known=True, articles=9),
        appear("Volodymyr Zelenskiy"),
        appear("Harbour Workers Union", "organization"),
        appear("HWU", "organization"),
        appear("Ana Berg"),
        appear("Anton Berg"),
    ]
    pairs = similar_names(found)
    assert [(pair.one.name, pair.other.name) for pair in pairs] == [
        ("Volodymyr Zelensky", "Volodymyr Zelenskiy"),
        ("HWU", "Harbour Workers Union"),
    ]
    often, never = in_company(pairs[0], 0, 8, 10), in_company(pairs[0], 0, 0, 10)
    assert often.likelihood == pairs[0].likelihood > never.likelihood
    assert in_company(pairs[0], 3, 8, 10).likelihood < never.likelihood
