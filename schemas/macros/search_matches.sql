-- one row per document of a search index that has all the words asked for, with its score
-- BM25 (Robertson and Zaragoza 2009, k1 = 1.2, b = 0.75); the index is a pair of tables, of terms and of documents.
create or replace macro search_matches(asked_words, terms_table, documents_table) as table
    with asked as (
        select * from search_tokens(asked_words)
    ),

    expanded as (
        select
            token,
            stem as term
        from asked
        where not is_prefix
        union all
        select
            asked.token,
            known.term
        from search_vocabulary as known
        inner join asked
            on starts_with(known.term, asked.stem)
        where asked.is_prefix
    ),

    standing as (
        select
            expanded.token,
            found.document_number,
            sum(found.occurrences) as occurrences,
            any_value(found.term_count) as term_count
        from query_table(terms_table) as found
        inner join expanded
            on found.term = expanded.term
        group by expanded.token, found.document_number
    ),

    size as (
        select
            count(*) as documents,
            avg(term_count) as average_count
        from query_table(documents_table)
    ),

    found as (
        select
            token,
            count(*) as documents
        from standing
        group by token
    ),

    weights as (
        select
            standing.token,
            any_value(ln(1 + (size.documents - found.documents + 0.5) / (found.documents + 0.5))) as weight
        from standing
        inner join found
            on standing.token = found.token
        cross join size
        group by standing.token
    )

    select
        standing.document_number,
        sum(
            weights.weight * standing.occurrences * 2.2
            / (standing.occurrences + 1.2 * (0.25 + 0.75 * standing.term_count / size.average_count))
        ) as score
    from standing
    inner join weights
        on standing.token = weights.token
    cross join size
    group by standing.document_number
    having count(*) = (select count(*) from asked);

comment on macro table search_matches is -- noqa: PRS
'The documents of an index that have all the words asked for, with their scores: what the other searches stand on.';
