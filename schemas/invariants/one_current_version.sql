-- one row per article that has not exactly one current version
with written as (
    select article_id
    from articles
    where $run_id is null or run_id = $run_id
    union
    select article_id
    from article_versions
    where run_id = $run_id
),

current_versions as (
    select article_id
    from article_versions
    where is_current and article_id in (select written.article_id from written)
)

select
    written.article_id,
    count(current_versions.article_id) as current_versions
from written
left join current_versions
    on written.article_id = current_versions.article_id
group by written.article_id
having count(current_versions.article_id) <> 1
order by written.article_id;
