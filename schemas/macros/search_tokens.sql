-- one row per word of a search: as asked, and its letters alone; word* asks for all words that begin so
create or replace macro search_tokens(asked_words) as table
    select distinct
        token,
        rtrim(token, '*') as stem,
        token like '%*' as is_prefix
    from (select unnest(regexp_extract_all(search_words(asked_words), '[\p{L}\p{N}]+\*?')) as token) as tokens
    where token like '%*' or len(search_terms(token)) > 0;

comment on macro table search_tokens is -- noqa: PRS
'The words a search asks for, the commonest left out; word* asks for all words that begin so.';
