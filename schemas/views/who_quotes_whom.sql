-- one row per (outlet, speaker): how often the outlet quotes the speaker, beside how often all outlets do
create or replace view who_quotes_whom as
with shared as (
    select
        *,
        statements / sum(statements) over (partition by outlet_id) as share,
        sum(statements) over (partition by speaker_id) / sum(statements) over () as share_overall
    from outlet_speakers
)

select
    outlet,
    speaker,
    statements,
    direct_statements,
    articles,
    round(share, 4) as share,
    round(share_overall, 4) as share_overall,
    round(share / share_overall, 2) as times_overall,
    first_quoted_on,
    last_quoted_on,
    outlet_id,
    speaker_id
from shared;

comment on view who_quotes_whom is
'One row per (outlet, speaker): how often the outlet quotes the speaker, beside how often all outlets do.';
comment on column who_quotes_whom.outlet is 'Name of the outlet that quotes.';
comment on column who_quotes_whom.speaker is 'Canonical name of who is quoted.';
comment on column who_quotes_whom.statements is 'How many statements of the speaker it carries.';
comment on column who_quotes_whom.direct_statements is 'How many of them are direct.';
comment on column who_quotes_whom.articles is 'In how many articles.';
comment on column who_quotes_whom.share is
'The share of the statements with a known speaker in this outlet that are the speaker''s, 0 to 1.';
comment on column who_quotes_whom.share_overall is 'The same share over all outlets, 0 to 1.';
comment on column who_quotes_whom.times_overall is
'share divided by share_overall: 2 means that this outlet quotes the speaker twice as much as all outlets do.';
comment on column who_quotes_whom.first_quoted_on is 'The first day it quotes the speaker on.';
comment on column who_quotes_whom.last_quoted_on is 'The last day it quotes the speaker on.';
comment on column who_quotes_whom.outlet_id is 'Id of the outlet.';
comment on column who_quotes_whom.speaker_id is 'Canonical entity that is quoted.';
