-- one row per candidate, with the numbers of its two versions
select
    candidates.candidate_number,
    one.version_number as one,
    other.version_number as other
from copy_candidates as candidates
inner join candidate_sketches as one
    on candidates.article_version_id = one.article_version_id
inner join candidate_sketches as other
    on candidates.other_version_id = other.article_version_id;
