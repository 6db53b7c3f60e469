-- one row per entity that counts as the one asked for, and why
select
    links.entity_id,
    entities.name,
    entities.type,
    links.origin,
    links.reason,
    count(mentions.mention_id) as mentions
from entity_links as links
inner join entities
    on links.entity_id = entities.entity_id
left join mentions
    on links.entity_id = mentions.entity_id
where links.canonical_id = $entity_id
group by links.entity_id, entities.name, entities.type, links.origin, links.reason
order by count(mentions.mention_id) desc, links.entity_id asc;
