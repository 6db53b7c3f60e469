"""What a response says of time: how long it stays fresh, and how long the server wants to be left alone."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from schemas.response import Response

_DIRECTIVE = re.compile(r"""(?:^|,)\s*([a-z-]+)\s*(?:=\s*"?(\d{1,9})\d*"?)?""")
_MOST = 366 * 24 * 3600  # nobody means more


def fresh_for_s(response: Response) -> int | None:
    """Return the freshness lifetime the response states, less its age, in seconds (RFC 9111 §4.2); None when none.

    `s-maxage` is for shared caches, which we are not; no-cache and no-store leave nothing to be fresh.
    """
    directives = dict(_DIRECTIVE.findall((response.header("cache-control") or "").lower()))
    if directives.keys() & {"no-cache", "no-store"}:
        return 0
    if directives.get("max-age"):
        lifetime = int(directives["max-age"])
    else:
        expires, sent = (_date(response.header(name)) for name in ("expires", "date"))
        if expires is None:
            return None
        lifetime = round((expires - (sent or response.fetched_at)).total_seconds())
    age = (response.header("age") or "").strip()
    return min(max(lifetime - (int(age[:9]) if age.isdecimal() else 0), 0), _MOST)


def retry_after_s(response: Response) -> int | None:
    """Return the seconds a Retry-After header asks for, in either of its forms (RFC 9110 §10.2.3); None without one."""
    value = (response.header("retry-after") or "").strip()
    if value.isascii() and value.isdigit():
        return min(int(value[:9]), _MOST)
    moment = _date(value)
    return None if moment is None else min(max(round((moment - response.fetched_at).total_seconds()), 0), _MOST)


def _date(value: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value or "")
    except (ValueError, TypeError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
