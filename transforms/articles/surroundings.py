"""What the elements around a text say it is: a caption, a byline, a related link …, by tag, class, id and itemprop."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from lxml.html import HtmlElement

from schemas.article import BlockRole
from transforms.articles.segments import Segment

Role = BlockRole | Literal["residue"]

_TAGS: dict[str, Role] = {
    "figcaption": "caption", "figure": "caption", "aside": "residue", "footer": "residue", "form": "residue",
    "address": "byline", "blockquote": "quote", "td": "table", "th": "table", "caption": "table", "li": "list",
    "dd": "list", "dt": "list",
}  # fmt: skip
# Words of class names, ids and itemprops, by what they make of the text within; the first that matches counts.
# They are the vocabulary of templates, in the languages that templates are written in; none is a site's own.
_NAMES: tuple[tuple[Role, str], ...] = (
    ("standfirst", r"standfirst|stand-first|lede?|lead-?(?:text|in)|intro(?:duction|text)?|dek|deck|sub-?title|sub-?head(?:line|ing)?"
     r"|summary|abstract|preamble|vorspann|anlauf|chapo|chapeau|ingress|manchet|sottotitolo|occhiello|bajada|entradilla"
     r"|sumario|article-?(?:desc|description|teaser|excerpt)|excerpt|description"),
    ("caption", r"captions?|fig-?caption|bildunterschrift|bildtext|legende?|media-?(?:info|text)|image-?(?:text|info|widget)"),
    ("credit", r"credits?|copyright|photographer|attribution|quelle|source"),
    ("note", r"corrections?|clarifications?|editors?-note"),
    ("residue", r"related|newsletters?|shar(?:e|ing)|social|promos?|promotion|recommend(?:ed|ations?)?|outbrain|taboola|adverts?"
     r"|advertisement|advertising|ads?|sponsor(?:ed)?|cookies?|consent|comments?|breadcrumbs?|tags|toolbar|fact-?box"
     r"|info-?box|sidebar|side-?box|read-?(?:more|also|next)|more-?(?:links?|stories|news|on)|most-?(?:read|popular)|popular|trending"
     r"|popup|modal|tooltip|sign-?up|login|log-?in|register|subscri(?:be|ption)|pay-?wall-?(?:message|box|offer)|footer|menu|nav(?:igation)?|skip(?:-?link)?"
     r"|a11y-hidden|sr-only|visually-?hidden|screen-?reader(?:-text)?|twitter-tweet|instagram-media|tiktok-embed|fb-post|teasers"
     r"|collections|donat(?:e|ion)|poll|quiz|survey|cross-?link|foot-?notes?|disqus|rating|player|author-?(?:bio|box|info|card|biography)"
     r"|bio(?:graphy)?|about-?(?:the-?)?author|print-only|no-?print|disclaimer|callout"),
    ("byline", r"bylines?|authors?|autor(?:en)?|auteurs?|autore"),
    ("dateline", r"date-?line|timestamp|date-?time|pub-?date|publish(?:ed)?-?(?:date|at|on)?|(?:post|article|entry)-?date|date|stand"),
)  # fmt: skip
_NAME = re.compile("|".join(f"(?P<{role}>(?<![a-z0-9])(?:{words})(?![a-z0-9]))" for role, words in _NAMES))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_BELIEVED_SHARE = 0.2  # of the article's words: what holds more of them is not what its name says


@lru_cache(maxsize=8_192)  # templates repeat their names on every page
def named(names: str) -> Role | None:
    """Return what class names, ids and itemprops make of an element, or None."""
    found = _NAME.search(_CAPITAL.sub("-", names).lower().replace("_", "-"))
    return found.lastgroup if found else None  # type: ignore[return-value]


class Surroundings:
    """Answers for the elements of one page; `chosen` are the segments taken for the article so far."""

    def __init__(self, chosen: Iterable[Segment]) -> None:
        self._held: defaultdict[HtmlElement, int] = defaultdict(int)
        self._roles: dict[HtmlElement, Role | None] = {}
        own: Counter[HtmlElement] = Counter()
        for segment in chosen:
            own[segment.element] += len(segment.text)
        for element, length in own.items():
            self._held[element] += length
            for ancestor in element.iterancestors():
                self._held[ancestor] += length
        self._most = own.total() * _BELIEVED_SHARE

    def role(self, element: HtmlElement) -> Role | None:
        """Return what the element or the nearest of those around it is; None when nothing is said."""
        path: list[HtmlElement] = []
        level: HtmlElement | None = element
        while level is not None and level not in self._roles:
            path.append(level)
            level = level.getparent()
        known = self._roles[level] if level is not None else None
        for inner in reversed(path):
            known = self._own(inner) or known
            self._roles[inner] = known
        return known

    def _own(self, element: HtmlElement) -> Role | None:
        if self._held.get(element, 0) > self._most:
            return None
        attributes = element.attrib
        if "hidden" in attributes or ((style := attributes.get("style")) and _HIDDEN.search(style)):
            return "residue"
        names = f"{attributes.get('class', '')} {attributes.get('id', '')} {attributes.get('itemprop', '')}"
        return (named(names) if len(names) > 2 else None) or _TAGS.get(element.tag)
