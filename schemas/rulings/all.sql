-- one row per ruling, the newest first, with the names of whom it is on
select
    decisions.decision_id,
    decisions.kind,
    decisions.entity_id,
    coalesce(entities.name, decisions.entity_id) as entity,
    decisions.other_entity_id,
    coalesce(others.name, decisions.other_entity_id) as other_entity,
    decisions.new_name,
    decisions.outlet_ids,
    decisions.article_ids,
    decisions.reason,
    decisions.decided_by,
    decisions.decided_at,
    decisions.revoked_at
from entity_decisions as decisions
left join entities
    on decisions.entity_id = entities.entity_id
left join entities as others
    on decisions.other_entity_id = others.entity_id
order by decisions.decided_at desc, decisions.decision_id asc;
