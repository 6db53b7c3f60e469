-- one row per document of a search index that has all the words asked for, and its phrases, with its score
-- BM25 (Robertson and Zaragoza 2009, k1 = 1.2, b = 0.75); the index is a pair of tables, of terms and of documents.
-- The rarest word is looked up first, and the others only in the documents that have it. How rare a word is, is told by
-- its places, which are counted faster than the documents they are in. A search for one word that stands in more than
-- 100,000 places ranks the latest documents that have it, about 100,000: all have it, and no more than 1000 are shown.
create or replace macro search_matches(asked_words, terms_table, documents_table) as table
    with asked as (
        select * from search_tokens(asked_words)
    ),

    expanded as (
        select
            asked.token,
            known.term_number
        from search_vocabulary as known
        inner join asked
            on known.term = asked.stem
        where not asked.is_prefix
        union all
        select
            asked.token,
            known.term_number
        from search_vocabulary as known
        inner join asked
            on starts_with(known.term, asked.stem)
        where asked.is_prefix
    ),

    documents as (
        select count(*) as documents from query_table(documents_table)
    ),

    terms as (
        select count(*) as terms from query_table(terms_table)
    ),

    size as (
        select
            documents.documents,
            terms.terms / documents.documents as average_count
        from documents
        cross join terms
    ),

    found as (
        select
            expanded.token,
            count(*) as places
        from query_table(terms_table) as standing
        inner join expanded
            on standing.term_number = expanded.term_number
        group by expanded.token
    ),

    weights as (
        select
            found.token,
            ln(1 + (greatest(size.documents - found.places, 0) + 0.5) / (found.places + 0.5)) as weight,
            row_number() over (order by found.places, found.token) = 1 as is_rarest,
            case
                when found.places > 100000 and (select count(*) from asked) = 1 and len(search_phrases(asked_words)) = 0
                    then size.documents * (1 - 100000 / found.places)
                else 0
            end as first_document
        from found
        cross join size
    ),

    -- the limits keep DuckDB from looking for documents first, in all words there are
    rarest_everywhere as (
        select
            weights.token,
            weights.first_document,
            standing.*
        from query_table(terms_table) as standing
        inner join expanded
            on standing.term_number = expanded.term_number
        inner join weights
            on expanded.token = weights.token
        where weights.is_rarest
        limit 1000000000000 -- noqa: AM09
    ),

    rarest as (
        select * exclude (first_document)
        from rarest_everywhere
        where document_number >= first_document
    ),

    commoner as (
        select
            weights.token,
            standing.*
        from query_table(terms_table) as standing
        inner join expanded
            on standing.term_number = expanded.term_number
        inner join weights
            on expanded.token = weights.token
        where not weights.is_rarest
        limit 1000000000000 -- noqa: AM09
    ),

    beside as (
        select commoner.*
        from commoner
        where commoner.document_number in (select rarest.document_number from rarest)
    ),

    standing_terms as (
        select rarest.*
        from rarest
        where
            (select count(*) from asked) = 1
            or rarest.document_number in (select beside.document_number from beside)
        union all
        select * from beside
    ),

    counted as (
        select
            token,
            document_number,
            count(*) as occurrences,
            any_value(term_count) as term_count
        from standing_terms
        group by token, document_number
    ),

    -- the words of each phrase that are in the index, with their places in it
    phrased as (
        select
            spoken.phrase,
            spoken.place,
            known.term_number
        from (
            select
                phrase,
                unnest(string_split(phrase, ' ')) as term,
                unnest(range(len(string_split(phrase, ' ')))) as place
            from (select distinct unnest(search_phrases(asked_words)) as phrase) as phrases
        ) as spoken
        inner join search_vocabulary as known
            on spoken.term = known.term
    ),

    phrases as (
        select
            phrase,
            count(*) as word_count
        from phrased
        group by phrase
    ),

    -- where the words of a phrase stand as far apart as in it, and how many of them
    starts as (
        select
            phrased.phrase,
            standing_terms.document_number,
            standing_terms.position - phrased.place as starts_at,
            count(*) as word_count
        from standing_terms
        inner join phrased
            on standing_terms.term_number = phrased.term_number
        group by all
    ),

    spoken_in as (
        select
            starts.phrase,
            starts.document_number
        from starts
        inner join phrases
            on
                starts.phrase = phrases.phrase
                and starts.word_count = phrases.word_count
        group by starts.phrase, starts.document_number
    )

    select
        counted.document_number,
        sum(
            weights.weight * counted.occurrences * 2.2
            / (counted.occurrences + 1.2 * (0.25 + 0.75 * counted.term_count / size.average_count))
        ) as score
    from counted
    inner join weights
        on counted.token = weights.token
    cross join size
    where
        (select count(*) from phrases) = 0
        or counted.document_number in (
            select spoken_in.document_number
            from spoken_in
            group by spoken_in.document_number
            having count(*) = (select count(*) from phrases)
        )
    group by counted.document_number
    having count(*) = (select count(*) from asked);

comment on macro table search_matches is -- noqa: PRS
'The documents of an index that have all the words asked for, with their scores: what the other searches stand on.';
