"""Names of no known type that are no person's: "he" cannot mean them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache

from schemas.data import read_toml
from transforms.entities.mentions import Found
from transforms.entities.name_types import COMMON_ENDINGS
from transforms.entities.name_words import name_words
from transforms.entities.referents import Link, Referent
from transforms.language.word_classes import ADVERBS, AUXILIARIES, CONJUNCTIONS, PREPOSITIONS

# "Odum was", "Odum and"; but "Olympic gymnast"
_AFTER_NAMES = AUXILIARIES | CONJUNCTIONS | PREPOSITIONS | ADVERBS


def find_things(found: Sequence[Found], links: Sequence[Link], text: str) -> frozenset[Referent]:
    """Return what is of no known type and no person, by its form, by where it stands once, or by how it stands most."""
    balance: Counter[Referent] = Counter()
    for mention, link in zip(found, links, strict=True):
        if link.referent is not None and link.referent.type == "other":
            if _is_thing(mention, text):
                balance[link.referent] += len(found)
            balance[link.referent] += 1 if _sets_apart(mention) else -1
    return frozenset(referent for referent, weight in balance.items() if weight > 0)


def _is_thing(mention: Found, text: str) -> bool:
    """Tell whether a name of no known type is no person's, by its form or what stands before it: "in Kisumu"."""
    surface, lexicon = mention.surface, name_words()
    plain = surface.isalpha() and surface[1:].islower() and not surface.endswith(COMMON_ENDINGS)
    if mention.form != "name" or mention.senses or not plain:
        return True
    if surface in lexicon.organization_last or surface in lexicon.place_last or surface.lower() in lexicon.opener:
        return True
    article = text[max(0, mention.start - 4) : mention.start].lower() == "the "
    return article or mention.before in lexicon.locative or mention.before.isdigit() or mention.after.isdigit()


def _sets_apart(mention: Found) -> bool:
    """Tell whether the name only tells one thing from others: "Olympic gymnast", not "Odum was"."""
    after = mention.after
    is_verb = after.endswith(("ed", "s", "ly")) or after in _irregular() or after in name_words().saying
    return after.isalpha() and after not in _AFTER_NAMES and not is_verb


@cache
def _irregular() -> frozenset[str]:
    """Forms of irregular verbs."""
    return frozenset(read_toml("lexicons", "inflections.toml")["irregular"].split())
