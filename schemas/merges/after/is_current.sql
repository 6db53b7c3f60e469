-- one row per version of the articles staged: current is the text last fetched, then the one first fetched later
with ranked as (
    select
        article_version_id,
        row_number() over (
            partition by article_id
            order by last_fetched_at desc, fetched_at desc, article_version_id asc
        ) = 1 as is_current
    from article_versions
    where article_id in (select article_id from incoming_article_versions)
)

update article_versions
set is_current = ranked.is_current
from ranked
where
    article_versions.article_version_id = ranked.article_version_id
    and article_versions.is_current <> ranked.is_current;
