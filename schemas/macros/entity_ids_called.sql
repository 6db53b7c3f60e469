-- one row per search: the entities that count as one called so, as a list of their ids as extracted
create or replace macro entity_ids_called(words) as (
    select list(entities.entity_id)
    from canonical_entities as entities
    where entities.canonical_id in (select called.entity_id from entities_called(words) as called)
);

comment on macro entity_ids_called is -- noqa: PRS
'The ids, as extracted, of the entities that count as one with all these words in a name or an alias, as a list.';
