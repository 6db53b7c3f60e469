-- one row per canonical entity that said something in a current article version
create or replace view speakers as
select
    speaker,
    any_value(speaker_type) as type,
    any_value(speaker_wikidata_id) as wikidata_id,
    max(struct_pack(published_at := latest_role_at, role := latest_role)) filter (
        where latest_role is not null
    ).role as latest_role,
    sum(statements)::bigint as statements,
    sum(direct_statements)::bigint as direct_statements,
    sum(indirect_statements)::bigint as indirect_statements,
    sum(mixed_statements)::bigint as mixed_statements,
    sum(articles)::bigint as articles,
    count(*) as outlets,
    min(first_quoted_on) as first_quoted_on,
    max(last_quoted_on) as last_quoted_on,
    speaker_id
from outlet_speakers
group by speaker_id, speaker;

comment on view speakers is 'One row per canonical entity that said something in a current article version.';
comment on column speakers.speaker_id is 'Canonical entity.';
comment on column speakers.speaker is 'Its canonical name.';
comment on column speakers.type is 'person, organization, place or other.';
comment on column speakers.wikidata_id is 'Wikidata id (Q…); null for a NIL entity.';
comment on column speakers.latest_role is 'The role the latest published article gives it.';
comment on column speakers.statements is 'How many statements it made.';
comment on column speakers.direct_statements is 'How many of them are direct.';
comment on column speakers.indirect_statements is 'How many of them are indirect.';
comment on column speakers.mixed_statements is 'How many of them are mixed.';
comment on column speakers.articles is 'In how many articles.';
comment on column speakers.outlets is 'In how many outlets.';
comment on column speakers.first_quoted_on is 'The first day it is quoted on.';
comment on column speakers.last_quoted_on is 'The last day it is quoted on.';
