"""Content codings under a cap, and charsets against what servers claim."""

from __future__ import annotations

import gzip
import zlib
from contextlib import suppress

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.errors import ParseError
from transforms.wire.decoding import decode_content, decode_text

URL = "https://paper.example/a"
BODY = b"The council met on Monday. " * 500


def raw_deflate(data: bytes) -> bytes:
    deflater = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return deflater.compress(data) + deflater.flush()


CODERS = {"gzip": gzip.compress, "x-gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        (None, BODY),
        ("", BODY),
        ("identity", BODY),
        ("GZIP ", gzip.compress(BODY)),
        ("x-gzip", gzip.compress(BODY)),
        ("gzip", gzip.compress(BODY[:100]) + gzip.compress(BODY[100:])),
        ("gzip", gzip.compress(BODY) + b"\0" * 8),
        ("gzip", BODY),
        ("deflate", zlib.compress(BODY)),
        ("deflate", raw_deflate(BODY)),
        ("br", brotli.compress(BODY)),
        ("deflate, gzip", gzip.compress(zlib.compress(BODY))),
        ("br, identity, gzip", gzip.compress(brotli.compress(BODY))),
    ],
)
def test_codings_are_removed(coding: str | None, body: bytes) -> None:
    assert decode_content(body, coding, url=URL) == BODY


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_empty_bodies_stay_empty(coding: str) -> None:
    assert decode_content(b"", coding, url=URL) == b""
    assert decode_content(CODERS[coding](b""), coding, url=URL) == b""


@pytest.mark.parametrize(
    ("coding", "body", "reason"),
    [
        ("gzip", gzip.compress(BODY)[:-20], "truncated-encoding"),
        ("gzip", gzip.compress(BODY)[:-1], "truncated-encoding"),
        ("deflate", zlib.compress(BODY)[:-9], "truncated-encoding"),
        ("br", brotli.compress(BODY)[:-3], "truncated-encoding"),
        ("gzip", b"\x1f\x8b\x08\x00 not a stream at all", "broken-encoding"),
        ("br", b"<html>no brotli at all</html>" * 20, "broken-encoding"),
        ("zstd", BODY, "unknown-encoding"),
        ("gzip, gzip, gzip, gzip, gzip", BODY, "unknown-encoding"),
        (None, b"x" * 100_001, "too-large"),
        ("gzip", gzip.compress(b"\0" * 100_001), "too-large"),
        ("br", brotli.compress(b"\0" * 3_000_000), "too-large"),
        ("gzip, gzip", gzip.compress(gzip.compress(b"\0" * 30_000_000)), "too-large"),
    ],
)
def test_refusals(coding: str | None, body: bytes, reason: str) -> None:
    with pytest.raises(ParseError) as caught:
        decode_content(body, coding, url=URL, limit=100_000)
    assert (caught.value.reason, caught.value.url) == (reason, URL)


def test_the_cap_itself_passes() -> None:
    assert len(decode_content(gzip.compress(b"x" * 100_000), "gzip", url=URL, limit=100_000)) == 100_000


@settings(derandomize=True, deadline=None, max_examples=100)
@given(body=st.binary(max_size=2_000), codings=st.lists(st.sampled_from(sorted(CODERS)), max_size=4))
def test_codings_round_trip(body: bytes, codings: list[str]) -> None:
    coded = body
    for coding in codings:
        coded = CODERS[coding](coded)
    assert decode_content(coded, ", ".join(codings), url=URL) == body


@settings(derandomize=True, deadline=None, max_examples=100)
@given(body=st.binary(max_size=500), coding=st.sampled_from(["gzip", "deflate", "br", "deflate, br"]))
def test_any_bytes_decode_or_raise_parse_error(body: bytes, coding: str) -> None:
    with suppress(ParseError):
        assert isinstance(decode_content(body, coding, url=URL), bytes)


GERMAN = "Die Straße nach Grünfels bleibt „bis auf Weiteres“ gesperrt – sagt der Bürgermeister. "
RUSSIAN = "Министр сообщил журналистам, что переговоры продолжатся в понедельник утром. " * 5
JAPANESE = "首相は月曜日の記者会見で、新しい法案を国会に提出すると述べた。" * 5


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        (GERMAN.encode(), None, GERMAN),
        (GERMAN.encode(), "text/html; charset=iso-8859-1", GERMAN),
        (GERMAN.encode("cp1252"), "text/html; charset=ISO-8859-1", GERMAN),
        (GERMAN.encode("cp1252"), "text/html; charset=us-ascii", GERMAN),
        (GERMAN.encode("cp1252"), "text/html; charset=utf-8", GERMAN),
        (GERMAN.encode("cp1252"), 'text/html; Charset="windows-1252"', GERMAN),
        (GERMAN.encode(), "text/html; charset=utf-16", GERMAN),
        (b"plain ascii", "text/html; charset=utf-16", "plain ascii"),
        (GERMAN.encode("utf-16-le"), "text/html; charset=utf-16", GERMAN),
        (GERMAN.encode("utf-16-be"), "text/html; charset=utf-16be", GERMAN),
        (b"\xef\xbb\xbf" + GERMAN.encode(), "text/html; charset=koi8-r", GERMAN),
        (b"\xff\xfe" + GERMAN.encode("utf-16-le"), None, GERMAN),
        (b"\xfe\xff" + GERMAN.encode("utf-16-be"), "text/html; charset=utf-8", GERMAN),
        (RUSSIAN.encode("cp1251"), "text/html; charset=windows-1251", RUSSIAN),
        (RUSSIAN.encode("cp1251"), "text/html; charset=utf-8", RUSSIAN),
        (RUSSIAN.encode("cp1251"), None, RUSSIAN),
        (JAPANESE.encode("shift_jis"), "text/html; charset=Shift_JIS", JAPANESE),
        (JAPANESE.encode("euc_jp"), "text/html; charset=zip", JAPANESE),
        (b"caf\xc3\xa9, " * 50 + b"na\xefve", "text/html; charset=utf-8", "café, " * 50 + "naïve"),
    ],
)
def test_charsets(body: bytes, content_type: str | None, expected: str) -> None:
    assert decode_text(body, content_type, url=URL) == expected


@pytest.mark.parametrize(
    "head",
    ['<meta charset="windows-1251">', "<meta http-equiv=content-type content='text/html; charset=cp1251'>"],
)
def test_charset_within_the_page(head: str) -> None:
    text = f"<html>{head}<p>{RUSSIAN}"
    assert decode_text(text.encode("cp1251"), "text/html", url=URL) == text


def test_charset_of_the_xml_declaration() -> None:
    text = f'<?xml version="1.0" encoding="KOI8-R"?><html><p>{RUSSIAN}'
    assert decode_text(text.encode("koi8-r"), None, url=URL) == text


def test_what_no_text_may_hold_is_removed() -> None:
    assert decode_text(b"a\x00b\x07c\x1b\td\r\n\xc2\x85e\xef\xbf\xbf", None, url=URL) == "abc\td\r\ne"


@settings(derandomize=True, deadline=None, max_examples=200)
@given(
    body=st.one_of(st.binary(max_size=400), st.text(max_size=100).map(lambda text: text.encode("utf-16-le", "ignore"))),
    charset=st.sampled_from(["", "utf-8", "utf-16", "utf-7", "rot13", "unicode_escape", "iso-2022-jp", "gbk", "\x00"]),
)
def test_any_bytes_become_text_that_can_be_stored(body: bytes, charset: str) -> None:
    text = decode_text(body, f"text/html; charset={charset}", url=URL)
    text.encode("utf-8")
    assert not set(text) & {chr(code) for code in (*range(9), 11, 12, *range(14, 32), *range(127, 160))}
