-- one row per (statement, entity named in it) that takes a side: what a speaker says of an entity, over time
-- The side is read off the speech act and a few words, nothing more: a lead to check, and only where one side is heard.
create or replace view positions as
-- (a statement is told once of an entity, though two that count as it may be named)
with sided as (
    select
        statements.canonical_speaker_id as speaker_id,
        statements.canonical_speaker as speaker,
        entities.canonical_id as about_id,
        entities.name as about,
        statements.side in ('for', 'against') as is_opinion,
        statements.side in ('for', 'confirms') as is_affirmed,
        statements.published_at,
        any_value(
            struct_pack(
                published_at := statements.published_at,
                number := statements.statement_number,
                statement_id := statements.statement_id,
                quoted_on := statements.filed_on,
                side := statements.side,
                quote := statements.content_text,
                outlet := statements.outlet_name,
                url := statements.canonical_url
            )
        ) as told
    from statements
    inner join statement_mentions as naming
        on statements.statement_number = naming.statement_number
    inner join canonical_entities as entities
        on naming.entity_id = entities.entity_id
    where
        statements.side is not null
        and statements.is_current
        and not statements.is_negated
        and statements.canonical_speaker_id <> entities.canonical_id
    group by
        statements.statement_number, statements.canonical_speaker_id, statements.canonical_speaker,
        entities.canonical_id, entities.name, statements.side, statements.published_at
),

-- windows over a speaker and an entity, so that asking for either reads no more than theirs; the latest statement is
-- the greatest, by its date and number
heard_before as (
    select
        *,
        max(told) filter (where is_affirmed) over earlier as affirmed,
        max(told) filter (where not is_affirmed) over earlier as opposed
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
            when is_affirmed then opposed
            else affirmed
        end as opposite
    from heard_before
)

select
    told.quoted_on,
    speaker,
    about,
    told.side,
    told.quote,
    told.outlet,
    told.url,
    opposite.quoted_on as opposite_quoted_on,
    opposite.side as opposite_side,
    opposite.quote as opposite_quote,
    opposite.outlet as opposite_outlet,
    opposite.url as opposite_url,
    opposite is not null as is_contradiction,
    speaker_id,
    about_id,
    told.statement_id,
    opposite.statement_id as opposite_statement_id
from answered;

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
