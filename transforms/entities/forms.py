"""The forms names are filed and looked up under: typography, accents and case evened out."""

from __future__ import annotations

import unicodedata

# what a key of a knowledge base begins with; the exact form has no mark
PLAIN = "\x01"  # of forms with accents: without them
CAPITALS = "\x02"  # as a dateline or a headline in capitals has it

_TYPOGRAPHY = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "\u00ad": None})
_LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss", "æ": "ae"})


def normalized(surface: str) -> str:
    """Return the form names are filed under: plain apostrophes and hyphens, single spaces, no leading "the"."""
    plain = surface if surface.isascii() else surface.translate(_TYPOGRAPHY)
    form = " ".join(plain.split())
    return form[4:] if form[:4].lower() == "the " else form


def without_accents(form: str) -> str:
    """Return the form with its accents taken off, the way an English newsroom without them writes it."""
    if form.isascii():
        return form
    decomposed = unicodedata.normalize("NFKD", form.translate(_LETTERS))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def folded(name: str) -> str:
    """Return the key two spellings of one name share: no accents, no case, single spaces."""
    return without_accents(normalized(name)).casefold()
