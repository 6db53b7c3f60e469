-- one row per human ruling on entities (entity_decisions, made anew with splits), entity that counts as another
-- (entity_links)
create table entity_decisions_with_splits (
    decision_id varchar primary key,
    kind varchar not null check (kind in ('merge', 'never_merge', 'rename', 'split')),
    entity_id varchar not null,
    other_entity_id varchar,
    new_name varchar,
    outlet_ids varchar[],
    article_ids varchar[],
    reason varchar,
    decided_by varchar,
    decided_at timestamptz not null,
    revoked_at timestamptz
);
insert into entity_decisions_with_splits by name
select * from entity_decisions;
drop table entity_decisions;
alter table entity_decisions_with_splits rename to entity_decisions;

comment on table entity_decisions is
'One row per human ruling on entities. Every later run follows those that hold; no text is extracted again.';
comment on column entity_decisions.decision_id is 'Id of the ruling.';
comment on column entity_decisions.kind is
'merge (entity_id is other_entity_id), never_merge (they are two), rename (to new_name) or split (some are another).';
comment on column entity_decisions.entity_id is 'The entity ruled on.';
comment on column entity_decisions.other_entity_id is
'The entity it is merged into, kept apart from, or that the split made.';
comment on column entity_decisions.new_name is 'The canonical name that a rename, or a split, gives.';
comment on column entity_decisions.outlet_ids is 'Of a split: the outlets whose articles mean the other entity.';
comment on column entity_decisions.article_ids is 'Of a split: the articles that mean the other entity.';
comment on column entity_decisions.reason is 'Why, in words.';
comment on column entity_decisions.decided_by is 'Who ruled.';
comment on column entity_decisions.decided_at is 'When it was ruled, UTC.';
comment on column entity_decisions.revoked_at is 'When it was taken back, UTC; null while it holds.';

create table entity_links (
    entity_id varchar primary key,
    canonical_id varchar not null,
    origin varchar not null check (origin in ('ruling', 'evidence')),
    reason varchar not null
);
comment on table entity_links is
'One row per entity that counts as another one. Made anew at each load and ruling, from the rulings and the evidence.';
comment on column entity_links.entity_id is 'The entity as extracted.';
comment on column entity_links.canonical_id is 'The entity it counts as; never one that counts as another itself.';
comment on column entity_links.origin is 'ruling (a person merged them) or evidence (the articles tell).';
comment on column entity_links.reason is 'The ruling''s id, or what the evidence is.';

comment on column schema_migrations.version is 'Number of the migration: the one its file name opens with, ascending.';
