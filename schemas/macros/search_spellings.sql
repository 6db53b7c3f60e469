-- one row per text: its words as they are spelled there, in order
-- A word is a letter or digit and the letters, digits, marks and apostrophes after it. What stands between words is
-- made one space: mostly it is one, and spaces are found far faster than words.
create or replace macro search_spellings(body) as
list_filter(
    string_split(
        regexp_replace(
            body,
            '(?:^|[^\p{L}\p{N}\p{M}''’])[^\p{L}\p{N}]+|[^\p{L}\p{N}\p{M}''’ ]',
            ' ',
            'g'
        ),
        ' '
    ),
    lambda spelling: spelling <> ''
);

comment on macro search_spellings is -- noqa: PRS
'The words of a text as they are spelled there, as a list, in order.';
