-- one row per HTTP request made
-- A fetch never changes; its archive file may be moved. Of duplicates the latest fetched wins, then the lower file.
create or replace temp table incoming_fetches as
select * exclude (run_id, loaded_at) from fetches
where false
union all by name
select * from staged
qualify row_number() over (partition by fetch_id order by fetched_at desc, warc_file asc, warc_offset asc) = 1;

-- (by row number: of all there is only the ids are read, and the rest of what is wanted)
create or replace temp table changes_fetches as
with stored as (
    select * exclude (run_id, loaded_at) from fetches
    where
        rowid in (
            select known.rowid from fetches as known
            where known.fetch_id in (select incoming.fetch_id from incoming_fetches as incoming)
        )
)

select
    incoming.fetch_id,
    case
        when stored.fetch_id is null then 'new'
        when (stored is distinct from incoming) then 'changed'
        else 'unchanged'
    end as action
from incoming_fetches as incoming
left join stored
    on incoming.fetch_id = stored.fetch_id;

delete from fetches
where fetch_id in (
    select fetch_id from changes_fetches
    where action = 'changed'
);

insert into fetches by name
select
    incoming.*,
    $run_id as run_id,
    $loaded_at as loaded_at
from incoming_fetches as incoming
semi join changes_fetches as changes
    on
        incoming.fetch_id = changes.fetch_id
        and changes.action in ('new', 'changed');

select
    action,
    count(*) as row_count
from changes_fetches
group by action
union all
select
    'incoming' as action,
    count(*) as row_count
from incoming_fetches;
