"""Payload bytes → text: content codings off, under a cap, and the right charset, whatever the headers claim."""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Callable, Iterator

import brotli
from charset_normalizer import from_bytes

from schemas.errors import ParseError

DECODED_LIMIT = 10_000_000  # bytes; RELIABILITY's cap on a decoded body
_CHUNK = 16_384  # bytes handed to a decoder at a time: bounds what a bomb can inflate to in one step
_MAX_CODINGS = 4  # RFC 9110 sets no bound, but gzip files exist that decode to themselves for ever


def decode_content(body: bytes, content_encoding: str | None, *, url: str, limit: int = DECODED_LIMIT) -> bytes:
    """Return `body` with its content codings removed, last applied first (RFC 9110 §8.4).

    Knows gzip, deflate (zlib, or the raw kind some servers send), br and identity. A body that claims gzip
    and does not start like it is taken as it is: some archives keep the header of what they have unpacked.
    Raises ParseError with reason "too-large" (more than `limit` decoded bytes), "truncated-encoding",
    "broken-encoding" or "unknown-encoding".
    """
    codings = [name for part in (content_encoding or "").split(",") if (name := part.strip().lower())]
    if len(codings) > _MAX_CODINGS:
        raise ParseError(url, "unknown-encoding", f"{len(codings)} chained content codings")
    for coding in reversed(codings):
        if coding != "identity":
            body = _remove(coding, body, url, limit)
    if len(body) > limit:
        raise ParseError(url, "too-large", f"over {limit} bytes")
    return body


def _remove(coding: str, body: bytes, url: str, limit: int) -> bytes:
    decoder = _DECODERS.get(coding)
    if decoder is None:
        raise ParseError(url, "unknown-encoding", coding[:40])
    decoded = bytearray()
    try:
        for piece in decoder(body):
            decoded += piece
            if len(decoded) > limit:
                raise ParseError(url, "too-large", f"over {limit} bytes once {coding} is removed")
    except EOFError:
        raise ParseError(url, "truncated-encoding", f"{coding} stream stops early") from None
    except (zlib.error, brotli.error) as error:
        raise ParseError(url, "broken-encoding", f"{coding}: {error}") from error
    return bytes(decoded)


def _inflate(body: bytes, wbits: int) -> Iterator[bytes]:
    """Yield the content of every zlib or gzip member of `body`; what follows the last one is padding."""
    position = 0
    while True:
        inflater = zlib.decompressobj(wbits)
        while not inflater.eof:
            if position >= len(body):
                raise EOFError
            chunk = body[position : position + _CHUNK]
            position += len(chunk)
            while chunk and not inflater.eof:
                yield inflater.decompress(chunk, _CHUNK * 16)
                chunk = inflater.unconsumed_tail
        position -= len(inflater.unused_data)
        if wbits != _GZIP or not body.startswith(_GZIP_MAGIC, position):
            return


_GZIP = 16 + zlib.MAX_WBITS
_GZIP_MAGIC = b"\x1f\x8b"


def _gunzip(body: bytes) -> Iterator[bytes]:
    return _inflate(body, _GZIP) if body.startswith(_GZIP_MAGIC) else iter([body])


def _deflate(body: bytes) -> Iterator[bytes]:
    """RFC 9110 means zlib by "deflate"; a zlib header is a multiple of 31 (RFC 1950 §2.2), else it is raw."""
    has_header = len(body) > 1 and body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0
    return _inflate(body, zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS) if body else iter([])


def _unbrotli(body: bytes) -> Iterator[bytes]:
    if not body:
        return
    decompressor = brotli.Decompressor()
    for start in range(0, len(body), _CHUNK):
        yield decompressor.process(body[start : start + _CHUNK], output_buffer_limit=_CHUNK * 16)
        while not decompressor.can_accept_more_data():
            yield decompressor.process(b"", output_buffer_limit=_CHUNK * 16)
    if not decompressor.is_finished():
        raise EOFError


_DECODERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _deflate,
    "br": _unbrotli,
}

# Python codec name → the codec that browsers mean by it (https://encoding.spec.whatwg.org/#names-and-labels).
# A charset that is not here is not believed: Python also knows "zip", "rot13" and "unicode_escape".
_CODECS = {
    **dict.fromkeys(("ascii", "iso8859-1", "cp1252"), "cp1252"),
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "hz"), "gb18030"),
    **dict.fromkeys(("shift_jis", "cp932", "x-sjis"), "cp932"),
    **dict.fromkeys(("iso8859-11", "tis-620", "cp874"), "cp874"),
    **dict.fromkeys(("iso8859-9", "cp1254"), "cp1254"),
    **dict.fromkeys(("euc_kr", "cp949"), "cp949"),
    **dict.fromkeys(("big5", "big5hkscs"), "big5hkscs"),
    **dict.fromkeys(("utf-16", "utf-16-le"), "utf-16-le"),
    **{name: name for name in ("utf-8", "utf-16-be", "cp866", "euc_jp", "iso2022_jp", "koi8-r", "koi8-u")},
    **{name: name for name in ("mac-roman", "mac-cyrillic")},
    **{f"iso8859-{part}": f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **{f"cp{page}": f"cp{page}" for page in (1250, 1251, 1253, 1255, 1256, 1257, 1258)},
}
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:+-]+)", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta\b[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w.:+-]+)", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"\A\s*<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([\w.:+-]+)", re.IGNORECASE)
_META_WINDOW = 4_096  # bytes; the standard says 1,024, newsrooms say later
_DETECTOR_WINDOW = 65_536  # bytes
# C0 and C1 controls but tab and line ends, and what XML 1.0 §2.2 forbids besides; lxml refuses to hold either.
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# A page without either is known three times as fast as it is searched for them.
_SAFE = re.compile("[\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")


def decode_text(body: bytes, content_type: str | None, *, url: str) -> str:
    """Return the text of `body`, free of control characters and surrogates. Never raises.

    The order is the standard's (https://encoding.spec.whatwg.org/): BOM, charset of the Content-Type header,
    `<meta charset>` or XML declaration, detector. With one difference: bytes that are strictly valid UTF-8,
    beyond ASCII, are UTF-8 whatever is declared, because accidents of that kind do not happen in prose,
    and wrong declarations do. Stray windows-1252 bytes in a UTF-8 page are read as windows-1252.
    `url` is only for symmetry with the other decoders: this one has nothing to complain about.
    """
    del url
    text = _decoded(body, content_type)
    return text if _SAFE.fullmatch(text) else _SURROGATE.sub("\ufffd", _UNSAFE.sub("", text))


def _decoded(body: bytes, content_type: str | None) -> str:
    for bom, codec in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(codec, "replace")
    declared = [codec for codec in (_http_charset(content_type), _charset_within(body)) if codec]
    is_wide = any(codec.startswith("utf-16") for codec in declared[:1]) and b"\0" in body[:1_024]
    if not is_wide and not body.isascii():
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError:
            pass
    for codec in declared:
        if codec == "utf-8" and not _is_mostly_utf8(body):
            continue
        if codec.startswith("utf-16") and not is_wide:
            continue
        try:
            return body.decode(codec, _STRAY_BYTES if codec == "utf-8" else "strict")
        except UnicodeDecodeError:
            continue
    return _detected(body)


def _http_charset(content_type: str | None) -> str | None:
    found = _CHARSET.search(content_type or "")
    return _codec(found[1]) if found else None


def _charset_within(body: bytes) -> str | None:
    """Return the codec that the document declares for itself; its UTF-16 means UTF-8 (HTML §13.2.3.2)."""
    head = body[:_META_WINDOW]
    found = _XML_CHARSET.search(head) or _META_CHARSET.search(head)
    codec = _codec(found[1].decode("ascii", "replace")) if found else None
    return "utf-8" if codec and codec.startswith("utf-16") else codec


def _codec(label: str) -> str | None:
    try:
        return _CODECS.get(codecs.lookup(label).name)
    except (LookupError, ValueError):
        return _CODECS.get(label.lower())


def _detected(body: bytes) -> str:
    """Return the text in the likeliest charset; windows-1252, which reads anything, is the last resort."""
    if body.isascii():
        return body.decode("ascii")
    if _is_mostly_utf8(body):
        return body.decode("utf-8", _STRAY_BYTES)
    best = from_bytes(body[:_DETECTOR_WINDOW], cp_isolation=sorted(set(_CODECS.values()))).best()
    return body.decode(_CODECS.get(best.encoding, "cp1252") if best else "cp1252", "replace")


def _is_mostly_utf8(body: bytes) -> bool:
    """Tell whether undecodable bytes are rare beside well-formed non-ASCII characters."""
    text = body.decode("utf-8", "replace")
    strays = text.count("\ufffd")
    return strays * 20 <= len(text) - len(text.encode("ascii", "ignore"))


def _stray_as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


_STRAY_BYTES = "onrecord-windows-1252"
codecs.register_error(_STRAY_BYTES, _stray_as_windows_1252)
