-- one row per statement in the current version of an article that names an entity of this name, newest first
-- The newest are chosen by dates and numbers before their words are read: a limit outside comes after that.
-- (as lists: whatever DuckDB guesses of a name, it then looks for these few in the statements, not the other way round)
create or replace macro quotes_about(who, at_most := null) as table
    with naming as (
        select list(naming.statement_number) as statement_numbers
        from statement_mentions as naming
        where naming.entity_id in (select unnest(entity_ids_called(who)))
    ),

    chosen as (
        select quotes.statement_number
        from all_quotes as quotes
        where
            quotes.is_current
            and quotes.statement_number in (select unnest(naming.statement_numbers) from naming)
        order by quotes.quoted_on desc, quotes.published_at desc, quotes.statement_number asc
        limit at_most
    )

    select quotes.* exclude (statement_number, fetched_at, is_current)
    from all_quotes as quotes
    where quotes.statement_number in (select unnest((select list(chosen.statement_number) from chosen)))
    order by quotes.quoted_on desc, quotes.published_at desc, quotes.statement_number asc;

comment on macro table quotes_about is -- noqa: PRS
'quotes_about(who): rows of quotes that name someone of this name in their words, newest first; all, or at_most := 20.';
