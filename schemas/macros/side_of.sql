-- one row per statement: for, against, denies or confirms, read off its speech act or a few words; else null
create or replace macro side_of(act, body) as
list_transform(
    [
        {
            'is_for': regexp_matches(
                body,
                '\b(?:support|supports|supported|supporting|backs|backed|welcomes?|welcomed|endorses?|endorsed'
                || '|favou?rs?|in favou?r of|approves?|approved|praised?|praises|committed to|stands? (?:with|by))\b',
                'i'
            ),
            'is_against': regexp_matches(
                body,
                '\b(?:opposes?|opposed|opposing|rejects?|rejected|rejecting|condemns?|condemned|against|refuses?'
                || '|refused|criticises?|criticised|criticizes?|criticized|denounces?|denounced|vetoe?s?|vetoed)\b',
                'i'
            ),
            'is_negated': regexp_matches(
                body,
                '(?:\b(?:not|never|cannot|no longer|without)|n[’'']t)\s+(?:\w+\s+){0,2}'
                || '(?:support|back|welcome|endorse|favou?r|approve|praise|committed|stand|oppose|reject|condemn'
                || '|refuse|criticise|criticize|denounce|veto|in favou?r|against)',
                'i'
            )
        }
    ],
    lambda heard: case
        when act = 'deny' then 'denies'
        when act = 'confirm' then 'confirms'
        when act = 'praise' then 'for'
        when act in ('accuse', 'complain', 'criticize') then 'against'
        when heard.is_for = heard.is_against then null
        when heard.is_for = heard.is_negated then 'against'
        else 'for'
    end
)[1];

comment on macro side_of is -- noqa: PRS
'The side a statement takes: for, against, denies or confirms, read off its speech act or a few words, or null.';
