-- one row per version among the likely copies of a slice, with its shingles where they were staged, else with its text
-- (by row number: of all versions there are only the ids are read, and the texts of those that are wanted)
with wanted as (
    select article_version_id from likely_copies
    where slice = $slice
    union
    select other_version_id as article_version_id from likely_copies
    where slice = $slice
),

at_hand as (
    select
        staged.article_version_id,
        staged.shingles
    from staged_shingles as staged
    semi join wanted
        on staged.article_version_id = wanted.article_version_id
    where staged.shingles is not null
),

stored as (
    select known.rowid from article_versions as known
    semi join wanted
        on known.article_version_id = wanted.article_version_id
    anti join at_hand
        on known.article_version_id = at_hand.article_version_id
)

select
    article_version_id,
    null as text,
    shingles
from at_hand
union all
select
    article_version_id,
    text,
    null as shingles
from article_versions
where rowid in (select stored.rowid from stored);
