"""OPML in and out (https://opml.org/spec2.opml): the subscription as feed readers exchange it, folders kept."""

from __future__ import annotations

import re
from collections import Counter

from lxml import etree

from schemas.errors import ParseError, UrlError
from schemas.feed import Feed, Outlet, Subscription
from schemas.ids import stable_id
from schemas.source_rules import OUTLET_CHECKS, POLL_MINUTES
from transforms.wire.decoding import decode_text
from transforms.wire.urls import canonicalize, redact, registrable_domain
from transforms.wire.xmltree import read_xml

MAX_BYTES = 5_000_000
MAX_FEEDS = 10_000

# OPML 2.0 lets attributes of others stand under a namespace: with these, an exported outlet comes back whole.
_NAMESPACE = "urn:onrecord:opml"
_OUTLINE = "{*}outline"
_OUTLET_KEYS = ("domain", "country", "language", "kind", "wikidata_id")
_FEED_SCHEME = re.compile(r"feed:(?://)?(?:(?=https?://)|)", re.IGNORECASE)
_NOT_IN_ID = re.compile(r"[^a-z0-9._-]+")
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0 §2.2


def read_opml(data: bytes, *, url: str) -> Subscription:
    """Return the feeds of an OPML file, the path of folders around each ("News/World") as its section.

    A foreign file gets one outlet per registrable domain of the feeds' sites, of kind "unknown"; a file that
    `write_opml` wrote gives back what it was written from. A feed that stands twice counts once. (listparser was
    tried; it drops the site's address, without which all of FeedBurner would be one outlet.)
    Raises ParseError with reason "not-opml", "too-large", "no-feeds", "too-many-feeds", "bad-feed-address",
    or those of `read_xml`.
    """
    if len(data) > MAX_BYTES:
        raise ParseError(url, "too-large", f"{len(data)} bytes, {MAX_BYTES} are allowed")
    if not data.strip():
        raise ParseError(url, "not-opml", "the file is empty")
    root = read_xml(decode_text(data, None, url=url), url=url).root
    if etree.QName(root).localname.lower() != "opml":
        raise ParseError(url, "not-opml", f"the root element is <{etree.QName(root).localname[:40]}>")
    outlets = {outlet.outlet_id: outlet for element in root.iter(_OUTLINE) if (outlet := _exported_outlet(element))}
    elements = _feed_elements(root, url)
    sites = {address: _site(address, element, url) for address, element in elements.items()}
    carriers = Counter(sites.values())
    feeds: dict[str, list[Feed]] = {outlet_id: [] for outlet_id in outlets}
    for address, element in elements.items():
        owner, folders = _place(element)
        outlet = outlets.get(owner) if owner else None
        if outlet is None:
            site = sites[address]
            outlet = _foreign_outlet(site, _title(element) if carriers[site] == 1 else site)
            outlets.setdefault(outlet.outlet_id, outlet)
        feeds.setdefault(outlet.outlet_id, []).append(_feed(address, element, outlet.outlet_id, folders))
    return Subscription(tuple(outlets.values()), tuple(feed for group in feeds.values() for feed in group))


def _feed_elements(root: etree._Element, url: str) -> dict[str, etree._Element]:
    """Return the outlines that are feeds by their address, in file order."""
    elements: dict[str, etree._Element] = {}
    for element in root.iter(_OUTLINE):
        address = _FEED_SCHEME.sub("", _attribute(element, "xmlurl").strip())
        if address:
            elements.setdefault(address if "//" in address else f"https://{address}", element)
    if not elements:
        raise ParseError(url, "no-feeds", "no outline has an xmlUrl")
    if len(elements) > MAX_FEEDS:
        raise ParseError(url, "too-many-feeds", f"{len(elements)}, {MAX_FEEDS} are allowed")
    return elements


def _site(address: str, element: etree._Element, url: str) -> str:
    """Return the registrable domain of the feed's site (a FeedBurner address tells nothing of its outlet)."""
    try:
        canonicalize(address)
    except UrlError as error:
        raise ParseError(url, "bad-feed-address", f"{redact(address)[:200]}: {error.reason}") from None
    for candidate in (_attribute(element, "htmlurl"), address):
        try:
            return registrable_domain(canonicalize(candidate))
        except UrlError:
            continue
    raise AssertionError(address)  # the address was canonical a moment ago


def _place(element: etree._Element) -> tuple[str | None, list[str]]:
    """Return the id of the exported outlet around a feed, if there is one, and the folders within it."""
    folders: list[str] = []
    for ancestor in element.iterancestors(_OUTLINE):
        if owner := ancestor.get(f"{{{_NAMESPACE}}}id"):
            return owner, folders[::-1]
        if title := _title(ancestor):
            folders.append(title.replace("/", "∕"))
    return None, folders[::-1]


def _attribute(element: etree._Element, name: str) -> str:
    """Return an attribute whatever the case of its name: readers write xmlUrl, xmlurl and XMLURL."""
    return next((str(value) for key, value in element.items() if str(key).lower() == name), "")


def _title(element: etree._Element) -> str:
    return " ".join((_attribute(element, "text") or _attribute(element, "title")).split())


def _exported_outlet(element: etree._Element) -> Outlet | None:
    values = {"id": element.get(f"{{{_NAMESPACE}}}id"), "name": _title(element)}
    values |= {key: element.get(f"{{{_NAMESPACE}}}{key}") for key in _OUTLET_KEYS}
    sound = {key: value for key, value in values.items() if value is not None and OUTLET_CHECKS[key](value) is None}
    if not {"id", "name", "domain"} <= sound.keys():
        return None
    return Outlet(sound.pop("id"), **sound)


def _foreign_outlet(site: str, name: str) -> Outlet:
    return Outlet(outlet_id=_NOT_IN_ID.sub("-", site).strip("-._")[:64] or "outlet", name=name or site, domain=site)


def _feed(address: str, element: etree._Element, outlet_id: str, folders: list[str]) -> Feed:
    poll_minutes = element.get(f"{{{_NAMESPACE}}}poll_minutes") or ""
    is_sound = poll_minutes.isascii() and poll_minutes.isdigit() and int(poll_minutes[:9]) in POLL_MINUTES
    return Feed(
        feed_id=stable_id("feed", address),
        outlet_id=outlet_id,
        url=address,
        section="/".join(folders) or None,
        enabled=element.get(f"{{{_NAMESPACE}}}enabled") != "false",
        **({"poll_minutes": int(poll_minutes)} if is_sound else {}),
    )


def write_opml(subscription: Subscription) -> bytes:
    """Return the subscription as OPML 2.0, UTF-8: a folder per outlet, a folder in it per part of a section.

    `read_opml` reads it back to the same value, if the feeds stand in the order of their outlets.
    """
    opml = etree.Element("opml", {"version": "2.0"}, nsmap={"onrecord": _NAMESPACE})
    etree.SubElement(etree.SubElement(opml, "head"), "title").text = "onrecord subscription"
    body = etree.SubElement(opml, "body")
    for outlet in subscription.outlets:
        folder = _outline(body, text=outlet.name)
        for key, value in (("id", outlet.outlet_id), *((key, getattr(outlet, key)) for key in _OUTLET_KEYS)):
            if value is not None:
                folder.set(f"{{{_NAMESPACE}}}{key}", _clean(value))
        for feed in subscription.feeds:
            if feed.outlet_id == outlet.outlet_id:
                _add_feed(folder, feed, outlet)
    return etree.tostring(opml, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _add_feed(folder: etree._Element, feed: Feed, outlet: Outlet) -> None:
    names = [name for name in (feed.section or "").split("/") if name]
    for name in names:
        last = folder[-1] if len(folder) else None  # feeds of one section that follow each other share its folder
        is_open = last is not None and last.get("text") == _clean(name) and last.get("xmlUrl") is None
        folder = last if is_open and last is not None else _outline(folder, text=name)
    title = f"{outlet.name}: {', '.join(names)}" if names else outlet.name
    element = _outline(folder, type="rss", text=title, xmlUrl=feed.url, htmlUrl=f"https://{outlet.domain}/")
    if not feed.enabled:
        element.set(f"{{{_NAMESPACE}}}enabled", "false")
    if feed.poll_minutes != 60:
        element.set(f"{{{_NAMESPACE}}}poll_minutes", str(feed.poll_minutes))


def _outline(parent: etree._Element, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, "outline", {name: _clean(value) for name, value in attributes.items()})


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("", text)
