-- one row per text: its words as they are spelled there, in order
create or replace macro search_spellings(body) as
regexp_extract_all(body, '[\p{L}\p{N}][\p{L}\p{N}\p{M}''’]*');

comment on macro search_spellings is -- noqa: PRS
'The words of a text as they are spelled there, as a list, in order.';
