-- one row per (entity, alias, language)
-- Of duplicates the stronger kind wins.
create or replace temp table incoming_entity_aliases as
select * exclude (run_id, loaded_at) from entity_aliases
where false
union all by name
select * from staged
qualify row_number() over (
    partition by entity_id, alias, language
    order by
        list_position(['name', 'title', 'metonym', 'demonym', 'weak'], kind)
) = 1;

create or replace temp table changes_entity_aliases as
with stored as (
    select * exclude (run_id, loaded_at) from entity_aliases
)

select
    incoming.entity_id,
    incoming.alias,
    incoming.language,
    case
        when stored.entity_id is null then 'new'
        when (stored is distinct from incoming) then 'changed'
        else 'unchanged'
    end as action
from incoming_entity_aliases as incoming
left join stored
    on
        incoming.entity_id = stored.entity_id
        and incoming.alias = stored.alias
        and incoming.language = stored.language;

delete from entity_aliases
where (entity_id, alias, language) in (
    select (entity_id, alias, language) from changes_entity_aliases
    where action = 'changed'
);

insert into entity_aliases by name
select
    incoming.*,
    $run_id as run_id,
    $loaded_at as loaded_at
from incoming_entity_aliases as incoming
semi join changes_entity_aliases as changes
    on
        incoming.entity_id = changes.entity_id
        and incoming.alias = changes.alias
        and incoming.language = changes.language
        and changes.action in ('new', 'changed');

select
    action,
    count(*) as row_count
from changes_entity_aliases
group by action
union all
select
    'incoming' as action,
    count(*) as row_count
from incoming_entity_aliases;
