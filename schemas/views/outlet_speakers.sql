-- one row per (outlet, speaker): how often, when and as whom the outlet quotes the speaker
create or replace view outlet_speakers as
with counted as (
    select
        quotes.outlet_id,
        any_value(quotes.outlet) as outlet,
        quotes.speaker_id,
        any_value(quotes.speaker) as speaker,
        any_value(quotes.speaker_type) as speaker_type,
        any_value(quotes.speaker_wikidata_id) as speaker_wikidata_id,
        max(struct_pack(published_at := quotes.published_at, role := quotes.speaker_role)) filter (
            where quotes.speaker_role is not null and quotes.published_at is not null
        ) as latest,
        count(*) as statements,
        count(*) filter (where quotes.type = 'direct') as direct_statements,
        count(*) filter (where quotes.type = 'indirect') as indirect_statements,
        count(*) filter (where quotes.type = 'mixed') as mixed_statements,
        count(distinct quotes.article_id) as articles,
        min(quotes.quoted_on) as first_quoted_on,
        max(quotes.quoted_on) as last_quoted_on
    from all_quotes as quotes
    where
        quotes.is_current in (select stale.is_true from stale_answers as stale)
        and quotes.speaker_id is not null
    group by quotes.outlet_id, quotes.speaker_id
),

told as (
    select kept.*
    from kept_outlet_speakers as kept
    inner join fresh_answers as fresh
        on fresh.commit_number >= 0
    union all by name
    select
        * exclude (latest),
        latest.role as latest_role,
        latest.published_at as latest_role_at
    from counted
)

select
    outlet,
    speaker,
    speaker_type,
    latest_role,
    statements,
    direct_statements,
    indirect_statements,
    mixed_statements,
    articles,
    first_quoted_on,
    last_quoted_on,
    latest_role_at,
    speaker_wikidata_id,
    outlet_id,
    speaker_id
from told;

comment on view outlet_speakers is
'One row per (outlet, speaker): how often, when and as whom the outlet quotes the speaker.';
comment on column outlet_speakers.outlet_id is 'Id of the outlet.';
comment on column outlet_speakers.outlet is 'Name of the outlet that quotes.';
comment on column outlet_speakers.speaker_id is 'Canonical entity that is quoted.';
comment on column outlet_speakers.speaker is 'Its canonical name.';
comment on column outlet_speakers.speaker_type is 'person, organization, place or other.';
comment on column outlet_speakers.speaker_wikidata_id is 'Wikidata id (Q…) of the speaker.';
comment on column outlet_speakers.latest_role is 'The role the outlet last gave the speaker.';
comment on column outlet_speakers.latest_role_at is 'When the article that gave it was published, UTC.';
comment on column outlet_speakers.statements is 'How many statements of the speaker the outlet carries.';
comment on column outlet_speakers.direct_statements is 'How many of them are direct.';
comment on column outlet_speakers.indirect_statements is 'How many of them are indirect.';
comment on column outlet_speakers.mixed_statements is 'How many of them are mixed.';
comment on column outlet_speakers.articles is 'In how many articles.';
comment on column outlet_speakers.first_quoted_on is 'The first day the outlet quotes the speaker on.';
comment on column outlet_speakers.last_quoted_on is 'The last day the outlet quotes the speaker on.';
