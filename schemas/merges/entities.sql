-- one row per canonical entity
-- Of duplicates the one that knows more wins, then the lower type and name. Of two spellings of nobody's name that is
-- so between loads, too: which article came first changes no row.
create or replace temp table incoming_entities as
with spelled as (
    select * exclude (run_id, loaded_at) from entities
    where false
    union all by name
    select * from staged
    union all by name
    select entities.* exclude (run_id, loaded_at)
    from entities
    semi join staged
        on
            entities.entity_id = staged.entity_id
            and entities.type = staged.type
    where entities.wikidata_id is null and entities.description is null and entities.country is null
)

select * from spelled
qualify row_number() over (
    partition by entity_id
    order by
        wikidata_id nulls last,
        description nulls last,
        country nulls last,
        type,
        name
) = 1;

create or replace temp table changes_entities as
with stored as (
    select * exclude (run_id, loaded_at) from entities
)

select
    incoming.entity_id,
    case
        when stored.entity_id is null then 'new'
        when (stored is distinct from incoming) then 'changed'
        else 'unchanged'
    end as action
from incoming_entities as incoming
left join stored
    on incoming.entity_id = stored.entity_id;

delete from entities
where entity_id in (
    select entity_id from changes_entities
    where action = 'changed'
);

insert into entities by name
select
    incoming.*,
    $run_id as run_id,
    $loaded_at as loaded_at
from incoming_entities as incoming
semi join changes_entities as changes
    on
        incoming.entity_id = changes.entity_id
        and changes.action in ('new', 'changed');

select
    action,
    count(*) as row_count
from changes_entities
group by action
union all
select
    'incoming' as action,
    count(*) as row_count
from incoming_entities;
