-- one row per text: the words it is found by, in order: lower case, without accents, the commonest words left out
create or replace macro search_terms(body) as
list_filter(
    regexp_extract_all(search_words(body), '[\p{L}\p{N}]+'),
    lambda word: word not in (
        'a', 'an', 'and', 'are', 'as', 'at', 'be', 'by', 'for', 'from', 'has', 'have', 'he', 'in', 'is', 'it', 'its',
        'of', 'on', 'or', 'she', 'that', 'the', 'they', 'this', 'to', 'was', 'we', 'were', 'will', 'with', 'would'
    )
);

comment on macro search_terms is -- noqa: PRS
'The words a text is found by, as a list, in order: lower case, without accents, the commonest words left out.';
