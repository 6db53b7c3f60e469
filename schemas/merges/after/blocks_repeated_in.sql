-- one row per block whose words were staged: in how many other articles of its outlet they stand
with placed as (
    select
        blocks.article_version_id,
        blocks.ordinal,
        blocks.text_key,
        articles.article_id,
        articles.outlet_id
    from blocks
    inner join article_versions
        on blocks.article_version_id = article_versions.article_version_id
    inner join articles
        on article_versions.article_id = articles.article_id
    where blocks.text_key in (select text_key from incoming_blocks)
),

counted as (
    select
        outlet_id,
        text_key,
        count(distinct article_id) - 1 as repeated_in
    from placed
    group by outlet_id, text_key
)

update blocks
set repeated_in = counted.repeated_in
from placed
inner join counted
    on placed.outlet_id = counted.outlet_id and placed.text_key = counted.text_key
where
    blocks.article_version_id = placed.article_version_id
    and blocks.ordinal = placed.ordinal
    and blocks.repeated_in <> counted.repeated_in;
