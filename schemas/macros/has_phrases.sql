-- one row per text: whether it has all the phrases of a list, word for word, whatever stands between the words
create or replace macro has_phrases(body, wanted) as
len(wanted) = 0 or list_bool_and(
    list_transform(
        wanted,
        lambda phrase: contains(
            ' ' || array_to_string(regexp_extract_all(search_words(body), '[\p{L}\p{N}]+'), ' ') || ' ',
            ' ' || phrase || ' '
        )
    )
);

comment on macro has_phrases is -- noqa: PRS
'Whether a text has all the phrases of a list, word for word, punctuation and case aside.';
