-- one row per text: whether it has all the phrases of a list, word for word, whatever stands between the words
-- (the text stands beside each phrase, not in the lambda: in one, DuckDB reads a pattern anew for every few rows)
create or replace macro has_phrases(body, wanted) as
len(wanted) = 0 or list_bool_and(
    list_transform(
        list_zip(
            wanted,
            list_resize(
                []::varchar[],
                len(wanted),
                regexp_replace(' ' || search_words(body) || ' ', '[^\p{L}\p{N}]+', ' ', 'g')
            )
        ),
        lambda asked: contains(asked[2], ' ' || asked[1] || ' ')
    )
);

comment on macro has_phrases is -- noqa: PRS
'Whether a text has all the phrases of a list, word for word, punctuation and case aside.';
