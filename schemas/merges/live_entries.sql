-- one row per dated entry of a live blog; what is staged for a version replaces all it had
-- Of duplicates (a text fetched twice) the earlier dated one wins.
create or replace temp table incoming_live_entries as
select * exclude (run_id, loaded_at) from live_entries
where false
union all by name
select * from staged
qualify row_number() over (
    partition by live_entry_id
    order by
        posted_at asc,
        "end" desc,
        headline asc
) = 1;

create or replace temp table changes_live_entries as
with stored as (
    select * exclude (run_id, loaded_at) from live_entries
    where article_version_id in (select article_version_id from known_versions)
)

select
    coalesce(incoming.live_entry_id, stored.live_entry_id) as live_entry_id,
    case
        when stored.live_entry_id is null then 'new'
        when incoming.live_entry_id is null then 'removed'
        when (stored is distinct from incoming) then 'changed'
        else 'unchanged'
    end as action
from incoming_live_entries as incoming
full join stored
    on incoming.live_entry_id = stored.live_entry_id;

delete from live_entries
where live_entry_id in (
    select live_entry_id from changes_live_entries
    where action in ('changed', 'removed')
);

insert into live_entries by name
select
    incoming.*,
    $run_id as run_id,
    $loaded_at as loaded_at
from incoming_live_entries as incoming
semi join changes_live_entries as changes
    on
        incoming.live_entry_id = changes.live_entry_id
        and changes.action in ('new', 'changed');

select
    action,
    count(*) as row_count
from changes_live_entries
group by action
union all
select
    'incoming' as action,
    count(*) as row_count
from incoming_live_entries;
