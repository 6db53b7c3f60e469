-- one row per slice of the candidates whose sketches are alike: the pairs of one story lie together, so that its texts
-- are read once or twice
create or replace temp table likely_copies as
select
    candidates.article_version_id,
    candidates.other_version_id,
    (
        row_number() over (
            order by candidates.first_key, candidates.article_version_id, candidates.other_version_id
        ) - 1
    ) // $slice_size as slice
from copy_candidates as candidates
semi join likely_candidates as likely
    on candidates.candidate_number = likely.candidate_number;

select distinct slice from likely_copies
order by slice;
