-- one row in all: an entity, and how much was said of it and by it
with said as (
    select
        count(*) as quotes,
        count(distinct outlet_id) as outlets,
        max(quoted_on) as last_quoted_on
    from quotes
    where speaker_id = $entity_id
),

named as (
    select count(*) as mentions
    from mentions
    inner join canonical_entities as entities
        on mentions.entity_id = entities.entity_id
    where entities.canonical_id = $entity_id
)

select
    entities.entity_id,
    entities.name,
    entities.type,
    entities.wikidata_id,
    entities.description,
    entities.country,
    named.mentions,
    said.quotes,
    said.outlets,
    said.last_quoted_on
from canonical_entities as entities
cross join named
cross join said
where entities.entity_id = $entity_id;
