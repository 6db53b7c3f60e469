"""Serves the sample newsroom on loopback: many host names, one port, files as they lie in examples/newsroom."""

from __future__ import annotations

import hashlib
import mimetypes
import threading
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from schemas.errors import ConfigurationError

CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".xml": "application/xml",
    ".rss": "application/rss+xml",
    ".rdf": "application/rdf+xml",
    ".atom": "application/atom+xml",
    ".json": "application/feed+json",
    ".txt": "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Page:
    """What one URL answers."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    etag: str
    always_unchanged: bool = False  # any conditional request is answered with 304


class Newsroom:
    """The sites of one edition. Later editions lie over earlier ones."""

    def __init__(self, folder: Path, edition: int) -> None:
        if not (folder / "sites").is_dir():
            raise ConfigurationError(f"{folder}: no sample newsroom here: run `onrecord demo` from a checkout")
        self._roots = [folder / "editions" / str(number) for number in range(edition, 1, -1)] + [folder / "sites"]
        special = tomllib.loads((folder / "responses.toml").read_text(encoding="utf-8"))
        self._special: dict[str, dict[str, Any]] = {item["url"]: item for item in special.get("responses", [])}
        self.hosts = tuple(sorted(path.name for path in (folder / "sites").iterdir() if path.is_dir()))

    def page(self, host: str, target: str) -> Page:
        """Return what `http://host/target` answers; an unknown one is a 404 page."""
        path = unquote(urlsplit(target).path)
        special = self._special.get(f"http://{host}{target}") or self._special.get(f"http://{host}{path}") or {}
        if "location" in special:
            return _page(special.get("status", 301), (("Location", special["location"]),), b"")
        found = self._find(host, path)
        if found is None:
            return _page(special.get("status", 404), (("Content-Type", "text/html"),), b"<h1>404 Not Found</h1>\n")
        content_type = special.get("content_type") or CONTENT_TYPES.get(found.suffix) or _guess(found)
        return _page(
            special.get("status", 200),
            (("Content-Type", content_type),),
            found.read_bytes(),
            always_unchanged=special.get("not_modified", False),
        )

    def _find(self, host: str, path: str) -> Path | None:
        for root in self._roots:
            site = (root / host).resolve()
            for name in (path, path.rstrip("/") + ".html", path.rstrip("/") + "/index.html"):
                file = (site / name.lstrip("/")).resolve()
                if file.is_relative_to(site) and file.is_file():
                    return file
        return None


@contextmanager
def serve(newsroom: Newsroom) -> Iterator[int]:
    """Serve the newsroom on 127.0.0.1 for the length of the block; the port is what `with` gives."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            page = newsroom.page((self.headers.get("Host") or "").partition(":")[0].lower(), self.path)
            asked = self.headers.get("If-None-Match")
            unchanged = (
                page.status == HTTPStatus.OK and asked is not None and (page.always_unchanged or asked == page.etag)
            )
            body = b"" if unchanged else page.body
            self.send_response(HTTPStatus.NOT_MODIFIED if unchanged else page.status)
            for name, value in page.headers:
                self.send_header(name, value)
            self.send_header("ETag", page.etag)
            if not unchanged:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing: the run reports what it fetched."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, name="newsroom", daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _page(status: int, headers: tuple[tuple[str, str], ...], body: bytes, *, always_unchanged: bool = False) -> Page:
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    return Page(status, headers, body, etag, always_unchanged)


def _guess(path: Path) -> str:
    return mimetypes.guess_type(path.name)[0] or "application/octet-stream"
