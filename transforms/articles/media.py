"""How many pictures and films an article shows."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

_FILM = re.compile(r"youtu\.?be|vimeo|dailymotion|jwplayer|brightcove|video|player", re.IGNORECASE)
_ICON_WIDTH = 100  # pixels; what is declared narrower decorates
_SOURCES = ("src", "data-src", "srcset", "data-srcset")


def media_counts(container: HtmlElement) -> tuple[int, int]:
    """Return the numbers of different pictures and films in an element; icons and tracking pixels do not count."""
    images = {_address(image) for image in container.iter("img") if not _is_icon(image)} - {""}
    films = [*container.iter("video"), *(f for f in container.iter("iframe") if _FILM.search(_address(f)))]
    return len(images), len(films)


def _address(element: HtmlElement) -> str:
    return next((value for name in _SOURCES if (value := element.get(name))), "")


def _is_icon(image: HtmlElement) -> bool:
    width = (image.get("width") or "").removesuffix("px")
    return width.isdecimal() and int(width) < _ICON_WIDTH
