-- one row per likely pair of copies of a slice
select
    article_version_id,
    other_version_id
from likely_copies
where slice = $slice;
