-- one row per attribution in an article version (statements), (statement, entity named in it) (statement_mentions),
-- mention in an article version (mentions)
-- Decision: no primary keys on what grows with the news. DuckDB keeps a key in an index that must be in memory while
-- rows are added: at twenty million statements with ids as random as ours that is more than a gigabyte, and as much
-- again of the file. The merges add no key twice, and an invariant (unique_keys) looks for it.
-- statements carries what the views ask of its version and article, so that they need not join a million of these.
create table statements_anew (
    statement_id varchar not null,
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
    loaded_at timestamptz not null,
    statement_number integer not null,
    statement_cluster_id varchar,
    article_id varchar not null,
    outlet_id varchar not null,
    canonical_url varchar not null,
    headline varchar,
    language varchar,
    published_at timestamptz,
    fetched_at timestamptz not null,
    is_current boolean not null,
    is_original boolean not null
);
insert into statements_anew by name
select
    statements.*,
    row_number() over (
        order by articles.published_at, articles.article_id, statements.article_version_id, statements.ordinal
    ) as statement_number,
    coalesce(tied.cluster_id, statements.cluster_id) as statement_cluster_id,
    articles.article_id,
    articles.outlet_id,
    articles.canonical_url,
    article_versions.headline,
    articles.language,
    articles.published_at,
    article_versions.fetched_at,
    article_versions.is_current,
    articles.is_original
from statements
inner join article_versions
    on statements.article_version_id = article_versions.article_version_id
inner join articles
    on article_versions.article_id = articles.article_id
left join wording_clusters as tied
    on statements.cluster_id = tied.wording_id
order by statement_number;
drop table statements;
alter table statements_anew rename to statements;
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
comment on column statements.cluster_id is
'Shared by statements with the same words, punctuation aside; wording_clusters ties those with nearly the same.';
comment on column statements.extractor_version is 'Version of the code that extracted it.';
comment on column statements.run_id is 'The run that last wrote this row.';
comment on column statements.loaded_at is 'When this row was last written, UTC.';
comment on column statements.statement_number is
'Number of the statement in this file, in the order of loading; search counts by it.';
comment on column statements.statement_cluster_id is
'The statement cluster it belongs to: shared by statements with the same words, or nearly. Derived.';
comment on column statements.article_id is 'The article of its version. Derived.';
comment on column statements.outlet_id is 'The outlet of its article. Derived.';
comment on column statements.canonical_url is 'Canonical address of its article. Derived.';
comment on column statements.headline is 'Headline of its version. Derived.';
comment on column statements.language is
'BCP 47 primary subtag of the language of its article. Derived.';
comment on column statements.published_at is 'When its article was published, UTC. Derived.';
comment on column statements.fetched_at is 'When its version was first fetched, UTC. Derived.';
comment on column statements.is_current is 'True when the article still had that text when last fetched. Derived.';
comment on column statements.is_original is
'False when its article is a later copy in its syndication cluster. Derived.';

create table statement_mentions_anew (
    statement_id varchar not null,
    entity_id varchar not null,
    mention_count integer not null,
    run_id varchar not null,
    loaded_at timestamptz not null
);
insert into statement_mentions_anew by name
select * from statement_mentions;
drop table statement_mentions;
alter table statement_mentions_anew rename to statement_mentions;
comment on table statement_mentions is 'One row per (statement, entity named inside its content): whom it is about.';
comment on column statement_mentions.statement_id is 'The statement.';
comment on column statement_mentions.entity_id is 'The entity named in it.';
comment on column statement_mentions.mention_count is 'How often it is named there.';
comment on column statement_mentions.run_id is 'The run that last wrote this row.';
comment on column statement_mentions.loaded_at is 'When this row was last written, UTC.';

create table mentions_anew (
    mention_id varchar not null,
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
insert into mentions_anew by name
select * from mentions;
drop table mentions;
alter table mentions_anew rename to mentions;
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
