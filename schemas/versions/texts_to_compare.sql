-- one row per pair of successive versions whose edit is not described yet, with both texts
-- (by row number: of all versions there are only the ids are read, and the texts of those that are wanted)
with undescribed as materialized (
    select successive.* from successive_versions as successive
    anti join version_edits as described
        on successive.article_version_id = described.article_version_id
    where successive.former_version_id is not null
),

texts as materialized (
    select
        article_version_id,
        text
    from article_versions
    where
        rowid in (
            select known.rowid from article_versions as known
            where
                known.article_version_id in (
                    select unnest([undescribed.article_version_id, undescribed.former_version_id]) from undescribed
                )
        )
)

select
    successive.article_version_id,
    successive.former_version_id,
    former.text as former_text,
    versions.text
from undescribed as successive
inner join texts as versions
    on successive.article_version_id = versions.article_version_id
inner join texts as former
    on successive.former_version_id = former.article_version_id;
