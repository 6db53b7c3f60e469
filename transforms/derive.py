"""The composition: one archived response → the rows it gives. Pure: the same record gives the same rows.

ArchivedFetch ─ feed ──── entries ─────────────────────────────┐
              └ article ─ text ─ mentions ─ entities ─ statements ┴→ rows by table, refusals among them
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from schemas.article import Article
from schemas.errors import ArticleRefused, ParseError
from schemas.feed import Outlet
from schemas.response import ArchivedFetch, Response
from schemas.run import Refusal
from schemas.tables import Row
from transforms.articles.agencies import agency_of, credited_agency
from transforms.articles.extraction import extract_article
from transforms.articles.paging import is_later_page, joined
from transforms.entities.knowledge import Knowledge
from transforms.feeds.documents import parse_feed
from transforms.reading import read
from transforms.rows import acquired, extracted
from transforms.wire.decoding import decode_content
from transforms.wire.redirects import leads_to
from transforms.wire.urls import redact, registrable_domain

_FEED_KINDS = ("feed", "page")


@dataclass(frozen=True, slots=True)
class Derived:
    """Rows by table name, in the order they were found."""

    rows: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, table: str, new: Iterable[Row]) -> None:
        self.rows.setdefault(table, []).extend(new)

    def extend(self, other: Derived) -> None:
        for table, new in other.rows.items():
            self.add(table, new)


def derive(
    archived: ArchivedFetch, outlets: Mapping[str, Outlet], knowledge: Knowledge, pages: Sequence[ArchivedFetch] = ()
) -> Derived:
    """Return the rows of one archived fetch. `outlets` maps registrable domains to subscribed outlets.

    `pages` are the fetches of the later pages of the story, in order: their text is the article's too.
    Bad payloads become quarantine rows; nothing but a bug raises.
    """
    derived = Derived()
    response, kind, article = archived.fetch.response, archived.fetch.plan.kind, None
    try:
        if response is None or response.status != 200 or (archived.fetch.revisits and not response.body):
            pass  # of a revisit without payload, the earlier capture has said everything
        elif kind in _FEED_KINDS:
            _add_feed(derived, archived, response)
        elif kind == "article" and leads_to(archived.fetch) is None:
            article = _add_article(derived, archived, response, outlets, knowledge, pages)
    except ParseError as error:
        derived.add("quarantine", [_quarantined(_refusal(archived, error.reason, error.detail), archived)])
    derived.add(
        "fetches", [acquired.fetch_row(archived, article), *(acquired.fetch_row(page, article) for page in pages)]
    )
    return derived


def refuse(archived: ArchivedFetch, reason: str, detail: str, pages: Sequence[ArchivedFetch] = ()) -> Derived:
    """Return the rows of a fetch whose derivation was killed: the fetch itself, and why nothing came of it."""
    derived = Derived()
    derived.add("fetches", [acquired.fetch_row(fetched) for fetched in (archived, *pages)])
    derived.add("quarantine", [_quarantined(_refusal(archived, reason, detail), archived)])
    return derived


def _add_feed(derived: Derived, archived: ArchivedFetch, response: Response) -> None:
    body = decode_content(response.body, response.header("content-encoding"), url=response.url)
    document = parse_feed(body, url=response.url, content_type=response.header("content-type"))
    feed_id = archived.fetch.plan.feed_id
    if feed_id is None:  # somebody else's WARC: the feed is nobody's subscription
        return
    derived.add("feed_documents", [acquired.feed_document_row(feed_id, document, archived)])
    usable = [entry for entry in document.entries if entry.canonical_url]
    derived.add("entries", [acquired.entry_row(feed_id, entry, archived.fetch) for entry in usable])
    for number, entry in enumerate(document.entries, start=1):
        if entry.canonical_url is None:
            subject = entry.guid or f"{redact(response.url)}#{number}"
            refusal = Refusal("entry", entry.problem or "no-link", entry.title or "", subject)
            derived.add("quarantine", [_quarantined(refusal, archived)])


def _add_article(
    derived: Derived,
    archived: ArchivedFetch,
    response: Response,
    outlets: Mapping[str, Outlet],
    knowledge: Knowledge,
    pages: Sequence[ArchivedFetch],
) -> str:
    """Add the rows of an article told on one page or more, and return its id."""
    plan = archived.fetch.plan
    article = extract_article(response, entry_title=plan.entry_title, entry_published_at=plan.entry_published_at)
    if is_later_page(article.url, article.canonical_url):  # by itself it would stand as a version of the first
        raise ArticleRefused(article.url, "later-page", f"of {article.canonical_url}")
    article = joined(article, _later_pages(derived, pages))
    outlet_id = _outlet_of(derived, article.canonical_url, plan.outlet_id, outlets)
    credit_lines = [block.text for block in article.blocks if block.role == "credit"]
    agency = credited_agency(article.byline, article.text, credit_lines, outlets)
    row, version = extracted.article_rows(article, outlet_id, None, archived.pointer, agency)
    derived.add("articles", [row])
    derived.add("article_versions", [version])
    derived.add("live_entries", extracted.live_entry_rows(version.article_version_id, article))
    derived.add("blocks", extracted.block_rows(version.article_version_id, article.blocks, archived.pointer))

    reading = read(
        article.text,
        knowledge,
        headline=article.headline,
        published_at=article.published_at,
        language=article.language,
    )
    entities, aliases = extracted.entity_rows(reading.entities)
    version_id = version.article_version_id
    derived.add("entities", entities)
    derived.add("entity_aliases", aliases)
    derived.add("mentions", extracted.mention_rows(version_id, reading.mentions))
    derived.add("statements", extracted.statement_rows(version_id, article.text, reading.statements))
    derived.add(
        "statement_mentions", extracted.statement_mention_rows(version_id, reading.statements, reading.mentions)
    )
    return row.article_id


def _later_pages(derived: Derived, pages: Sequence[ArchivedFetch]) -> Iterator[Article]:
    """Yield what the later pages of a story say; one that says nothing is refused, and the story goes on without it."""
    for archived in pages:
        response = archived.fetch.response
        if response is None or response.status != 200:
            continue
        try:
            yield extract_article(response)
        except ParseError as error:
            refusal = Refusal("article", error.reason, error.detail, redact(response.url))
            derived.add("quarantine", [_quarantined(refusal, archived)])


def _outlet_of(derived: Derived, canonical_url: str, planned: str | None, outlets: Mapping[str, Outlet]) -> str:
    """The outlet owning the article's domain; else the one whose feed led here; else a new one, named by its domain."""
    domain = registrable_domain(canonical_url)
    known = outlets.get(domain)
    if known is not None:
        return known.outlet_id
    if planned is not None:
        return planned
    agency = agency_of(domain)
    met = Outlet(domain, agency or domain, domain, kind="wire" if agency else "unknown")
    derived.add("outlets", [acquired.outlet_row(met)])
    return domain


def _refusal(archived: ArchivedFetch, reason: str, detail: str) -> Refusal:
    stage = "feed" if archived.fetch.plan.kind in _FEED_KINDS else archived.fetch.plan.kind
    return Refusal(stage, reason, detail, redact(archived.fetch.url))


def _quarantined(refusal: Refusal, archived: ArchivedFetch) -> Row:
    return acquired.quarantine_row(refusal, outlet_id=archived.fetch.plan.outlet_id, archived=archived)
