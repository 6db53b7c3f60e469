-- one row per never-merge that holds while its two entities count as one all the same, with the merge that makes them
select
    decisions.decision_id,
    coalesce(
        if(links.origin = 'ruling', links.reason, null),
        if(other_links.origin = 'ruling', other_links.reason, null)
    ) as merged_by,
    entities.name as entity,
    others.name as other_entity
from entity_decisions as decisions
inner join canonical_entities as entities
    on decisions.entity_id = entities.entity_id
inner join canonical_entities as others
    on
        decisions.other_entity_id = others.entity_id
        and entities.canonical_id = others.canonical_id
left join entity_links as links
    on decisions.entity_id = links.entity_id
left join entity_links as other_links
    on decisions.other_entity_id = other_links.entity_id
where decisions.kind = 'never_merge' and decisions.revoked_at is null
order by decisions.decision_id;
