"""What each key of feeds.toml may hold: a check per key that says what is wrong and what to write instead."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from schemas.feed import OUTLET_KINDS

Check = Callable[[Any], str | None]  # a value → what is wrong with it and what to write instead, or None

POLL_MINUTES = range(5, 7 * 24 * 60 + 1)

_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_DOMAIN = re.compile(r"[a-z0-9_](?:[a-z0-9._-]{0,251}[a-z0-9])?")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?")  # RFC 5646, the common part
_WIKIDATA = re.compile(r"Q[1-9][0-9]{0,9}")
# ISO 3166-1 alpha-2, and EU and UN, which it reserves
_COUNTRIES = frozenset(
    """AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET EU FI FJ FK FM FO
    FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM
    JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ
    MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE
    RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT
    TV TW TZ UA UG UM UN US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW""".split()  # noqa: SIM905 - a list of 252 quoted strings is no better to read
)
_USER_ASSIGNED = re.compile("AA|Q[M-Z]|X[A-Z]|ZZ")  # ISO 3166-1: Kosovo's XK, and places of one's own
_COUNTRY_SLIPS = {"UK": "GB", "EL": "GR"}


def nearest(word: str, known: tuple[str, ...]) -> str:
    """Return the half-sentence that helps a reader from `word` to one of the `known` words."""
    close = difflib.get_close_matches(word.lower(), known, n=1)
    return f'did you mean "{close[0]}"?' if close else f"known are {', '.join(known)}"


def shown(value: object) -> str:
    """Return a value as a message may show it: short, quoted, and no address that could hold a password."""
    if isinstance(value, str) and ("@" in value or "?" in value):
        return "given"
    text = f'"{value}"' if isinstance(value, str) else repr(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _text(value: Any) -> str | None:
    if not isinstance(value, str):
        return f"{shown(value)} is not text; put it in quotes"
    if not value.strip() or value != value.strip():
        return "is empty or begins or ends with a space; write the text alone, or leave the key out"
    return None


def _matching(pattern: re.Pattern[str], instead: str) -> Check:
    def check(value: Any) -> str | None:
        return _text(value) or (None if pattern.fullmatch(value) else f"{shown(value)} is wrong; {instead}")

    return check


def _country(value: Any) -> str | None:
    if problem := _text(value):
        return problem
    if value in _COUNTRIES or _USER_ASSIGNED.fullmatch(value):
        return None
    guess = _COUNTRY_SLIPS.get(value.upper(), value.upper())
    instead = f'write "{guess}"' if guess in _COUNTRIES else 'write the two letters of ISO 3166, such as "GB"'
    return f"{shown(value)} is not a country code; {instead}"


def _kind(value: Any) -> str | None:
    if problem := _text(value):
        return problem
    return None if value in OUTLET_KINDS else f"{shown(value)} is not a kind of outlet; {nearest(value, OUTLET_KINDS)}"


def _url(value: Any) -> str | None:
    if problem := _text(value):
        return problem
    try:
        parts = urlsplit(value)
        is_usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_usable = False
    if is_usable and not re.search(r"[\s\x00-\x1f\x7f]", value) and len(value) <= 2_048:
        return None
    return f"{shown(value)} is not a web address; write it in full, starting with https:// or http://"


def _enabled(value: Any) -> str | None:
    return None if isinstance(value, bool) else f"{shown(value)} is neither true nor false; write one without quotes"


def _poll_minutes(value: Any) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool) and value in POLL_MINUTES:
        return None
    return f"{shown(value)} is wrong; write whole minutes from {POLL_MINUTES[0]} to {POLL_MINUTES[-1]}"


OUTLET_CHECKS: dict[str, Check] = {
    "id": _matching(_ID, "use lower-case letters, digits, dots, hyphens, underscores"),
    "name": _text,
    "domain": _matching(_DOMAIN, 'write the bare host in lower case, such as "bbc.co.uk"'),
    "country": _country,
    "language": _matching(_LANGUAGE, 'write a BCP 47 tag, such as "en" or "pt-BR"'),
    "kind": _kind,
    "wikidata_id": _matching(_WIKIDATA, 'write a Q number, such as "Q9531", or leave it out'),
}
FEED_CHECKS: dict[str, Check] = {"url": _url, "section": _text, "enabled": _enabled, "poll_minutes": _poll_minutes}
REQUIRED = {"outlet": ("id", "name", "domain"), "feed": ("url",)}
EXAMPLES = {"id": '"bbc"', "name": '"BBC News"', "domain": '"bbc.co.uk"', "url": '"https://…/rss.xml"'}
