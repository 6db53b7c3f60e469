"""Stable ids: the same natural key gives the same id, whatever the order or number of runs."""

from __future__ import annotations

import base64
import hashlib

_DIGEST_BYTES = 10  # 80 bits: at 20 million statements a collision has a chance below 2e-10


def stable_id(kind: str, *key: str | int) -> str:
    """Return 16 lower-case base32 characters for the natural key `key` of a `kind` of row.

    The parts are joined by U+001F (unit separator), which no URL, guid or name contains.
    """
    text = "\x1f".join((kind, *map(str, key)))
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES).digest()
    return base64.b32encode(digest).decode("ascii").lower()


def entry_id(feed_id: str, guid: str | None, canonical_url: str | None) -> str:
    """Return the id of (feed, guid or link); RSS 2.0 allows an item without a guid."""
    return stable_id("entry", feed_id, guid or canonical_url or "")


def article_id(canonical_url: str) -> str:
    """Return the id of the article known by that address."""
    return stable_id("article", canonical_url)


def document_id(feed_id: str, page_url: str | None) -> str:
    """Return the id of what a feed's own address told (None), or one of its pages."""
    return stable_id("document", feed_id, page_url or "")


def text_sha256(text: str) -> str:
    """Return the hex SHA-256 of the text's UTF-8 bytes: what makes two article versions the same."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
