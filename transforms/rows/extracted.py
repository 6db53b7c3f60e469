"""Rows of what was read: articles and their versions, blocks, entities, mentions, statements."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256

from schemas.article import Article, Block
from schemas.entity import Entity, Mention
from schemas.ids import article_id, stable_id, text_sha256
from schemas.response import RecordPointer
from schemas.statement import EXTRACTOR_VERSION, Span, Spans, Statement, slices
from schemas.tables import (
    ArticleRow,
    ArticleVersionRow,
    BlockRow,
    EntityAliasRow,
    EntityRow,
    LiveEntryRow,
    MentionRow,
    StatementMentionRow,
    StatementRow,
)
from transforms.articles.copies import block_keys, packed, shingles, signature, sketch
from transforms.articles.versions import fingerprint
from transforms.statements.clusters import block_keys as wording_keys
from transforms.statements.clusters import core, statement_cluster_id

# scripts without spaces between words: each ideograph, kana or Thai letter counts, as in Unicode's UAX #29 fallback
_WORD = re.compile(
    r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]|[^\W\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]+(?:['’]\w+)*"
)


def article_rows(
    article: Article, outlet_id: str, section: str | None, pointer: RecordPointer, agency: str | None = None
) -> tuple[ArticleRow, ArticleVersionRow]:
    """The article and the version of it that this response told."""
    key = article_id(article.canonical_url)
    sha256 = text_sha256(article.text)
    row = ArticleRow(
        article_id=key,
        canonical_url=article.canonical_url,
        outlet_id=outlet_id,
        headline=article.headline,
        byline=article.byline,
        section=article.section or section,
        language=article.language,
        published_at=article.published_at,
        published_from=article.published_from,
        modified_at=article.modified_at,
        fetched_at=article.fetched_at,
        agency=agency,
        headline_from=article.headline_from,
        byline_from=article.byline_from,
        declared_language=article.declared_language,
        published_zone=article.published_zone,
        modified_from=article.modified_from,
        tags=list(article.tags),
        image_count=article.image_count,
        video_count=article.video_count,
    )
    found = shingles(article.text)
    signed = signature(found)
    version = ArticleVersionRow(
        article_version_id=stable_id("version", key, sha256, article.headline or ""),
        article_id=key,
        headline=article.headline,
        text=article.text,
        text_sha256=sha256,
        word_count=sum(1 for _ in _WORD.finditer(article.text)),
        language=article.language,
        flags=list(article.flags),
        fetched_at=article.fetched_at,
        warc_file=pointer.warc_file,
        warc_offset=pointer.offset,
        warc_record_id=pointer.record_id,
        extractor_version=EXTRACTOR_VERSION,
        fingerprint=fingerprint(article.headline, article.text),
        shingles=packed(found),
        copy_keys=block_keys(signed),
        sketch=sketch(signed),
    )
    return row, version


def live_entry_rows(version_id: str, article: Article) -> list[LiveEntryRow]:
    """One row per dated entry of a live blog."""
    return [
        LiveEntryRow(
            live_entry_id=stable_id("live-entry", version_id, entry.start),
            article_version_id=version_id,
            start=entry.start,
            end=entry.end,
            posted_at=entry.posted_at,
            headline=entry.headline,
        )
        for entry in article.live_entries
    ]


def block_rows(version_id: str, blocks: Sequence[Block], pointer: RecordPointer) -> list[BlockRow]:
    """One row per block, `ordinal` counting from 1 in page order."""
    return [
        BlockRow(
            article_version_id=version_id,
            ordinal=ordinal,
            role=block.role,
            start=block.start,
            end=block.end,
            text=block.text if block.start is None else None,
            node_path=block.node_path,
            text_key=_text_key(block.text),
            warc_record_id=pointer.record_id,
        )
        for ordinal, block in enumerate(blocks, start=1)
    ]


def _text_key(text: str) -> int:
    """Return 64 bits that texts with the same words share."""
    words = "".join(_WORD.findall(text.casefold()))
    return int.from_bytes(sha256(words.encode("utf-8", "replace")).digest()[:8], "big", signed=True)


def entity_rows(entities: Sequence[Entity]) -> tuple[list[EntityRow], list[EntityAliasRow]]:
    rows = [EntityRow(e.entity_id, e.type, e.name, e.wikidata_id, e.description, e.country) for e in entities]
    aliases = {
        (entity.entity_id, alias.alias, alias.language): EntityAliasRow(
            entity.entity_id, alias.alias, alias.language, alias.kind
        )
        for entity in entities
        for alias in entity.aliases
    }
    return rows, list(aliases.values())


def mention_rows(version_id: str, mentions: Sequence[Mention]) -> list[MentionRow]:
    return [
        MentionRow(
            mention_id=stable_id("mention", version_id, m.start, m.end),
            article_version_id=version_id,
            start=m.start,
            end=m.end,
            surface=m.surface,
            form=m.form,
            type=m.type,
            entity_id=m.entity_id,
            resolution=m.resolution,
            confidence=m.confidence,
        )
        for m in mentions
    ]


def statement_rows(version_id: str, text: str, statements: Sequence[Statement]) -> list[StatementRow]:
    """One row per statement, `ordinal` counting from 1 in reading order."""
    return [
        _statement_row(version_id, ordinal, statement, text) for ordinal, statement in enumerate(statements, start=1)
    ]


def _statement_row(version_id: str, ordinal: int, statement: Statement, text: str) -> StatementRow:
    content = slices(text, statement.content)
    wording = statement_cluster_id(content)
    return StatementRow(
        statement_id=statement_id(version_id, statement),
        article_version_id=version_id,
        ordinal=ordinal,
        type=statement.type,
        content_text=content,
        content_spans=list(statement.content),
        source_text=slices(text, statement.source) or None,
        source_spans=list(statement.source),
        cue_text=slices(text, statement.cue) or None,
        cue_spans=list(statement.cue),
        cue_lemma=statement.cue_lemma,
        speech_act=statement.speech_act,
        is_negated=statement.is_negated,
        speaker_id=statement.speaker.entity_id,
        speaker_name=statement.speaker.name,
        speaker_role=statement.speaker.role,
        speaker_resolution=statement.speaker.resolution,
        addressee_text=statement.circumstances.addressee,
        addressee_id=statement.circumstances.addressee_id,
        channel=statement.circumstances.channel,
        occasion=statement.circumstances.occasion,
        said_on=statement.circumstances.said_on,
        said_on_text=statement.circumstances.said_on_text,
        place_id=statement.circumstances.place_id,
        confidence=statement.confidence,
        cluster_id=wording,
        extractor_version=EXTRACTOR_VERSION,
        wording_keys=sorted(wording_keys(core(content))) if wording else None,
    )


def statement_id(version_id: str, statement: Statement) -> str:
    """The id of (article version, content spans, source spans)."""
    return stable_id("statement", version_id, _key(statement.content), _key(statement.source))


def statement_mention_rows(
    version_id: str, statements: Sequence[Statement], mentions: Sequence[Mention]
) -> Iterator[StatementMentionRow]:
    """One row per (statement, entity named inside its content)."""
    for statement in statements:
        named = Counter(
            m.entity_id for m in mentions if m.entity_id is not None and _inside(m.start, m.end, statement.content)
        )
        for entity, count in sorted(named.items()):
            yield StatementMentionRow(statement_id(version_id, statement), entity, count)


def _inside(start: int, end: int, spans: Spans) -> bool:
    return any(span.start <= start and end <= span.end for span in spans)


def _key(spans: Sequence[Span]) -> str:
    return ",".join(f"{start}-{end}" for start, end in spans)
