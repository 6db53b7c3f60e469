-- one row per statement in the current version of an article that has all the words asked for, the best first
create or replace macro search_quotes(words, at_most := 100) as table
    with best as (
        select *
        from search_matches(words, 'statement_terms', 'statements')
        order by score desc, document_number desc
        limit search_depth(words, at_most)
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
'search_quotes(words): rows of quotes with all these words, the 100 best (at_most := 100); word*, "a phrase" work, too.';
