-- one row per statement in the current version of an article made by a speaker of this name, newest first
-- The newest are chosen by dates and numbers before their words are read: a limit outside comes after that.
-- (as lists: whatever DuckDB guesses of a name, it then looks for these few in the statements, not the other way round)
create or replace macro quotes_by(who, at_most := null) as table
    with chosen as (
        select quotes.statement_number
        from all_quotes as quotes
        where
            quotes.is_current
            and quotes.speaker_id in (
                select unnest((select list(called.entity_id) from entities_called(who) as called))
            )
        order by quotes.quoted_on desc, quotes.published_at desc, quotes.statement_number asc
        limit at_most
    )

    select quotes.* exclude (statement_number, fetched_at, is_current)
    from all_quotes as quotes
    where quotes.statement_number in (select unnest((select list(chosen.statement_number) from chosen)))
    order by quotes.quoted_on desc, quotes.published_at desc, quotes.statement_number asc;

comment on macro table quotes_by is -- noqa: PRS
'quotes_by(who): rows of quotes whose speaker has all these words in a name, newest first; all, or at_most := 20.';
