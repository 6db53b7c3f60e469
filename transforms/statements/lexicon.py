"""The cue lexicon, compiled once from `schemas/lexicons/cues.toml`: from a word form to what it can credit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from schemas.data import read_toml

VerbForm = Literal["base", "third", "ing", "past", "participle"]


@dataclass(frozen=True, slots=True)
class CueVerb:
    """A verb that credits a source: "call for" is lemma "call for", particle ("for",)."""

    lemma: str
    particle: tuple[str, ...]
    act: str
    takes: frozenset[str]  # clause, to, whether, object, quotation, marked, addressee


@dataclass(frozen=True, slots=True)
class CueForm:
    """What one written form can be: its verbs, those with the longest particle first, and its place in the paradigm."""

    verbs: tuple[CueVerb, ...]
    forms: frozenset[VerbForm]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything that `cues.toml` says, by lower-case form."""

    forms: Mapping[str, CueForm]
    nouns: Mapping[str, str]  # nominal cue -> speech act
    source_follows: frozenset[tuple[str, ...]]
    unsaid: Mapping[str, frozenset[str]]  # lemma -> heads of what it takes where nothing is said
    idioms: frozenset[str]  # "not to mention"
    negation: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """Return the compiled lexicon; the same object every time."""
    data = read_toml("lexicons", "cues.toml")
    irregular: dict[str, list[str]] = data["irregular"]
    doubled = frozenset(data["doubled"]["lemmas"])
    verbs: dict[str, list[CueVerb]] = {}
    forms: dict[str, set[VerbForm]] = {}
    for group in data["verbs"]:
        for lemma in group["lemmas"]:
            head, *particle = lemma.split()
            verb = CueVerb(lemma, tuple(particle), group["act"], frozenset(group["takes"]))
            for form, written in _inflect(head, irregular, doubled):
                known = verbs.setdefault(written, [])
                if verb not in known:
                    known.append(verb)
                forms.setdefault(written, set()).add(form)
    return Lexicon(
        forms=MappingProxyType(
            {
                written: CueForm(tuple(sorted(senses, key=lambda verb: -len(verb.particle))), frozenset(forms[written]))
                for written, senses in verbs.items()
            }
        ),
        nouns=MappingProxyType(dict(data["nouns"]["acts"])),
        source_follows=frozenset(tuple(phrase.split()) for phrase in data["phrases"]["source_follows"]),
        unsaid=MappingProxyType({lemma: frozenset(heads) for lemma, heads in data["unsaid"]["after"].items()}),
        idioms=frozenset(data["unsaid"]["phrases"]),
        negation=frozenset(data["negation"]["words"]),
    )


def _inflect(
    lemma: str, irregular: Mapping[str, list[str]], doubled: frozenset[str]
) -> tuple[tuple[VerbForm, str], ...]:
    """Return the five forms of an English verb by the spelling rules, or as `irregular` has them."""
    if lemma in irregular:
        third, ing, past, participle = irregular[lemma]
        return ("base", lemma), ("third", third), ("ing", ing), ("past", past), ("participle", participle)
    stem = lemma + lemma[-1] if lemma in doubled else lemma
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        third, past = lemma[:-1] + "ies", lemma[:-1] + "ied"
    else:
        third = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s")
        past = stem + ("d" if stem.endswith("e") else "ed")
    ing = stem[:-1] + "ing" if stem.endswith("e") and not stem.endswith("ee") else stem + "ing"
    return ("base", lemma), ("third", third), ("ing", ing), ("past", past), ("participle", past)
