-- one row per entity: the entity it counts as once rulings and evidence are followed, under the name it was given
create or replace view canonical_entities as
with names as (
    select
        entity_id,
        arg_max(new_name, decided_at) as new_name
    from entity_decisions
    where kind = 'rename' and revoked_at is null
    group by entity_id
),

counting as (
    select
        entity_id,
        canonical_id
    from entity_links
    union
    select
        names.entity_id,
        names.entity_id as canonical_id
    from names
    where names.entity_id not in (select links.entity_id from entity_links as links)
),

-- the few that count as another or under another name: the others, millions perhaps, are read once and looked up here
told as (
    select
        counting.entity_id,
        canonical.entity_id as canonical_id,
        canonical.type,
        coalesce(names.new_name, canonical.name) as name,
        canonical.wikidata_id,
        canonical.description,
        canonical.country
    from counting
    inner join entities as canonical
        on counting.canonical_id = canonical.entity_id
    left join names
        on counting.canonical_id = names.entity_id
)

select
    entities.entity_id,
    coalesce(told.canonical_id, entities.entity_id) as canonical_id,
    coalesce(told.type, entities.type) as type,
    coalesce(told.name, entities.name) as name,
    case when told.entity_id is null then entities.wikidata_id else told.wikidata_id end as wikidata_id,
    case when told.entity_id is null then entities.description else told.description end as description,
    case when told.entity_id is null then entities.country else told.country end as country
from entities
left join told
    on entities.entity_id = told.entity_id;

comment on view canonical_entities is
'One row per entity: the entity it counts as once rulings (entity_decisions) and evidence (entity_links) are followed.';
comment on column canonical_entities.entity_id is 'The entity as extracted.';
comment on column canonical_entities.canonical_id is 'The entity it counts as; itself unless merged.';
comment on column canonical_entities.type is 'person, organization, place or other.';
comment on column canonical_entities.name is 'Name of the canonical entity, renamed where a ruling says so.';
comment on column canonical_entities.wikidata_id is
'Wikidata id (Q…) of the canonical entity; null for a NIL entity.';
comment on column canonical_entities.description is 'Who or what it is, in a few words.';
comment on column canonical_entities.country is 'ISO 3166-1 alpha-2 code of its country.';
