-- one row per publisher
-- An outlet met only in an archive (kind unknown) never overwrites a subscribed one; else what is staged holds.
create or replace temp table incoming_outlets as
with observed as (
    select
        *,
        true as is_staged
    from staged
    union all by name
    select
        * exclude (run_id, loaded_at),
        false as is_staged
    from outlets
    where outlet_id in (select outlet_id from staged)
)

select * exclude (run_id, loaded_at) from outlets
where false
union all by name
select * exclude (is_staged)
from observed
qualify row_number() over (
    partition by outlet_id
    order by
        (kind = 'unknown'),
        is_staged desc,
        wikidata_id asc nulls last,
        name asc,
        domain asc
) = 1;

create or replace temp table changes_outlets as
with stored as (
    select * exclude (run_id, loaded_at) from outlets
)

select
    incoming.outlet_id,
    case
        when stored.outlet_id is null then 'new'
        when (stored is distinct from incoming) then 'changed'
        else 'unchanged'
    end as action
from incoming_outlets as incoming
left join stored
    on incoming.outlet_id = stored.outlet_id;

delete from outlets
where outlet_id in (
    select outlet_id from changes_outlets
    where action = 'changed'
);

insert into outlets by name
select
    incoming.*,
    $run_id as run_id,
    $loaded_at as loaded_at
from incoming_outlets as incoming
semi join changes_outlets as changes
    on
        incoming.outlet_id = changes.outlet_id
        and changes.action in ('new', 'changed');

select
    action,
    count(*) as row_count
from changes_outlets
group by action
union all
select
    'incoming' as action,
    count(*) as row_count
from incoming_outlets;
