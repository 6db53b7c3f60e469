-- one row per candidate of a slice
select
    article_version_id,
    other_version_id
from copy_candidates
where slice = $slice;
