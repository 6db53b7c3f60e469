-- one row per ruling taken back
update entity_decisions
set revoked_at = $revoked_at
where decision_id = $decision_id;
