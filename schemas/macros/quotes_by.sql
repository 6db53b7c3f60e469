-- one row per statement in the current version of an article made by a speaker of this name, newest first
create or replace macro quotes_by(who) as table
    select quotes.*
    from quotes
    where quotes.speaker_id in (select called.entity_id from entities_called(who) as called)
    order by quotes.quoted_on desc, quotes.published_at desc, quotes.statement_id asc;

comment on macro table quotes_by is -- noqa: PRS
'quotes_by(who): the rows of quotes whose speaker has all these words in a name or an alias, newest first.';
