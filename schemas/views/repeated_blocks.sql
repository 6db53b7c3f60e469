-- one row per (outlet, words) that three articles of the outlet or more carry as a block: furniture that was left
create or replace view repeated_blocks as
with counted as ( -- (one version of an article is current)
    select
        articles.outlet_id,
        blocks.text_key,
        count(distinct blocks.article_version_id) as articles,
        bool_or(blocks.start is not null) as is_in_texts,
        arg_min(blocks.rowid, struct_pack(of := blocks.article_version_id, ordinal := blocks.ordinal)) as row_number
    from blocks
    inner join article_versions
        on blocks.article_version_id = article_versions.article_version_id
    inner join articles
        on article_versions.article_id = articles.article_id
    where
        article_versions.is_current in (select stale.is_true from stale_answers as stale)
        and blocks.text_key in (select known.text_key from repeated_keys as known)
    group by articles.outlet_id, blocks.text_key
    having count(distinct blocks.article_version_id) > 2
),

-- (as lists: whatever DuckDB guesses, it then looks for these few among all there are, not the other way round)
examples as (
    select
        *,
        rowid as row_number
    from blocks
    where rowid in (select unnest((select list(counted.row_number) from counted)))
),

texts as (
    select
        article_version_id,
        text
    from article_versions
    where
        article_version_id in (
            select
                unnest((
                    select list(examples.article_version_id)
                    from examples
                    where examples.start is not null
                ))
        )
)

select kept.*
from kept_repeated_blocks as kept
inner join fresh_answers as fresh
    on fresh.commit_number >= 0
union all by name
select
    outlets.name as outlet,
    examples.role,
    coalesce(examples.text, substring(texts.text, examples.start + 1, examples."end" - examples.start)) as words,
    counted.articles,
    counted.is_in_texts,
    counted.outlet_id,
    counted.text_key
from counted
inner join examples
    on counted.row_number = examples.row_number
left join texts
    on examples.article_version_id = texts.article_version_id
inner join outlets
    on counted.outlet_id = outlets.outlet_id;

comment on view repeated_blocks is
'One row per (outlet, words) that three articles of the outlet or more carry as a block: furniture that was left.';
comment on column repeated_blocks.outlet is 'Name of the outlet.';
comment on column repeated_blocks.role is 'What the block was taken for, in one of the articles.';
comment on column repeated_blocks.words is 'The words, as one of the articles has them.';
comment on column repeated_blocks.articles is 'How many articles of the outlet carry them.';
comment on column repeated_blocks.is_in_texts is
'True when they stand in texts; false for captions, credits and the like.';
comment on column repeated_blocks.outlet_id is 'Id of the outlet.';
comment on column repeated_blocks.text_key is 'Key of the words, as in blocks.';
