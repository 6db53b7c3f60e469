-- one row per ruling made
insert into entity_decisions (
    decision_id, kind, entity_id, other_entity_id, new_name, outlet_ids, article_ids, reason, decided_by, decided_at
)
values (
    $decision_id, $kind, $entity_id, $other_entity_id, $new_name, $outlet_ids, $article_ids, $reason, $decided_by,
    $decided_at
);
