-- one row per pair of entities that the imported base tells are one; its entities are kept where they were not yet
delete from entity_evidence;

insert into entities (entity_id, type, name, wikidata_id, description, country, run_id, loaded_at)
select
    incoming.other_id,
    incoming.type,
    incoming.name,
    incoming.wikidata_id,
    incoming.description,
    incoming.country,
    $run_id as run_id,
    $loaded_at as loaded_at
from incoming_evidence as incoming
anti join entities as stored
    on incoming.other_id = stored.entity_id
qualify row_number() over (partition by incoming.other_id order by incoming.entity_id) = 1;

insert into entity_evidence by name
select
    entity_id,
    other_id,
    'the whole name of one entity of an imported knowledge base' as reason
from incoming_evidence;
