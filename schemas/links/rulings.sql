-- one row per merge or never-merge that holds, in the order decided
select
    decision_id,
    kind,
    entity_id,
    other_entity_id
from entity_decisions
where kind in ('merge', 'never_merge') and revoked_at is null
order by decided_at, decision_id;
