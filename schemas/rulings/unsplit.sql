-- one row per row that means again what it did before a split: only the split ever gave it the other entity
update mentions
set entity_id = $entity_id
where entity_id = $other_entity_id;

update statement_mentions
set entity_id = $entity_id
where entity_id = $other_entity_id;

update statements
set
    speaker_id = if(speaker_id = $other_entity_id, $entity_id, speaker_id),
    addressee_id = if(addressee_id = $other_entity_id, $entity_id, addressee_id),
    place_id = if(place_id = $other_entity_id, $entity_id, place_id)
where $other_entity_id in (speaker_id, addressee_id, place_id);

delete from entities
where entity_id = $other_entity_id;
