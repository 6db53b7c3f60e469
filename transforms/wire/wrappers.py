"""Links that lead to an article by way of somebody else's service, which carry the article's own address in them."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from urllib.parse import parse_qs, urlsplit

# host, path → the parameter that holds the address: what the services' own feeds and share links look like
_REDIRECTORS = (
    (re.compile(r"(?:www\.|news\.)?google\.[a-z.]{2,6}"), re.compile(r"/(?:news/)?url"), ("url", "q")),
    (re.compile(r"(?:www\.)?bing\.com"), re.compile(r"/news/apiclick\.aspx", re.IGNORECASE), ("url",)),
    (re.compile(r"(?:www\.)?duckduckgo\.com"), re.compile(r"/l/?"), ("uddg",)),
    (re.compile(r"(?:l|lm|www)\.facebook\.com"), re.compile(r"/l\.php"), ("u",)),
)
# https://developers.google.com/amp/cache/overview#amp-cache-url-format: "s" is for https
_AMP_CACHE = re.compile(r"(?:[a-z0-9-]+\.)?cdn\.ampproject\.org|[a-z0-9-]+\.bing-amp\.com")
_AMP_CACHE_PATH = re.compile(r"/(?:c|v|wp)/(s/)?([^/?#]+\.[^/?#]+/?.*)")
_AMP_VIEWER = re.compile(r"(?:www\.)?(?:google\.[a-z.]{2,6}|bing\.com)")
_AMP_VIEWER_PATH = re.compile(r"/amp/(s/)?([^/?#]+\.[^/?#]+/.*)")


# the older ids of Google News are base64 of a few bytes with the address among them; the newer ones hold none
_GOOGLE_NEWS = re.compile(r"news\.google\.[a-z.]{2,6}")
_GOOGLE_NEWS_PATH = re.compile(r"/(?:(?:rss|__i/rss/rd)/)?(?:articles|read)/([\w-]{20,2000}=*)")
_ADDRESS_AMONG_BYTES = re.compile(rb"https?://[\x21-\x7e]+")


def unwrapped(url: str) -> str:
    """Return the address that `url` carries when it is a known redirector's or an AMP cache's, else `url` itself.

    Of wrappers in wrappers the outermost goes. The address is as it stands there: it is yet to be checked.
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removesuffix(".")
    except ValueError:
        return url
    for hosts, paths, names in _REDIRECTORS:
        if hosts.fullmatch(host) and paths.fullmatch(parts.path):
            values = parse_qs(parts.query)
            return next((values[name][0] for name in names if _is_address(values.get(name, [""])[0])), url)
    for hosts, path in ((_AMP_CACHE, _AMP_CACHE_PATH), (_AMP_VIEWER, _AMP_VIEWER_PATH)):
        if hosts.fullmatch(host) and (found := path.fullmatch(parts.path)):
            query = f"?{parts.query}" if parts.query else ""
            return f"http{'s' if found[1] else ''}://{found[2]}{query}"
    if _GOOGLE_NEWS.fullmatch(host) and (found := _GOOGLE_NEWS_PATH.fullmatch(parts.path)):
        return _address_in(found[1]) or url
    return url


def _address_in(identity: str) -> str | None:
    """Return the first address among the bytes of a base64url text; before it stands its length, in a byte or two."""
    try:
        data = urlsafe_b64decode(identity.rstrip("=") + "=" * (-len(identity.rstrip("=")) % 4))
    except ValueError:
        return None
    found = _ADDRESS_AMONG_BYTES.search(data)
    if found is None or found.start() == 0:
        return None
    length = data[found.start() - 1]  # a protobuf varint: https://protobuf.dev/programming-guides/encoding/
    if found.start() > 1 and data[found.start() - 2] >= 0x80:
        length = (length << 7) | (data[found.start() - 2] & 0x7F)
    return found[0][:length].decode("ascii") if length <= len(found[0]) else None


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://"))
