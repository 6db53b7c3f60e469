-- one row per version of the slice, with its text
select
    versions.article_version_id,
    versions.text
from article_versions as versions
semi join new_copies
    on
        versions.article_version_id = new_copies.article_version_id
        and new_copies.slice = $slice;
