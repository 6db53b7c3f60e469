-- one row per attribution in an article version
-- A statement carries the names its speaker, addressee, place and outlet go by, and the day it is filed under: the view
-- quotes is then one table, and DuckDB chooses the rows to show before it reads their words. Loads and rulings follow
-- up what goes by another name.
create table statements_anew (
    statement_id varchar not null,
    article_version_id varchar not null,
    ordinal integer not null,
    type varchar not null,
    content_text varchar not null,
    content_spans struct("start" integer, "end" integer)[] not null,
    source_text varchar,
    source_spans struct("start" integer, "end" integer)[] not null,
    cue_text varchar,
    cue_spans struct("start" integer, "end" integer)[] not null,
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
    is_original boolean not null,
    side varchar,
    filed_on date,
    canonical_speaker_id varchar,
    canonical_speaker varchar,
    canonical_speaker_type varchar,
    canonical_speaker_wikidata_id varchar,
    canonical_addressee varchar,
    canonical_place varchar,
    outlet_name varchar
);
create temp table entities_told as
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
        entities.entity_id,
        coalesce(links.canonical_id, entities.entity_id) as canonical_id
    from entities
    left join entity_links as links
        on entities.entity_id = links.entity_id
)

select
    counting.entity_id,
    counting.canonical_id,
    coalesce(names.new_name, canonical.name) as name,
    canonical.type,
    canonical.wikidata_id
from counting
inner join entities as canonical
    on counting.canonical_id = canonical.entity_id
left join names
    on counting.canonical_id = names.entity_id;

insert into statements_anew by name
select
    statements.*,
    coalesce(statements.said_on, make_timestamp(epoch_us(statements.published_at))::date) as filed_on,
    speakers.canonical_id as canonical_speaker_id,
    speakers.name as canonical_speaker,
    speakers.type as canonical_speaker_type,
    speakers.wikidata_id as canonical_speaker_wikidata_id,
    coalesce(addressees.name, statements.addressee_text) as canonical_addressee,
    places.name as canonical_place,
    outlets.name as outlet_name
from statements
inner join outlets
    on statements.outlet_id = outlets.outlet_id
left join entities_told as speakers
    on statements.speaker_id = speakers.entity_id
left join entities_told as addressees
    on statements.addressee_id = addressees.entity_id
left join entities_told as places
    on statements.place_id = places.entity_id;
drop table statements;
drop table entities_told;
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
comment on column statements.language is 'BCP 47 primary subtag of the language of its article. Derived.';
comment on column statements.published_at is 'When its article was published, UTC. Derived.';
comment on column statements.fetched_at is 'When its version was first fetched, UTC. Derived.';
comment on column statements.is_current is 'True when the article still had that text when last fetched. Derived.';
comment on column statements.is_original is
'False when its article is a later copy in its syndication cluster. Derived.';
comment on column statements.side is
'The side it takes on what it names: for, against, denies or confirms; null where none or two are heard. Derived.';
comment on column statements.filed_on is
'The day to file it under: the day it was said, else the day of publication (UTC). Derived.';
comment on column statements.canonical_speaker_id is 'The entity its speaker counts as. Derived.';
comment on column statements.canonical_speaker is 'Canonical name of its speaker. Derived.';
comment on column statements.canonical_speaker_type is
'person, organization, place or other: of the canonical speaker. Derived.';
comment on column statements.canonical_speaker_wikidata_id is 'Wikidata id (Q…) of the canonical speaker. Derived.';
comment on column statements.canonical_addressee is
'To whom it was said: canonical name, else the words of the text. Derived.';
comment on column statements.canonical_place is 'Canonical name of the place it was said at. Derived.';
comment on column statements.outlet_name is 'Name of the outlet of its article. Derived.';
