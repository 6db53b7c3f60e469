-- one row per statement that an edit changed, with the day the edit was noticed
with dated as (
    select
        edited_quotes.*,
        (noticed_at at time zone 'UTC')::date as day
    from edited_quotes
)

select * from dated
where
    ($since is null or day >= $since)
    and ($until is null or day < $until);
