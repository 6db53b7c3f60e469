"""Reads feeds.toml, and narrows a subscription to the outlets asked for."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

from schemas.errors import ConfigurationError
from schemas.feed import Subscription
from schemas.sources import parse_subscription


def read_subscription(path: Path) -> Subscription:
    """Return the typed contents of a feeds.toml; ConfigurationError names the file, the line and the mend."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ConfigurationError(
            f"{path}: there is no such file: name one with --feeds FILE, or make one with `onrecord feeds import`"
        ) from error
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{path}: is not UTF-8 text (byte {error.start}): save it as UTF-8") from error
    return parse_subscription(text, path=str(path))


def narrow(subscription: Subscription, only: Sequence[str]) -> Subscription:
    """Return the subscription with no feeds but the named outlets'; ConfigurationError names an unknown outlet.

    All outlets stay: an article may belong to an outlet other than the one whose feed led to it.
    """
    if not only:
        return subscription
    known = [outlet.outlet_id for outlet in subscription.outlets]
    for name in only:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}?" if near else "`onrecord feeds list` shows them"
            raise ConfigurationError(f"--only {name}: no such outlet: {hint}")
    feeds = tuple(feed for feed in subscription.feeds if feed.outlet_id in only)
    return Subscription(subscription.outlets, feeds)
