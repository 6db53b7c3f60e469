-- one row per version of the slice whose keys are to be made, with its text
select
    versions.article_version_id,
    versions.text,
    null as shingles
from article_versions as versions
semi join new_copies
    on
        versions.article_version_id = new_copies.article_version_id
        and new_copies.slice = $slice
        and new_copies.copy_keys is null;
