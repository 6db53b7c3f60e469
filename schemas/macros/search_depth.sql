-- one row per search: how many of its best documents to look at, for so many that are to be shown
-- Some of the best are in texts that were replaced since. And of a phrase with words that no document is found by, only
-- the text tells where it stands: then nothing may be cut off before.
create or replace macro search_depth(words, at_most) as
case
    when
        list_bool_or(
            list_transform(
                search_phrases(words),
                lambda phrase: len(search_terms(phrase)) < len(string_split(phrase, ' '))
            )
        )
        then 1000000
    else 2 * at_most
end;

comment on macro search_depth is -- noqa: PRS
'How many of the best documents of a search are looked at, for so many that are to be shown.';
