"""The one error tree. Every message says what is wrong, with the URL or path and the cause, and what to do next."""

from __future__ import annotations


class OnrecordError(Exception):
    """Root of everything onrecord raises on purpose; `exit_status` is what the CLI ends with (DESIGN §6a)."""

    exit_status = 1


class ConfigurationError(OnrecordError):
    """Wrong usage or configuration: a feeds.toml line, an option, an unwritable directory."""

    exit_status = 2


class LockHeld(OnrecordError):
    """Another living run holds the lock of this home."""

    exit_status = 3


class WarehouseError(OnrecordError):
    """The warehouse needs a person's attention; the message names the command that gives it."""

    exit_status = 4


class QueryError(OnrecordError):
    """DuckDB refused an analyst's query; the message is DuckDB's own, hint included."""


class FetchError(OnrecordError):
    """A request got no usable response. `kind` is what lands in `fetches.error_kind`."""

    def __init__(self, url: str, kind: str, reason: str) -> None:
        super().__init__(f"{url}: {reason}")
        self.url = url
        self.kind = kind
        self.reason = reason


class ArchiveError(OnrecordError):
    """A WARC file cannot be read from `offset` on; everything before it was."""

    def __init__(self, path: str, offset: int, reason: str) -> None:
        super().__init__(f"{path}: unreadable from byte {offset}: {reason}")
        self.path = path
        self.offset = offset
        self.reason = reason


class ParseError(OnrecordError):
    """Bytes that are not what they should be. `reason` is a stable short name for the quarantine table."""

    def __init__(self, url: str, reason: str, detail: str = "") -> None:
        super().__init__(f"{url}: {reason}" + (f": {detail}" if detail else ""))
        self.url = url
        self.reason = reason
        self.detail = detail


class UrlError(ParseError):
    """A link that cannot be fetched or named: wrong scheme, no host, malformed."""


class FeedError(ParseError):
    """A response that was to be a feed and is not one."""


class ArticleRefused(ParseError):
    """A response that was to be an article and is not one: consent wall, listing, PDF, no text."""
