-- one row per article that has all the words asked for in its headline or current text, the best first
create or replace macro search_articles(words, at_most := 100) as table
    with best as (
        select *
        from search_matches(words, 'text_terms', 'text_documents')
        order by score desc, document_number desc
        limit search_depth(words, at_most)
    )

    select
        row_number() over (order by best.score desc, articles.published_at desc, articles.article_id asc) as rank,
        round(best.score, 3) as score,
        articles.published_at,
        outlets.name as outlet,
        highlight(versions.headline, words) as headline,
        articles.canonical_url as url,
        versions.text,
        articles.outlet_id,
        articles.article_id,
        versions.article_version_id
    from best
    inner join text_documents as documents
        on best.document_number = documents.document_number
    inner join article_versions as versions
        on documents.article_version_id = versions.article_version_id
    inner join articles
        on versions.article_id = articles.article_id
    inner join outlets
        on articles.outlet_id = outlets.outlet_id
    where
        versions.is_current
        and has_phrases(concat_ws(' ', versions.headline, versions.text), search_phrases(words))
    qualify rank <= at_most
    order by rank;

comment on macro table search_articles is -- noqa: PRS
'search_articles(words): articles with all these words, the 100 best (at_most := 100); word*, "a phrase" work, too.';
