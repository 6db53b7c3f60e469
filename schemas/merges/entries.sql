-- one row per (feed, guid or link)
-- The latest poll that showed the item gives its words, the earliest its seen_at: whatever the order of loads.
create or replace temp table incoming_entries as
with observed as (
    select
        *,
        seen_at as last_seen_at,
        true as is_staged
    from staged
    union all by name
    select
        * exclude (run_id, loaded_at),
        false as is_staged
    from entries
    where
        rowid in (
            select known.rowid from entries as known
            where known.entry_id in (select staged.entry_id from staged)
        )
)

select * exclude (run_id, loaded_at) from entries
where false
union all by name
select
    * exclude (is_staged) replace (
        min(seen_at) over (partition by entry_id) as seen_at,
        max(last_seen_at) over (partition by entry_id) as last_seen_at
    )
from observed
qualify row_number() over (
    partition by entry_id
    order by
        last_seen_at desc,
        is_staged desc,
        updated_at desc nulls last,
        published_at desc nulls last,
        link asc,
        title asc
) = 1;

-- an item seen once more is not a changed one: only its last_seen_at moves
-- (by row number: of all there is only the ids are read, and the rest of what is wanted)
create or replace temp table changes_entries as
with stored as (
    select * exclude (last_seen_at, run_id, loaded_at) from entries
    where
        rowid in (
            select known.rowid from entries as known
            where known.entry_id in (select incoming.entry_id from incoming_entries as incoming)
        )
),

incoming as (
    select * exclude (last_seen_at) from incoming_entries
)

select
    incoming.entry_id,
    case
        when stored.entry_id is null then 'new'
        when (stored is distinct from incoming) then 'changed'
        else 'unchanged'
    end as action
from incoming
left join stored
    on incoming.entry_id = stored.entry_id;

update entries
set last_seen_at = incoming.last_seen_at
from incoming_entries as incoming
where
    entries.entry_id = incoming.entry_id
    and entries.last_seen_at < incoming.last_seen_at;

delete from entries
where entry_id in (
    select entry_id from changes_entries
    where action = 'changed'
);

insert into entries by name
select
    incoming.*,
    $run_id as run_id,
    $loaded_at as loaded_at
from incoming_entries as incoming
semi join changes_entries as changes
    on
        incoming.entry_id = changes.entry_id
        and changes.action in ('new', 'changed');

select
    action,
    count(*) as row_count
from changes_entries
group by action
union all
select
    'incoming' as action,
    count(*) as row_count
from incoming_entries;
