-- one row per pair of successive versions, in the articles this load touched, whose edit is not described yet
create or replace temp table successive_versions as
with changed as (
    select changes.article_version_id from changes_article_versions as changes
    where changes.action <> 'unchanged'
),

beside as (
    select unnest([edits.article_version_id, edits.former_version_id]) as article_version_id
    from version_edits as edits
    where
        edits.article_version_id in (select changed.article_version_id from changed)
        or edits.former_version_id in (select changed.article_version_id from changed)
),

touched as (
    select versions.article_id
    from article_versions as versions
    where
        (select count(*) from version_edits) = 0
        or versions.article_version_id in (
            select changed.article_version_id from changed
            union
            select beside.article_version_id from beside
        )
)

select
    article_id,
    article_version_id,
    lag(article_version_id) over (
        partition by article_id
        order by fetched_at asc, article_version_id asc
    ) as former_version_id
from article_versions
where article_id in (select touched.article_id from touched);

delete from version_edits
where
    (
        article_version_id in (select successive.article_version_id from successive_versions as successive)
        or article_version_id in (
            select changes.article_version_id from changes_article_versions as changes
            where changes.action = 'removed'
        )
    )
    and (article_version_id, former_version_id) not in (
        select (successive.article_version_id, successive.former_version_id)
        from successive_versions as successive
        where successive.former_version_id is not null
    );
