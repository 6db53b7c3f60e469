"""Names that can be one's, and names that cannot."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.entities.alike import likeness, spelling_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zelensky", "Zelenskyy"),
        ("Zelensky", "Zelenskiy"),
        ("Tchaikovsky", "Chaikovskii"),
        ("Yuliia", "Julia"),
    ],
)
def test_transliterations_share_a_key(one: str, other: str) -> None:
    assert spelling_key(one.lower()) == spelling_key(other.lower())


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Karel Odum", "Karel J. Odum", "person"),
        ("K. Odum", "Karel Odum", "person"),
        ("Serhiy Mykhailenko", "Sergiy Mikhaylenko", "person"),
        ("Novaport Shipping", "Novaport Shipping Inc.", "organization"),
        ("World Trade League", "WTL", "organization"),
        ("Bank of Novaport", "BoN", "organization"),
    ],
)
def test_one_and_the_same(one: str, other: str, kind: str) -> None:
    assert likeness(one, other, kind) >= 0.6
    assert likeness(one, other, kind) == likeness(other, one, kind)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Ana Berg", "Anton Berg", "person"),
        ("Karel A. Odum", "Karel B. Odum", "person"),
        ("George H. W. Bush", "George Walker Bush", "person"),
        ("Kim Il", "Kin Il", "person"),
        ("North Korea", "South Korea", "place"),
        ("Ministry of Health", "Ministry of Wealth and Trade", "organization"),
    ],
)
def test_two(one: str, other: str, kind: str) -> None:
    assert likeness(one, other, kind) == 0


def test_a_surname_may_be_anybodys() -> None:
    assert 0 < likeness("Odum", "Karel Odum", "person") < 0.5


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(("person", "organization", "place", "other")))
def test_likeness_is_bounded_and_symmetric(one: str, other: str, kind: str) -> None:
    found = likeness(one, other, kind)
    assert 0 <= found <= 1
    assert likeness(other, one, kind) == pytest.approx(found)
