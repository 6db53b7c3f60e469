-- one row per canonical entity that has all the words asked for in its name or in one of its aliases
create or replace macro entities_called(words) as table
    select
        entities.canonical_id as entity_id,
        any_value(entities.name) as entity,
        any_value(entities.type) as type,
        any_value(entities.description) as description
    from canonical_entities as entities
    left join entity_aliases as aliases
        on entities.entity_id = aliases.entity_id and aliases.kind in ('name', 'weak')
    where
        len(search_terms(words)) > 0
        and (
            list_has_all(search_terms(entities.name), search_terms(words))
            or list_has_all(search_terms(aliases.alias), search_terms(words))
        )
    group by entities.canonical_id;

comment on macro table entities_called is -- noqa: PRS
'entities_called(words): the canonical entities with all these words in their name or in one of their aliases.';
