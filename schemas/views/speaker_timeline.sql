-- one row per (speaker, day quoted on)
create or replace view speaker_timeline as
select
    speaker,
    quoted_on,
    count(*) as statements,
    count(distinct cluster_id) as distinct_statements,
    count(distinct article_id) as articles,
    count(distinct outlet_id) as outlets,
    speaker_id
from quotes
where speaker_id is not null and quoted_on is not null
group by speaker_id, speaker, quoted_on;

comment on view speaker_timeline is 'One row per (speaker, day quoted on).';
comment on column speaker_timeline.speaker_id is 'Canonical entity.';
comment on column speaker_timeline.speaker is 'Its canonical name.';
comment on column speaker_timeline.quoted_on is 'The day.';
comment on column speaker_timeline.statements is 'How many statements carry its words.';
comment on column speaker_timeline.distinct_statements is 'How many different sayings these are: statement clusters.';
comment on column speaker_timeline.articles is 'In how many articles.';
comment on column speaker_timeline.outlets is 'In how many outlets.';
