-- one row per (statement, entity named inside its content); replaced with its statement
-- Of duplicates the higher count wins.
create or replace temp table incoming_statement_mentions as
with relinked as (
    select staged.* replace (coalesce(moved.other_id, staged.entity_id) as entity_id)
    from staged
    left join incoming_statements as said
        on staged.statement_id = said.statement_id
    left join moved_entities as moved
        on
            said.article_version_id = moved.article_version_id
            and staged.entity_id = moved.entity_id
)

select * exclude (run_id, loaded_at, statement_number) from statement_mentions
where false
union all by name
select * from relinked
qualify row_number() over (partition by statement_id, entity_id order by mention_count desc) = 1;

create or replace temp table changes_statement_mentions as
with stored as (
    select * exclude (run_id, loaded_at, statement_number) from statement_mentions
    where statement_id in (
        select statement_id from changes_statements
        where action <> 'new'
    )
)

select
    coalesce(incoming.statement_id, stored.statement_id) as statement_id,
    coalesce(incoming.entity_id, stored.entity_id) as entity_id,
    case
        when stored.statement_id is null then 'new'
        when incoming.statement_id is null then 'removed'
        when (stored is distinct from incoming) then 'changed'
        else 'unchanged'
    end as action
from incoming_statement_mentions as incoming
full join stored
    on
        incoming.statement_id = stored.statement_id
        and incoming.entity_id = stored.entity_id;

delete from statement_mentions
where (statement_id, entity_id) in (
    select (statement_id, entity_id) from changes_statement_mentions
    where action in ('changed', 'removed')
);

insert into statement_mentions by name
select
    incoming.*,
    $run_id as run_id,
    $loaded_at as loaded_at,
    coalesce(said.former_number, placed.statement_number) as statement_number
from incoming_statement_mentions as incoming
semi join changes_statement_mentions as changes
    on
        incoming.statement_id = changes.statement_id
        and incoming.entity_id = changes.entity_id
        and changes.action in ('new', 'changed')
left join changes_statements as said
    on incoming.statement_id = said.statement_id
left join placed_statements as placed
    on incoming.statement_id = placed.statement_id
order by statement_number;

select
    action,
    count(*) as row_count
from changes_statement_mentions
group by action
union all
select
    'incoming' as action,
    count(*) as row_count
from incoming_statement_mentions;
