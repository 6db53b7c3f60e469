-- one row per article, with the day it was published, or first fetched where it is undated
with dated as (
    select
        articles.*,
        (coalesce(published_at, first_fetched_at) at time zone 'UTC')::date as day
    from articles
)

select * from dated
where
    ($since is null or day >= $since)
    and ($until is null or day < $until);
