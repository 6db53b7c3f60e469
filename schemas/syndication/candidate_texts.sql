-- one row per version among the candidates of a slice, with its text
select
    article_version_id,
    text
from article_versions
where
    article_version_id in (
        select candidates.article_version_id from copy_candidates as candidates
        where candidates.slice = $slice
        union
        select candidates.other_version_id from copy_candidates as candidates
        where candidates.slice = $slice
    );
