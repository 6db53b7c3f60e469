"""URLs: one canonical spelling per address, the publisher's domain, and a form that is safe to show."""

from __future__ import annotations

import ipaddress
import re
from contextlib import suppress
from functools import cache
from urllib.parse import quote, unquote, urljoin, urlsplit

import idna
import tldextract

from schemas.errors import UrlError

MAX_URL_LENGTH = 2_048  # characters; longer ones are broken or hostile, and no news site needs them
_MAX_RAW_LENGTH = 16_384  # what is looked at at all: the cap above is on the canonical form
_DEFAULT_PORTS = {"http": 80, "https": 443}

# Characters that may stand unescaped: RFC 3986 §3.3 and §3.4. "%" is handled before quoting.
_PATH_SAFE = "/:@!$&'()*+,;=~-._%"
_QUERY_SAFE = _PATH_SAFE + "?"
_LOOSE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")

# Parameters that say how a reader came, never what is read. courlan's list was tried and is too wide for news:
# it also drops `source`, `cid`, `eid`, `ref…` and `ga…`, under which real sites keep the article's own number.
# A tracker missed makes a copy, which the text hash finds; a number dropped would lose an article.
_TRACKER = re.compile(
    r"(?:utm|mtm|matomo|pk|piwik|stm|hsa|ns|at|wt|oly|vero|mc|mkt|trk|itm|ga|gs)_[a-z0-9_]+"
    r"|_ga|_gl|_hsenc|_hsmi|hsctatracking"
    r"|fbclid|gclid|dclid|yclid|twclid|ttclid|msclkid|igsh|igshid|gbraid|wbraid|gclsrc|li_fat_id"
    r"|cmp|cmpid|intcmp|icid|ncid|ocid|smid|sref|mbid|ftag|taid|xtor|ref_src|ref_url|feed_?name|feed_?type"
    r"|ns_mchannel|ns_source|ns_campaign|ito|maca|mod_?rss|traffic_source|guccounter|guce_referrer(?:_sig)?"
    r"|spm|share_?source|sr_share|__twitter_impression|amp_js_v|usqp|rssid"
)
_ORIGIN = frozenset({"from", "ref", "referrer", "source", "src", "via", "cid", "partner", "campaign", "origin"})
_FEED_VALUE = re.compile(r"rss|rss[_-]?feed|feed|feeds|rss2|atom|rss[_-].*|feedburner|newsletter", re.IGNORECASE)

# What asks for another view of the same page: the last segment of a path ("/story/amp", "/story.amp.html"), a switch
# ("?amp=1", "?print"), a choice ("?outputType=amp"). A switch with any other value may be an article's number.
_AMP_PATH = re.compile(r"(?<=[^/])(?:/amp|\.amp|(?:\.amp|/amp)(?=\.html?$))+/?(?=$|\.html?$)", re.IGNORECASE)
_VIEWS = frozenset({"amp", "print", "printable", "printview", "printmode", "isamp", "ampmode"})
_VIEW_CHOICES = frozenset({"view", "output", "outputtype", "format", "display", "mode", "layout", "variant"})
_SWITCHED_ON = frozenset({"", "1", "true", "yes", "y", "on", "amp", "print"})
_VIEW_NAMES = frozenset({"amp", "print", "printable", "printer", "printer-friendly"})

_SECRET_KEY = re.compile(
    r"token|secret|passw|pwd|api[_-]?key|signature|credential|session|jwt|bearer"
    r"|(?:^|[_.-])(?:key|sig|auth|pass|sid|hmac|code|pin)(?:$|[_.-])"
)
_USERINFO = re.compile(r"(?<=//)[^/?#\s]*@")
_PARAMETER = re.compile(r"(?<=[?&;#])([^=&;#?\s]{1,200})=([^&;#\s]*)")


def canonicalize(url: str) -> str:
    """Return the one spelling of `url` under which it is fetched, compared and stored.

    RFC 3986 §6.2.2–6.2.3 normalisation: lower-case scheme and host (IDNA 2008), no default port, dot segments
    resolved, escapes upper-case and only where needed. Credentials, the fragment and tracker parameters go;
    so does what asks for a page's AMP or print view. The scheme and the order of the other parameters stay.
    Idempotent. Raises UrlError with reason "scheme"
    (not http or https), "no-host", "bad-host", "bad-port", "malformed" or "too-long".
    """
    text = url.strip().strip(_CONTROLS)  # tabs and line ends inside are dropped by urlsplit, as browsers do
    if len(text) > _MAX_RAW_LENGTH:
        raise UrlError(_shown(url), "too-long", f"{len(text)} characters, {MAX_URL_LENGTH} are allowed")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        reason = "bad-port" if "port" in str(error).lower() else "malformed"
        raise UrlError(_shown(url), reason, _shown(str(error))) from None
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS:
        raise UrlError(_shown(url), "scheme", "only http and https addresses are fetched")
    host = _host(parts.netloc, parts.hostname, url)
    if port == 0:
        raise UrlError(_shown(url), "bad-port", "0")
    authority = host if port in (None, _DEFAULT_PORTS[scheme]) else f"{host}:{port}"
    try:
        path = _AMP_PATH.sub("", _without_dot_segments(_escaped(parts.path, _PATH_SAFE))) or "/"
        query = _escaped(_without_trackers(parts.query), _QUERY_SAFE)
    except UnicodeEncodeError:
        raise UrlError(_shown(url), "malformed", "a lone surrogate") from None
    canonical = f"{scheme}://{authority}{path}" + (f"?{query}" if query else "")
    if len(canonical) > MAX_URL_LENGTH:
        raise UrlError(_shown(url), "too-long", f"{len(canonical)} characters, {MAX_URL_LENGTH} are allowed")
    return canonical


_CONTROLS = "".join(map(chr, range(0x21)))


def _host(netloc: str, hostname: str | None, url: str) -> str:
    if not hostname:
        raise UrlError(_shown(url), "no-host")
    if "\\" in netloc or "%" in hostname:
        raise UrlError(_shown(url), "bad-host", "a backslash or an escape in the host")
    if netloc.rpartition("@")[2].startswith("["):
        try:
            return f"[{ipaddress.IPv6Address(hostname).compressed}]"
        except ValueError:
            raise UrlError(_shown(url), "bad-host", "not an IPv6 address") from None
    try:
        host = _ascii_host(hostname).removesuffix(".")
    except (idna.IDNAError, UnicodeError):
        raise UrlError(_shown(url), "bad-host", "not an internationalised domain name") from None
    labels = host.split(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise UrlError(_shown(url), "bad-host", "not a host name")
    if re.fullmatch(r"\d+|0x[0-9a-f]*", labels[-1]):
        return _ipv4(host, url)
    return host


def _ascii_host(hostname: str) -> str:
    """Return the host in ASCII; IDNAError or UnicodeError when it has no such form, or a broken one."""
    host = hostname if hostname.isascii() else idna.encode(hostname, uts46=True).decode("ascii")
    for label in host.split("."):
        # emoji domains are no IDNA 2008 and exist all the same, so only sound Punycode is asked for
        if label.startswith("xn--") and not label[4:].encode("ascii").decode("punycode").isprintable():
            raise UnicodeError(label)
    return host.lower()


def _ipv4(host: str, url: str) -> str:
    """Return a plain dotted quad. 127.1, 0x7f000001 and 0177.0.0.1 mean different hosts to different programs."""
    try:
        return str(ipaddress.IPv4Address(host))
    except ValueError:
        raise UrlError(_shown(url), "bad-host", "not a plain IPv4 address") from None


def _escaped(text: str, safe: str) -> str:
    quoted = quote(_LOOSE_PERCENT.sub("%25", text), safe=safe)
    return _ESCAPE.sub(_shortest_escape, quoted)


def _shortest_escape(match: re.Match[str]) -> str:
    char = chr(int(match[0][1:], 16))
    return char if _UNRESERVED.fullmatch(char) else match[0].upper()


def _without_dot_segments(path: str) -> str:
    """Remove "." and ".." segments (RFC 3986 §5.2.4); empty segments are the server's own business and stay."""
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/".join(kept)


def _without_trackers(query: str) -> str:
    return "&".join(part for part in query.split("&") if part and not _is_tracker(part) and not _is_view(part))


def _is_tracker(parameter: str) -> bool:
    name, _, value = parameter.partition("=")
    name, value = unquote(name).lower(), unquote(value)
    return bool(_TRACKER.fullmatch(name)) or (name in _ORIGIN and bool(_FEED_VALUE.fullmatch(value)))


def _is_view(parameter: str) -> bool:
    name, _, value = parameter.lower().partition("=")
    return (name in _VIEWS and value in _SWITCHED_ON) or (name in _VIEW_CHOICES and value in _VIEW_NAMES)


@cache
def _suffixes() -> tldextract.TLDExtract:
    """The public suffix list that comes with the library: no download, no cache folder."""
    return tldextract.TLDExtract(cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True)


def registrable_domain(url_or_host: str) -> str:
    """Return the domain that its publisher registered: "bbc.co.uk" for "https://feeds.bbci.bbc.co.uk/x".

    Uses the Public Suffix List with its private section, so that each blog of a shared host is itself.
    A host without one (an IP address, "localhost", a bare suffix) is returned as it is, in lower case.
    Raises UrlError ("no-host") when there is no host at all.
    """
    text = url_or_host.strip()
    try:
        host = (urlsplit(text).hostname if "//" in text else urlsplit(f"//{text}").hostname) or ""
    except ValueError:
        host = ""
    with suppress(idna.IDNAError, UnicodeError):
        host = _ascii_host(host)
    host = host.lower().rstrip(".")
    if not host:
        raise UrlError(_shown(url_or_host), "no-host")
    split = _suffixes()(host)
    if not split.suffix and not split.ipv4 and not split.ipv6:
        return ".".join(host.split(".")[-2:])  # an unlisted suffix: the list's own default rule is "*"
    return split.top_domain_under_public_suffix.lower() or host


def without_credentials(url: str) -> str:
    """Return `url` without name and password: how it is recorded. Everything else stays as it is."""
    return _USERINFO.sub("", url)


def redact(url: str) -> str:
    """Return `url` (or any text around URLs) with credentials and secret-looking parameter values as "***"."""
    return _PARAMETER.sub(_redacted, _USERINFO.sub("***@", url))


def _redacted(match: re.Match[str]) -> str:
    return f"{match[1]}=***" if _SECRET_KEY.search(unquote(match[1]).lower()) else match[0]


def join(base: str, link: str) -> str:
    """Return `link` resolved against `base` (RFC 3986 §5); UrlError ("malformed") when it cannot be."""
    try:
        return urljoin(base, link.strip(_CONTROLS))
    except ValueError as error:
        raise UrlError(_shown(link), "malformed", _shown(str(error))) from None


def _shown(url: str) -> str:
    """Return what a message may say of a URL: redacted, printable, short."""
    text = "".join(char if char.isprintable() else "�" for char in redact(url[:_MAX_RAW_LENGTH]))
    return text if len(text) <= 200 else f"{text[:199]}…"
