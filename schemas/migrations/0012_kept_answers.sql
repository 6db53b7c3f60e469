-- one row in all (kept_answers); one row per row of the view each is named after (kept_outlet_speakers, kept_topics,
-- kept_disagreements)
-- Some views count through every statement there is. A run keeps their rows as its last write; the views give what was
-- kept while nothing was written since, and count anew otherwise. So an answer is never older than the file.
create table kept_answers (commit_number bigint);
comment on table kept_answers is 'One row in all: the state of the file that the kept tables are of.';
comment on column kept_answers.commit_number is
'Count of committed writes when they were made; they are right while commits.commit_number is the same.';
insert into kept_answers (commit_number) values (null);

create table kept_outlet_speakers (
    outlet_id varchar not null,
    outlet varchar,
    speaker_id varchar not null,
    speaker varchar,
    speaker_type varchar,
    speaker_wikidata_id varchar,
    latest_role varchar,
    latest_role_at timestamptz,
    statements bigint,
    direct_statements bigint,
    indirect_statements bigint,
    mixed_statements bigint,
    articles bigint,
    first_quoted_on date,
    last_quoted_on date
);
comment on table kept_outlet_speakers is 'One row per row of the view outlet_speakers, which reads it; ask the view.';
comment on column kept_outlet_speakers.outlet_id is 'As in the view.';
comment on column kept_outlet_speakers.outlet is 'As in the view.';
comment on column kept_outlet_speakers.speaker_id is 'As in the view.';
comment on column kept_outlet_speakers.speaker is 'As in the view.';
comment on column kept_outlet_speakers.speaker_type is 'As in the view.';
comment on column kept_outlet_speakers.speaker_wikidata_id is 'As in the view.';
comment on column kept_outlet_speakers.latest_role is 'As in the view.';
comment on column kept_outlet_speakers.latest_role_at is 'As in the view.';
comment on column kept_outlet_speakers.statements is 'As in the view.';
comment on column kept_outlet_speakers.direct_statements is 'As in the view.';
comment on column kept_outlet_speakers.indirect_statements is 'As in the view.';
comment on column kept_outlet_speakers.mixed_statements is 'As in the view.';
comment on column kept_outlet_speakers.articles is 'As in the view.';
comment on column kept_outlet_speakers.first_quoted_on is 'As in the view.';
comment on column kept_outlet_speakers.last_quoted_on is 'As in the view.';

create table kept_topics (
    topic varchar,
    type varchar,
    statements bigint,
    distinct_statements bigint,
    speakers bigint,
    articles bigint,
    outlets bigint,
    first_quoted_on date,
    last_quoted_on date,
    wikidata_id varchar,
    entity_id varchar
);
comment on table kept_topics is 'One row per row of the view topics, which reads it; ask the view.';
comment on column kept_topics.topic is 'As in the view.';
comment on column kept_topics.type is 'As in the view.';
comment on column kept_topics.statements is 'As in the view.';
comment on column kept_topics.distinct_statements is 'As in the view.';
comment on column kept_topics.speakers is 'As in the view.';
comment on column kept_topics.articles is 'As in the view.';
comment on column kept_topics.outlets is 'As in the view.';
comment on column kept_topics.first_quoted_on is 'As in the view.';
comment on column kept_topics.last_quoted_on is 'As in the view.';
comment on column kept_topics.wikidata_id is 'As in the view.';
comment on column kept_topics.entity_id is 'As in the view.';

create table kept_disagreements (
    cluster_id varchar,
    speaker_id varchar,
    speaker varchar,
    quote varchar,
    statements bigint,
    outlets varchar[],
    first_published_at timestamptz,
    speakers bigint
);
comment on table kept_disagreements is 'One row per row of the view disagreements, which reads it; ask the view.';
comment on column kept_disagreements.cluster_id is 'As in the view.';
comment on column kept_disagreements.speaker_id is 'As in the view.';
comment on column kept_disagreements.speaker is 'As in the view.';
comment on column kept_disagreements.quote is 'As in the view.';
comment on column kept_disagreements.statements is 'As in the view.';
comment on column kept_disagreements.outlets is 'As in the view.';
comment on column kept_disagreements.first_published_at is 'As in the view.';
comment on column kept_disagreements.speakers is 'As in the view.';
