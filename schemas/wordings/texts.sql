-- one row per wording asked for: its words in one of its statements
-- (by row number: of all statements there are only the wording is read, and the words of those that are wanted)
select
    cluster_id as wording_id,
    min(content_text) as content_text
from statements
where
    rowid in (
        select known.rowid from statements as known
        where known.cluster_id in (select wanted.wording_id from wanted_wordings as wanted)
    )
group by cluster_id;
