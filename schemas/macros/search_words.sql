-- one row per text: its words as search compares them: lower case, without accents and apostrophes
create or replace macro search_words(body) as
lower(strip_accents(regexp_replace(body, '[''’](?:s\b)?', '', 'g')));

comment on macro search_words is -- noqa: PRS
'A text as search compares it: lower case, without accents, apostrophes and the possessive s.';
