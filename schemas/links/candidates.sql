-- one row per entity asked for; of a knowledge base are those that only it can tell something of
select
    entity_id,
    name,
    type,
    wikidata_id is not null or description is not null or country is not null as is_known
from entities
where entity_id in (select wanted.entity_id from wanted_entities as wanted)
order by entity_id;
