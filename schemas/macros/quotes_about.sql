-- one row per statement in the current version of an article that names an entity of this name, newest first
-- (as lists: whatever DuckDB guesses of a name, it then looks for these few in the statements, not the other way round)
create or replace macro quotes_about(who) as table
    select quotes.* exclude (statement_number, fetched_at, is_current)
    from all_quotes as quotes
    where
        quotes.is_current
        and quotes.statement_number in (
            select
                unnest((
                    select list(naming.statement_number)
                    from statement_mentions as naming
                    where naming.entity_id in (select unnest(entity_ids_called(who)))
                ))
        )
    order by quotes.quoted_on desc, quotes.published_at desc, quotes.statement_number asc;

comment on macro table quotes_about is -- noqa: PRS
'quotes_about(who): the rows of quotes that name someone or something of this name in their words, newest first.';
