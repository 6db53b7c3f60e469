-- one row per statement in the current version of an article that has all the words asked for, the best first
create or replace macro search_quotes(words, at_most := 1000) as table
    with best as (
    -- a phrase can only be told by the text, so with one nothing may be cut off before
        select *
        from search_matches(words, 'statement_terms', 'statements')
        order by score desc, document_number desc
        limit case when len(search_phrases(words)) > 0 then 1000000 else 2 * at_most end
    )

    select
        row_number() over (order by best.score desc, quotes.published_at desc, quotes.statement_id asc) as rank,
        round(best.score, 3) as score,
        quotes.quoted_on,
        quotes.speaker,
        quotes.speech_act,
        highlight(quotes.quote, words) as highlighted,
        quotes.* exclude (quoted_on, speaker, speech_act, statement_number, fetched_at, is_current)
    from best
    inner join all_quotes as quotes
        on best.document_number = quotes.statement_number
    where
        quotes.is_current
        and has_phrases(quotes.quote, search_phrases(words))
    qualify rank <= at_most
    order by rank;

comment on macro table search_quotes is -- noqa: PRS
'search_quotes(words): the rows of quotes with all these words, best first; word* and "a phrase" are understood.';
