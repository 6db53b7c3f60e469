-- one row per version among the likely copies of a slice, with its shingles where they were staged, else with its text
-- (by row number: of all versions there are only the ids are read, and the texts of those that are wanted)
with wanted as (
    select article_version_id from likely_copies
    where slice = $slice
    union
    select other_version_id as article_version_id from likely_copies
    where slice = $slice
)

select
    versions.article_version_id,
    if(staged.shingles is null, versions.text, null) as text,
    staged.shingles
from article_versions as versions
left join staged_shingles as staged
    on versions.article_version_id = staged.article_version_id
where
    versions.rowid in (
        select known.rowid from article_versions as known
        semi join wanted
            on known.article_version_id = wanted.article_version_id
    );
