-- one row per (outlet, words) that three articles of the outlet or more carry as a block: furniture that was left
create or replace view repeated_blocks as
with repeated as (
    select text_key from blocks
    group by text_key
    having count(*) > 2
)

select
    outlets.name as outlet,
    mode(blocks.role) as role,
    any_value(
        coalesce(
            blocks.text,
            substring(article_versions.text, blocks.start + 1, blocks."end" - blocks.start)
        )
        order by article_versions.article_version_id
    ) as words,
    count(distinct articles.article_id) as articles,
    bool_or(blocks.start is not null) as is_in_texts,
    articles.outlet_id,
    blocks.text_key
from blocks
semi join repeated
    on blocks.text_key = repeated.text_key
inner join article_versions
    on blocks.article_version_id = article_versions.article_version_id
inner join articles
    on article_versions.article_id = articles.article_id
inner join outlets
    on articles.outlet_id = outlets.outlet_id
where article_versions.is_current
group by outlets.name, articles.outlet_id, blocks.text_key
having count(distinct articles.article_id) > 2;

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
