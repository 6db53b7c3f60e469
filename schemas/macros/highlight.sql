-- one row per text: the text with the words of a search between **asterisks**
create or replace macro highlight(body, asked_words) as
regexp_replace(
    body,
    '(?i)(' || (
        select string_agg('\b' || stem || case when is_prefix then '\w*' else '\b' end, '|' order by stem desc)
        from search_tokens(asked_words)
    ) || ')',
    '**\1**',
    'g'
);

comment on macro highlight is -- noqa: PRS
'highlight(text, words): the text with the words of a search between **asterisks**.';
