-- one row per block that stands outside its version's text, or in the block before it
with touched as (
    select distinct article_version_id
    from blocks
    where $run_id is null or run_id = $run_id
),

-- (once a text: counting its characters takes longer than all else here; by row number: no other texts are read)
lengths as (
    select
        article_version_id,
        length(text) as text_length
    from article_versions
    where
        rowid in (
            select versions.rowid from article_versions as versions
            where versions.article_version_id in (select touched.article_version_id from touched)
        )
),

placed as (
    select
        blocks.article_version_id,
        blocks.ordinal,
        blocks.start,
        blocks."end",
        coalesce(lag(blocks."end") over reading, 0) as former_end,
        lengths.text_length
    from blocks
    inner join lengths
        on blocks.article_version_id = lengths.article_version_id
    where blocks.start is not null
    window reading as (partition by blocks.article_version_id order by blocks.ordinal)
)

select
    article_version_id,
    ordinal,
    start,
    "end",
    former_end
from placed
where start < former_end or "end" <= start or "end" > text_length
order by article_version_id, ordinal;
