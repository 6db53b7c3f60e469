-- one row per (statement, entity named in it) that takes a side: what a speaker says of an entity, over time
-- The side is read off the speech act and a few words, nothing more: a lead to check, and only where one side is heard.
create or replace view positions as
with naming as (
    select distinct
        statement_mentions.statement_id,
        entities.canonical_id as about_id,
        entities.name as about
    from statement_mentions
    inner join canonical_entities as entities
        on statement_mentions.entity_id = entities.entity_id
),

heard as (
    select
        quotes.*,
        naming.about,
        naming.about_id,
        regexp_matches(
            quotes.quote,
            '\b(?:support|supports|supported|supporting|backs|backed|welcomes?|welcomed|endorses?|endorsed'
            || '|favou?rs?|in favou?r of|approves?|approved|praised?|praises|committed to|stands? (?:with|by))\b',
            'i'
        ) as is_for,
        regexp_matches(
            quotes.quote,
            '\b(?:opposes?|opposed|opposing|rejects?|rejected|rejecting|condemns?|condemned|against|refuses?|refused'
            || '|criticises?|criticised|criticizes?|criticized|denounces?|denounced|vetoe?s?|vetoed)\b',
            'i'
        ) as is_against,
        regexp_matches(
            quotes.quote,
            '(?:\b(?:not|never|cannot|no longer|without)|n[’'']t)\s+(?:\w+\s+){0,2}'
            || '(?:support|back|welcome|endorse|favou?r|approve|praise|committed|stand|oppose|reject|condemn|refuse'
            || '|criticise|criticize|denounce|veto|in favou?r|against)',
            'i'
        ) as is_turned
    from quotes
    inner join naming
        on quotes.statement_id = naming.statement_id
    where
        quotes.speaker_id is not null
        and quotes.speaker_id <> naming.about_id
        and not quotes.is_negated
),

sided as (
    select
        *,
        case
            when speech_act = 'deny' then 'denies'
            when speech_act = 'confirm' then 'confirms'
            when speech_act = 'praise' then 'for'
            when speech_act in ('accuse', 'complain', 'criticize') then 'against'
            when is_for = is_against then null
            when is_for = is_turned then 'against'
            else 'for'
        end as side
    from heard
),

opposed as (
    select
        *,
        case side
            when 'for' then 'against'
            when 'against' then 'for'
            when 'denies' then 'confirms'
            else 'denies'
        end as opposite
    from sided
    where side is not null
)

select
    later.quoted_on,
    later.speaker,
    later.about,
    later.side,
    later.quote,
    later.outlet,
    later.url,
    earlier.quoted_on as opposite_quoted_on,
    earlier.side as opposite_side,
    earlier.quote as opposite_quote,
    earlier.outlet as opposite_outlet,
    earlier.url as opposite_url,
    earlier.statement_id is not null as is_contradiction,
    later.speaker_id,
    later.about_id,
    later.statement_id,
    earlier.statement_id as opposite_statement_id
from opposed as later
asof left join opposed as earlier
    on
        later.speaker_id = earlier.speaker_id
        and later.about_id = earlier.about_id
        and later.opposite = earlier.side
        and later.published_at > earlier.published_at;

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
