-- one row per search: the phrases it has in quotation marks, as a list
create or replace macro search_phrases(asked_words) as
list_transform(
    regexp_extract_all(search_words(asked_words), '["“”]([^"“”]*)["“”]', 1),
    lambda phrase: array_to_string(regexp_extract_all(phrase, '[\p{L}\p{N}]+'), ' ')
);

comment on macro search_phrases is -- noqa: PRS
'The phrases a search has in quotation marks, as a list.';
