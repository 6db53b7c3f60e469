-- one row per (statement, entity named in it) that takes a side: what a speaker says of an entity, over time
-- The side is read off the speech act and a few words, nothing more: a lead to check, and only where one side is heard.
create or replace view positions as
-- (whose statements take a side is told before whom they name: else all of these are read for one speaker)
with taken as materialized (
    select
        canonical_speaker_id as speaker_id,
        speaker,
        side,
        published_at,
        statement_number
    from statements
    where
        side is not null
        and canonical_speaker_id is not null
        and is_current
        and not is_negated
),

sided as (
    select distinct
        taken.speaker_id,
        taken.speaker,
        entities.canonical_id as about_id,
        entities.name as about,
        taken.side,
        taken.side in ('for', 'against') as is_opinion,
        taken.side in ('for', 'confirms') as is_affirmed,
        taken.published_at,
        taken.statement_number,
        struct_pack(published_at := taken.published_at, number := taken.statement_number) as placed
    from taken
    inner join statement_mentions as naming
        on taken.statement_number = naming.statement_number
    inner join canonical_entities as entities
        on naming.entity_id = entities.entity_id
    where taken.speaker_id <> entities.canonical_id
),

-- windows over a speaker and an entity, so that asking for either reads no more than theirs
heard_before as (
    select
        *,
        max(placed) filter (where is_affirmed) over earlier as affirmed,
        max(placed) filter (where not is_affirmed) over earlier as opposed
    from sided
    window earlier as (
        partition by speaker_id, speaker, about_id, about, is_opinion
        order by published_at
        range between unbounded preceding and interval 1 microsecond preceding
    )
),

answered as (
    select
        *,
        case
            when published_at is null then null
            when is_affirmed then opposed.number
            else affirmed.number
        end as opposite_number
    from heard_before
)

select
    later.quoted_on,
    answered.speaker,
    answered.about,
    answered.side,
    later.content_text as quote,
    later.outlet,
    later.canonical_url as url,
    earlier.quoted_on as opposite_quoted_on,
    earlier.side as opposite_side,
    earlier.content_text as opposite_quote,
    earlier.outlet as opposite_outlet,
    earlier.canonical_url as opposite_url,
    earlier.statement_id is not null as is_contradiction,
    answered.speaker_id,
    answered.about_id,
    later.statement_id,
    earlier.statement_id as opposite_statement_id
from answered
inner join statements as later
    on answered.statement_number = later.statement_number
left join statements as earlier
    on answered.opposite_number = earlier.statement_number;

comment on view positions is
'One row per (statement, entity named in it) that takes a side, beside the last opposite one of the same speaker.';
comment on column positions.quoted_on is 'The day the statement is filed under.';
comment on column positions.speaker is 'Canonical name of who said it.';
comment on column positions.about is 'Canonical name of whom or what it names.';
comment on column positions.side is
'for, against, confirms or denies: read off the speech act and a few words; a lead to check, not a finding.';
comment on column positions.quote is 'What is said.';
comment on column positions.outlet is 'Name of the outlet.';
comment on column positions.url is 'Canonical address of the article.';
comment on column positions.opposite_quoted_on is 'The day of the last earlier statement on the opposite side.';
comment on column positions.opposite_side is 'The opposite side; null when the speaker took it never before.';
comment on column positions.opposite_quote is 'What was said then.';
comment on column positions.opposite_outlet is 'Name of the outlet that carried it.';
comment on column positions.opposite_url is 'Canonical address of that article.';
comment on column positions.is_contradiction is
'Whether the speaker took the opposite side earlier, as far as the words tell.';
comment on column positions.speaker_id is 'Canonical entity that said it.';
comment on column positions.about_id is 'Canonical entity that is named.';
comment on column positions.statement_id is 'Id of the statement.';
comment on column positions.opposite_statement_id is 'Id of the earlier statement.';
