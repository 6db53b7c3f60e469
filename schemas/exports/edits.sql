-- one row per edit of an article, with the day it was noticed
with dated as (
    select
        edits.*,
        (noticed_at at time zone 'UTC')::date as day
    from edits
)

select * from dated
where
    ($since is null or day >= $since)
    and ($until is null or day < $until);
