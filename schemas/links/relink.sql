-- one row per entity that counts as another from now on; rows that stay are not touched
create or replace temp table relinked_entities as
select coalesce(stored.entity_id, incoming.entity_id) as entity_id
from entity_links as stored
full join incoming_links as incoming
    on stored.entity_id = incoming.entity_id
where stored.canonical_id is distinct from incoming.canonical_id;

delete from entity_links
where
    (entity_id, canonical_id, origin, reason) not in (
        select (incoming.entity_id, incoming.canonical_id, incoming.origin, incoming.reason)
        from incoming_links as incoming
    );

insert into entity_links by name
select incoming.*
from incoming_links as incoming
anti join entity_links as stored
    on incoming.entity_id = stored.entity_id;
