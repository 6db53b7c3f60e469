-- one row per canonical entity (entities), other name of it (entity_aliases), human ruling (entity_decisions),
-- mention in an article version (mentions)
create table entities (
    entity_id varchar primary key,
    type varchar not null,
    name varchar not null,
    wikidata_id varchar,
    description varchar,
    country varchar,
    run_id varchar not null,
    loaded_at timestamptz not null
);
comment on table entities is 'One row per canonical entity: of the knowledge base, or met in the news only (NIL).';
comment on column entities.entity_id is 'Stable id of the entity.';
comment on column entities.type is 'person, organization, place or other.';
comment on column entities.name is 'Canonical name.';
comment on column entities.wikidata_id is 'Wikidata id (Q…); null for a NIL entity.';
comment on column entities.description is 'Who or what it is, in a few words.';
comment on column entities.country is 'ISO 3166-1 alpha-2 code of its country.';
comment on column entities.run_id is 'The run that last wrote this row.';
comment on column entities.loaded_at is 'When this row was last written, UTC.';

create table entity_aliases (
    entity_id varchar,
    alias varchar,
    language varchar,
    kind varchar not null,
    run_id varchar not null,
    loaded_at timestamptz not null,
    primary key (entity_id, alias, language)
);
comment on table entity_aliases is 'One row per (entity, alias, language).';
comment on column entity_aliases.entity_id is 'The entity so called.';
comment on column entity_aliases.alias is 'The other name.';
comment on column entity_aliases.language is 'BCP 47 tag of the language that uses it.';
comment on column entity_aliases.kind is 'name, weak, demonym, metonym or title.';
comment on column entity_aliases.run_id is 'The run that last wrote this row.';
comment on column entity_aliases.loaded_at is 'When this row was last written, UTC.';

create table entity_decisions (
    decision_id varchar primary key,
    kind varchar not null check (kind in ('merge', 'never_merge', 'rename')),
    entity_id varchar not null,
    other_entity_id varchar,
    new_name varchar,
    reason varchar,
    decided_by varchar,
    decided_at timestamptz not null,
    revoked_at timestamptz
);
comment on table entity_decisions is
'One row per human ruling on entities. The views follow it; no text is extracted again.';
comment on column entity_decisions.decision_id is 'Id of the ruling.';
comment on column entity_decisions.kind is
'merge (entity_id is other_entity_id), never_merge (they are two) or rename (to new_name).';
comment on column entity_decisions.entity_id is 'The entity ruled on.';
comment on column entity_decisions.other_entity_id is 'The entity it is merged into, or kept apart from.';
comment on column entity_decisions.new_name is 'The canonical name a rename gives.';
comment on column entity_decisions.reason is 'Why, in words.';
comment on column entity_decisions.decided_by is 'Who ruled.';
comment on column entity_decisions.decided_at is 'When it was ruled, UTC.';
comment on column entity_decisions.revoked_at is 'When it was taken back, UTC; null while it holds.';

create table mentions (
    mention_id varchar primary key,
    article_version_id varchar not null,
    start integer not null,
    "end" integer not null,
    surface varchar not null,
    form varchar not null,
    type varchar not null,
    entity_id varchar,
    resolution varchar not null,
    confidence double not null,
    run_id varchar not null,
    loaded_at timestamptz not null
);
comment on table mentions is 'One row per mention of an entity in an article version.';
comment on column mentions.mention_id is 'Stable id, made from the version and the offsets.';
comment on column mentions.article_version_id is 'The text it stands in.';
comment on column mentions.start is 'First code point of the mention in the text, counted from 0.';
comment on column mentions."end" is 'Code point after its last one: offsets are half-open.';
comment on column mentions.surface is 'The words as printed: the text between start and end.';
comment on column mentions.form is 'name, nominal or pronoun.';
comment on column mentions.type is 'person, organization, place or other.';
comment on column mentions.entity_id is 'The entity it stands for; null when unresolved.';
comment on column mentions.resolution is
'How it was tied to its entity: name, alias, pronoun, title, metonym or unresolved.';
comment on column mentions.confidence is 'How sure that is, 0 to 1.';
comment on column mentions.run_id is 'The run that last wrote this row.';
comment on column mentions.loaded_at is 'When this row was last written, UTC.';
