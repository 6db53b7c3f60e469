-- one row per mention whose surface is not the text between its offsets
-- Texts are read by row number: so a load reads those of its own versions, and not all there are.
with written as materialized (
    select
        mention_id,
        article_version_id,
        surface,
        start,
        "end"
    from mentions
    where $run_id is null or run_id = $run_id
),

texts as materialized (
    select
        article_version_id,
        text
    from article_versions
    where
        rowid in (
            select versions.rowid from article_versions as versions
            semi join written
                on versions.article_version_id = written.article_version_id
        )
)

select
    written.mention_id,
    written.surface,
    substring(texts.text, written.start + 1, written."end" - written.start) as slice
from written
inner join texts
    on written.article_version_id = texts.article_version_id
where
    written.start < 0
    or written."end" <= written.start
    or written.surface <> substring(texts.text, written.start + 1, written."end" - written.start)
order by written.mention_id;
