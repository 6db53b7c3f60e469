-- one row per version that a response of this load spelled otherwise: it was fetched then, and may be current again
update article_versions
set last_fetched_at = folded.last_fetched_at
from folded_versions as folded
where
    article_versions.article_version_id = folded.kept_version_id
    and article_versions.last_fetched_at < folded.last_fetched_at;

with ranked as (
    select
        article_version_id,
        row_number() over (
            partition by article_id
            order by last_fetched_at desc, fetched_at desc, article_version_id asc
        ) = 1 as is_current
    from article_versions
    where article_id in (
        select kept.article_id from article_versions as kept
        semi join folded_versions as folded
            on kept.article_version_id = folded.kept_version_id
    )
)

update article_versions
set is_current = ranked.is_current
from ranked
where
    article_versions.article_version_id = ranked.article_version_id
    and article_versions.is_current <> ranked.is_current;
