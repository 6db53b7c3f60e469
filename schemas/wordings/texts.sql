-- one row per wording asked for: its words in one of its statements
select
    cluster_id as wording_id,
    min(content_text) as content_text
from statements
where cluster_id in (select wanted.wording_id from wanted_wordings as wanted)
group by cluster_id;
