-- one row per canonical entity that has all the words asked for in its name or in one of its aliases
-- (the first word is looked for in the letters before names, millions perhaps, are cut into words)
create or replace macro entities_called(words) as table
    with called as (
        select entities.entity_id
        from canonical_entities as entities
        where
            contains(search_words(entities.name), search_terms(words)[1])
            and list_has_all(search_terms(entities.name), search_terms(words))
        union
        select aliases.entity_id
        from entity_aliases as aliases
        where
            aliases.kind in ('name', 'weak')
            and contains(search_words(aliases.alias), search_terms(words)[1])
            and list_has_all(search_terms(aliases.alias), search_terms(words))
    )

    select
        entities.canonical_id as entity_id,
        any_value(entities.name) as entity,
        any_value(entities.type) as type,
        any_value(entities.description) as description
    from canonical_entities as entities
    where entities.entity_id in (select called.entity_id from called)
    group by entities.canonical_id;

comment on macro table entities_called is -- noqa: PRS
'entities_called(words): the canonical entities with all these words in their name or in one of their aliases.';
