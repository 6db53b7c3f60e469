-- one row per pair of entities that an imported knowledge base tells are one
create table entity_evidence (
    entity_id varchar,
    other_id varchar,
    reason varchar not null,
    primary key (entity_id, other_id)
);
comment on table entity_evidence is
'One row per entity met in the news that an imported base has by its whole name. Made anew by an import.';
comment on column entity_evidence.entity_id is 'The entity as extracted before the import.';
comment on column entity_evidence.other_id is 'The one of the imported base it counts as, unless a ruling forbids.';
comment on column entity_evidence.reason is 'What tells they are one, as entity_links gives it.';
