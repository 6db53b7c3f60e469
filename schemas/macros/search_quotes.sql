-- one row per statement in the current version of an article that has all the words asked for, the best first
create or replace macro search_quotes(words, at_most := 1000) as table
    with best as (
    -- a phrase can only be told by the text, so with one nothing may be cut off before
        select *
        from search_matches(words, 'statement_terms', 'statement_documents')
        qualify
            len(search_phrases(words)) > 0
            or row_number() over (order by score desc, document_number desc) <= 2 * at_most
    )

    select
        row_number() over (order by best.score desc, quotes.published_at desc, quotes.statement_id asc) as rank,
        round(best.score, 3) as score,
        quotes.quoted_on,
        quotes.speaker,
        quotes.speech_act,
        highlight(quotes.quote, words) as highlighted,
        quotes.* exclude (quoted_on, speaker, speech_act)
    from best
    inner join statement_documents as documents
        on best.document_number = documents.document_number
    inner join quotes
        on documents.statement_id = quotes.statement_id
    where has_phrases(quotes.quote, search_phrases(words))
    qualify rank <= at_most
    order by rank;

comment on macro table search_quotes is -- noqa: PRS
'search_quotes(words): the rows of quotes with all these words, best first; word* and "a phrase" are understood.';
