-- one row per entity met in the news only that has a name of several words
select
    entity_id,
    name,
    type
from entities
where
    wikidata_id is null
    and description is null
    and country is null
    and type <> 'other'
    and contains(name, ' ')
order by entity_id;
