-- one row per version among the candidates of a slice, with its shingles where they were staged, else with its text
with wanted as (
    select article_version_id from copy_candidates
    where slice = $slice
    union
    select other_version_id as article_version_id from copy_candidates
    where slice = $slice
)

select
    versions.article_version_id,
    if(staged.shingles is null, versions.text, null) as text,
    staged.shingles
from article_versions as versions
semi join wanted
    on versions.article_version_id = wanted.article_version_id
left join staged_shingles as staged
    on versions.article_version_id = staged.article_version_id;
