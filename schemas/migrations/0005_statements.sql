-- one row per attribution in an article version (statements), (statement, entity named in it) (statement_mentions),
-- same words across outlets (statement_clusters)
create table statements (
    statement_id varchar primary key,
    article_version_id varchar not null,
    ordinal integer not null,
    type varchar not null,
    content_text varchar not null,
    content_spans struct(start integer, "end" integer)[] not null,
    source_text varchar,
    source_spans struct(start integer, "end" integer)[] not null,
    cue_text varchar,
    cue_spans struct(start integer, "end" integer)[] not null,
    cue_lemma varchar,
    speech_act varchar,
    is_negated boolean not null,
    speaker_id varchar,
    speaker_name varchar,
    speaker_role varchar,
    speaker_resolution varchar not null,
    addressee_text varchar,
    addressee_id varchar,
    channel varchar,
    occasion varchar,
    said_on date,
    said_on_text varchar,
    place_id varchar,
    confidence double not null,
    cluster_id varchar,
    extractor_version varchar not null,
    run_id varchar not null,
    loaded_at timestamptz not null
);
comment on table statements is
'One row per attribution of speech or writing to a source, in an article version; spans into its text prove it.';
comment on column statements.statement_id is 'Stable id, made from the version and the spans of content and source.';
comment on column statements.article_version_id is 'The text it was found in.';
comment on column statements.ordinal is 'Its place in the reading order of the text, counted from 1.';
comment on column statements.type is 'direct (all content in quotation marks), indirect (none) or mixed (some).';
comment on column statements.content_text is 'What is said.';
comment on column statements.content_spans is
'Where the content stands: half-open code point offsets into the text of the version.';
comment on column statements.source_text is
'Who is credited, in the words of the text; null when the text leaves it out.';
comment on column statements.source_spans is
'Where the source stands: half-open code point offsets; empty when there is none.';
comment on column statements.cue_text is 'The words that credit, such as said; null when there are none.';
comment on column statements.cue_spans is
'Where the cue stands: half-open code point offsets; empty when there is none.';
comment on column statements.cue_lemma is 'Dictionary form of the cue: say, warn, according to.';
comment on column statements.speech_act is
'What is done by saying it: say, ask, order, promise, deny, accuse, warn, praise, call_for …';
comment on column statements.is_negated is 'True when the text says that it was not said.';
comment on column statements.speaker_id is 'The entity the source resolves to; null when unresolved.';
comment on column statements.speaker_name is 'Canonical name of the speaker when it was extracted.';
comment on column statements.speaker_role is 'Role the text gives the speaker.';
comment on column statements.speaker_resolution is
'How the speaker was found: name, alias, pronoun, title, metonym or unresolved.';
comment on column statements.addressee_text is 'To whom it was said, in the words of the text.';
comment on column statements.addressee_id is 'The entity addressed.';
comment on column statements.channel is 'Through what: a statement, an interview, a post.';
comment on column statements.occasion is 'On what occasion: a summit, a hearing, a press conference.';
comment on column statements.said_on is
'The day it was said, resolved against the dateline; null when the text does not tell.';
comment on column statements.said_on_text is 'The words that date it, such as on Tuesday.';
comment on column statements.place_id is 'The place it was said at.';
comment on column statements.confidence is 'How sure the attribution is, 0 to 1.';
comment on column statements.cluster_id is 'Shared by statements that carry the same words.';
comment on column statements.extractor_version is 'Version of the code that extracted it.';
comment on column statements.run_id is 'The run that last wrote this row.';
comment on column statements.loaded_at is 'When this row was last written, UTC.';

create table statement_mentions (
    statement_id varchar,
    entity_id varchar,
    mention_count integer not null,
    run_id varchar not null,
    loaded_at timestamptz not null,
    primary key (statement_id, entity_id)
);
comment on table statement_mentions is 'One row per (statement, entity named inside its content): whom it is about.';
comment on column statement_mentions.statement_id is 'The statement.';
comment on column statement_mentions.entity_id is 'The entity named in it.';
comment on column statement_mentions.mention_count is 'How often it is named there.';
comment on column statement_mentions.run_id is 'The run that last wrote this row.';
comment on column statement_mentions.loaded_at is 'When this row was last written, UTC.';

create table statement_clusters (
    cluster_id varchar primary key,
    content_text varchar not null,
    first_seen_at timestamptz not null,
    first_statement_id varchar not null,
    first_outlet_id varchar not null,
    statement_count bigint not null,
    outlet_count bigint not null,
    outlet_ids varchar[] not null,
    wording_count bigint not null,
    wire_outlet_id varchar
);
comment on table statement_clusters is
'One row per set of statements that carry the same words. Derived from statements at each load.';
comment on column statement_clusters.cluster_id is 'Id shared by the statements.';
comment on column statement_clusters.content_text is 'The words as first seen.';
comment on column statement_clusters.first_seen_at is
'When they were first published, or first fetched where that is earlier or all that is known, UTC.';
comment on column statement_clusters.first_statement_id is 'The statement that carried them first.';
comment on column statement_clusters.first_outlet_id is 'The outlet that carried them first.';
comment on column statement_clusters.statement_count is
'How many statements carry them, over all versions of all articles.';
comment on column statement_clusters.outlet_count is 'How many outlets carry them.';
comment on column statement_clusters.outlet_ids is 'The outlets that carry them, in the order they did.';
comment on column statement_clusters.wording_count is
'How many wordings there are: 1 when all carry the same characters.';
comment on column statement_clusters.wire_outlet_id is
'The wire service that carried them first; null when none did.';
