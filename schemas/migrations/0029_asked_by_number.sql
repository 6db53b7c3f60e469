-- one row per attribution in an article version (statements), (statement, entity named in it) (statement_mentions)
-- What questions would otherwise work out of every text, or look up by ids in all statements: the side one takes, and
-- its number beside whom it names.
alter table statements add column side varchar;
comment on column statements.side is
'The side it takes on what it names: for, against, denies or confirms; null where none or two are heard. Derived.';

update statements
set side = heard.side
from (
    select
        statement_number,
        case
            when speech_act = 'deny' then 'denies'
            when speech_act = 'confirm' then 'confirms'
            when speech_act = 'praise' then 'for'
            when speech_act in ('accuse', 'complain', 'criticize') then 'against'
            when is_for = is_against then null
            when is_for = is_negated then 'against'
            else 'for'
        end as side
    from (
        select
            statement_number,
            speech_act,
            regexp_matches(
                content_text,
                '\b(?:support|supports|supported|supporting|backs|backed|welcomes?|welcomed|endorses?|endorsed'
                || '|favou?rs?|in favou?r of|approves?|approved|praised?|praises|committed to|stands? (?:with|by))\b',
                'i'
            ) as is_for,
            regexp_matches(
                content_text,
                '\b(?:opposes?|opposed|opposing|rejects?|rejected|rejecting|condemns?|condemned|against|refuses?'
                || '|refused|criticises?|criticised|criticizes?|criticized|denounces?|denounced|vetoe?s?|vetoed)\b',
                'i'
            ) as is_against,
            regexp_matches(
                content_text,
                '(?:\b(?:not|never|cannot|no longer|without)|n[’'']t)\s+(?:\w+\s+){0,2}'
                || '(?:support|back|welcome|endorse|favou?r|approve|praise|committed|stand|oppose|reject|condemn'
                || '|refuse|criticise|criticize|denounce|veto|in favou?r|against)',
                'i'
            ) as is_negated
        from statements
    ) as words_heard
) as heard
where statements.statement_number = heard.statement_number and heard.side is not null;

create table statement_mentions_anew (
    statement_id varchar not null,
    entity_id varchar not null,
    mention_count integer not null,
    run_id varchar not null,
    loaded_at timestamptz not null,
    statement_number integer
);
insert into statement_mentions_anew by name
select
    statement_mentions.*,
    statements.statement_number
from statement_mentions
left join statements
    on statement_mentions.statement_id = statements.statement_id
order by statement_number;
drop table statement_mentions;
alter table statement_mentions_anew rename to statement_mentions;
comment on table statement_mentions is 'One row per (statement, entity named inside its content): whom it is about.';
comment on column statement_mentions.statement_id is 'The statement.';
comment on column statement_mentions.entity_id is 'The entity named in it.';
comment on column statement_mentions.mention_count is 'How often it is named there.';
comment on column statement_mentions.run_id is 'The run that last wrote this row.';
comment on column statement_mentions.loaded_at is 'When this row was last written, UTC.';
comment on column statement_mentions.statement_number is 'Number of the statement in this file. Derived.';
