-- one row per document a feed consists of
-- The latest fetched tells it: whatever the order of loads.
create or replace temp table incoming_feed_documents as
with observed as (
    select
        *,
        true as is_staged
    from staged
    union all by name
    select
        * exclude (run_id, loaded_at),
        false as is_staged
    from feed_documents
    where document_id in (select document_id from staged)
)

select * exclude (run_id, loaded_at) from feed_documents
where false
union all by name
select * exclude (is_staged) from observed
qualify row_number() over (
    partition by document_id
    order by fetched_at desc, is_staged desc, fetch_id asc
) = 1;

create or replace temp table changes_feed_documents as
with stored as (
    select * exclude (run_id, loaded_at) from feed_documents
)

select
    incoming.document_id,
    case
        when stored.document_id is null then 'new'
        when (stored is distinct from incoming) then 'changed'
        else 'unchanged'
    end as action
from incoming_feed_documents as incoming
left join stored
    on incoming.document_id = stored.document_id;

delete from feed_documents
where document_id in (
    select document_id from changes_feed_documents
    where action = 'changed'
);

insert into feed_documents by name
select
    incoming.*,
    $run_id as run_id,
    $loaded_at as loaded_at
from incoming_feed_documents as incoming
semi join changes_feed_documents as changes
    on
        incoming.document_id = changes.document_id
        and changes.action in ('new', 'changed');

select
    action,
    count(*) as row_count
from changes_feed_documents
group by action
union all
select
    'incoming' as action,
    count(*) as row_count
from incoming_feed_documents;
