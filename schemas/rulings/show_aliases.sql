-- one row per other name of an entity, or of what counts as it
select distinct
    aliases.alias,
    aliases.language,
    aliases.kind
from entity_aliases as aliases
inner join canonical_entities as entities
    on aliases.entity_id = entities.entity_id
where entities.canonical_id = $entity_id
order by aliases.kind, aliases.alias, aliases.language;
