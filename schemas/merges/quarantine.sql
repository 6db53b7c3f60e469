-- one row per record refused; what is staged for a response replaces all it had
-- Of duplicates the latest fetched wins, then the lower detail.
create or replace temp table incoming_quarantine as
select * exclude (run_id, loaded_at) from quarantine
where false
union all by name
select * from staged
qualify row_number() over (
    partition by quarantine_id
    order by
        fetched_at desc nulls last,
        detail asc,
        payload asc
) = 1;

create or replace temp table changes_quarantine as
with stored as (
    select * exclude (run_id, loaded_at) from quarantine
    where
        (warc_file, warc_offset) in (select (warc_file, warc_offset) from incoming_fetches)
        or quarantine_id in (select quarantine_id from incoming_quarantine)
)

select
    coalesce(incoming.quarantine_id, stored.quarantine_id) as quarantine_id,
    case
        when stored.quarantine_id is null then 'new'
        when incoming.quarantine_id is null then 'removed'
        when (stored is distinct from incoming) then 'changed'
        else 'unchanged'
    end as action
from incoming_quarantine as incoming
full join stored
    on incoming.quarantine_id = stored.quarantine_id;

delete from quarantine
where quarantine_id in (
    select quarantine_id from changes_quarantine
    where action in ('changed', 'removed')
);

insert into quarantine by name
select
    incoming.*,
    $run_id as run_id,
    $loaded_at as loaded_at
from incoming_quarantine as incoming
semi join changes_quarantine as changes
    on
        incoming.quarantine_id = changes.quarantine_id
        and changes.action in ('new', 'changed');

select
    action,
    count(*) as row_count
from changes_quarantine
group by action
union all
select
    'incoming' as action,
    count(*) as row_count
from incoming_quarantine;
