-- one row per article whose cluster may be another now
-- New articles, those that new versions are copies of, those that a removed version was: and all of their clusters.
create or replace temp table touched_articles as
with compared as (
    select changes.article_version_id from changes_article_versions as changes
    where changes.action = 'removed'
    union all
    select new_copies.article_version_id from new_copies
),

paired as (
    select unnest([pairs.article_version_id, pairs.other_version_id]) as article_version_id
    from copy_pairs as pairs
    where
        pairs.article_version_id in (select compared.article_version_id from compared)
        or pairs.other_version_id in (select compared.article_version_id from compared)
),

met as (
    select versions.article_id from article_versions as versions
    where versions.article_version_id in (select paired.article_version_id from paired)
    union
    select articles.article_id from articles
    where articles.syndication_cluster_id is null
)

select
    articles.article_id,
    articles.syndication_cluster_id as former_cluster_id
from articles
where
    articles.article_id in (select met.article_id from met)
    or articles.syndication_cluster_id in (
        select known.syndication_cluster_id from articles as known
        semi join met
            on known.article_id = met.article_id
    );

delete from copy_pairs
where
    article_version_id in (
        select changes.article_version_id from changes_article_versions as changes
        where changes.action = 'removed'
    )
    or other_version_id in (
        select changes.article_version_id from changes_article_versions as changes
        where changes.action = 'removed'
    );
