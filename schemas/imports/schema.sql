-- one row per reading of a source (readings), entity as a source tells it (told_entities)
create table if not exists readings (
    reading_id varchar primary key,
    source varchar not null,
    path varchar not null,
    format varchar not null,
    items_read bigint not null,
    left_out bigint not null,
    is_complete boolean not null,
    started_at timestamptz not null
);
comment on table readings is 'One row per reading of a source: one content of a file, read in one way.';
comment on column readings.reading_id is 'Made from the source''s name, the file''s content and how it is read.';
comment on column readings.source is 'What the source is called; a newer reading of it replaces the former one.';
comment on column readings.path is 'The file.';
comment on column readings.format is 'How it is read.';
comment on column readings.items_read is 'Lines, rows or things read so far: where a reading that was killed goes on.';
comment on column readings.left_out is 'Names left out because they are too long to be names.';
comment on column readings.is_complete is 'True when all of it was read: only then is it used.';
comment on column readings.started_at is 'When it began, UTC.';

create table if not exists told_entities (
    reading_id varchar not null,
    ordinal bigint not null,
    identity varchar not null,
    told varchar not null
);
comment on table told_entities is 'One row per entity as a source tells it; one entity may be told several times.';
comment on column told_entities.reading_id is 'The reading.';
comment on column told_entities.ordinal is 'Its place in the source.';
comment on column told_entities.identity is 'Its Wikidata id, else its key in the source.';
comment on column told_entities.told is 'The entity, as JSON.';
