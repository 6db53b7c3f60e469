-- one row per (outlet, words) that three articles of the outlet or more carry as a block: furniture that was left
create or replace view repeated_blocks as
with standing as (
    select
        articles.outlet_id,
        blocks.text_key,
        articles.article_id,
        blocks.role,
        struct_pack(
            version_id := blocks.article_version_id,
            ordinal := blocks.ordinal,
            start := blocks.start,
            "end" := blocks."end",
            text := blocks.text
        ) as block
    from blocks
    inner join article_versions
        on blocks.article_version_id = article_versions.article_version_id
    inner join articles
        on article_versions.article_id = articles.article_id
    where
        article_versions.is_current
        and blocks.text_key in (select known.text_key from repeated_keys as known)
),

counted as (
    select
        outlet_id,
        text_key,
        mode(role order by role asc) as role,
        min(block) as first_block,
        count(distinct article_id) as articles,
        bool_or(block.start is not null) as is_in_texts
    from standing
    group by outlet_id, text_key
    having count(distinct article_id) > 2
)

select
    outlets.name as outlet,
    counted.role,
    coalesce(
        counted.first_block.text,
        substring(
            versions.text,
            counted.first_block.start + 1,
            counted.first_block."end" - counted.first_block.start
        )
    ) as words,
    counted.articles,
    counted.is_in_texts,
    counted.outlet_id,
    counted.text_key
from counted
inner join article_versions as versions
    on counted.first_block.version_id = versions.article_version_id
inner join outlets
    on counted.outlet_id = outlets.outlet_id;

comment on view repeated_blocks is
'One row per (outlet, words) that three articles of the outlet or more carry as a block: furniture that was left.';
comment on column repeated_blocks.outlet is 'Name of the outlet.';
comment on column repeated_blocks.role is 'What the block was taken for.';
comment on column repeated_blocks.words is 'The words, as one of the articles has them.';
comment on column repeated_blocks.articles is 'How many articles of the outlet carry them.';
comment on column repeated_blocks.is_in_texts is
'True when they stand in texts; false for captions, credits and the like.';
comment on column repeated_blocks.outlet_id is 'Id of the outlet.';
comment on column repeated_blocks.text_key is 'Key of the words, as in blocks.';
