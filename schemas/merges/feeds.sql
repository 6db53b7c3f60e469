-- one row per subscribed feed
-- Of duplicates an enabled one wins, then the lower outlet id.
create or replace temp table incoming_feeds as
select
    feed_id,
    outlet_id,
    url,
    section,
    enabled,
    poll_minutes
from feeds
where false
union all by name
select * from staged
qualify row_number() over (partition by feed_id order by enabled desc, outlet_id asc, url asc) = 1;

create or replace temp table changes_feeds as
with stored as (
    select
        feed_id,
        outlet_id,
        url,
        section,
        enabled,
        poll_minutes
    from feeds
)

select
    incoming.feed_id,
    case
        when stored.feed_id is null then 'new'
        when (stored is distinct from incoming) then 'changed'
        else 'unchanged'
    end as action
from incoming_feeds as incoming
left join stored
    on incoming.feed_id = stored.feed_id;

delete from feeds
where feed_id in (
    select feed_id from changes_feeds
    where action = 'changed'
);

insert into feeds by name
select
    incoming.*,
    $run_id as run_id,
    $loaded_at as loaded_at
from incoming_feeds as incoming
semi join changes_feeds as changes
    on
        incoming.feed_id = changes.feed_id
        and changes.action in ('new', 'changed');

select
    action,
    count(*) as row_count
from changes_feeds
group by action
union all
select
    'incoming' as action,
    count(*) as row_count
from incoming_feeds;
