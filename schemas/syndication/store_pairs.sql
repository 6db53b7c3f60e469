-- one row per pair of copies found in a slice of candidates
insert into copy_pairs by name
select
    article_version_id,
    other_version_id,
    share
from incoming_pairs;
