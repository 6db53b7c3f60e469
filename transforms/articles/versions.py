"""What makes two texts of an article two versions: other words. Spelling of quotes, spaces and counters do not."""

from __future__ import annotations

import re
import unicodedata

from schemas.ids import stable_id

_SAME = str.maketrans({
    **dict.fromkeys("‘’‚‛“”„‟«»‹›′″`´", "'"),
    '"': "'",
    **dict.fromkeys("‐‑‒–—―−", "-"),
})  # fmt: skip
# Whole paragraphs that change by themselves; a number in a sentence, or in a line that says more, is news.
_COUNTER = re.compile(
    r"\W*(?:"
    r"[\d.,]+\s?[km]?\+?\s(?:comments?|replies|shares?|views?|likes?|reads?|retweets?|kommentare?|commentaires?"
    r"|comentarios?|commenti|reacties|kommentarer|min(?:ute)?s?\.?(?:\sread(?:ing)?(?:\stime)?)?)"
    r"|(?:comments?|shares?|views?|likes?|kommentare?|commentaires?|comentarios?)\W{1,3}[\d.,]+[km]?"
    r"|(?:last\s|zuletzt\s)?(?:updated|published|posted|aktualisiert|mis à jour|actualizado)?\W{0,3}"
    r"(?:\d+|an?|one)\s(?:sec(?:ond)?|min(?:ute)?|h(?:ou)?r|hour|day|week)s?\sago"
    r"|(?:updated|published|posted)?\W{0,3}just now"
    r"|(?:aktualisiert\s)?vor\s(?:\d+|einer?)\s(?:sekunde|minute|stunde|tag)e?n?"
    r"|il y a\s\d+\s(?:secondes?|minutes?|heures?|jours?)|hace\s\d+\s(?:segundos?|minutos?|horas?|días?)"
    r"|(?:reading time|lesezeit|temps de lecture|tiempo de lectura)\W{1,3}\d+\s?min\w*\.?"
    r")\W*",
    re.IGNORECASE,
)
_PROMOTION = re.compile(
    r"\W*(?:advertisement|anzeige|publicité|publicidad|related(?: articles| stories| topics)?|recommended|share"
    r"|updated)\W*"
    r"|\W*(?:read|see|watch|listen)(?: more| also| next)?\s*[:|›»]\s.{0,200}"
    r"|\W*(?:lesen sie auch|mehr zum thema|lire aussi|à lire aussi|leer más|les også|leggi anche)\b.{0,200}",
    re.IGNORECASE,
)
_LONGEST = 240  # characters of a line that may be a counter or a promotion


def fingerprint(headline: str | None, text: str) -> str:
    """Return the id that all spellings of one version of an article share: of its headline and its paragraphs.

    White space, paragraphing, quotation marks, apostrophes, dashes, ligatures (NFKC, UAX #15), counters ("12 comments",
    "3 hours ago") and promotions between paragraphs ("Read more: …") do not count. All else does: every word, number,
    sign and capital, and their order.
    """
    kept = [paragraph for paragraph in text.split("\n\n") if not _is_trivial(paragraph)]
    return stable_id("fingerprint", _plain(headline or ""), _plain(" ".join(kept)))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).translate(_SAME).split())


def _is_trivial(paragraph: str) -> bool:
    if len(paragraph) > _LONGEST:
        return False
    return bool(_COUNTER.fullmatch(paragraph) or _PROMOTION.fullmatch(paragraph))
