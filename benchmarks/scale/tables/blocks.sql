-- one row per paragraph of a text of the night, and three lines beside each text that its outlet repeats
with standing as (
    select
        version,
        ordinal,
        'paragraph' as role,
        paragraph_start as start,
        (paragraph_start + length(paragraph))::integer as "end",
        null as text,
        hash(paragraph)::hugeint - 9223372036854775808 as text_key
    from statements_made
    union all
    select
        editions_made.version,
        64 + beside.place as ordinal,
        'note' as role,
        null as start,
        null as "end",
        'Sign up for the letter no. ' || beside.place || ' of outlet ' || articles_made.outlet as text,
        hash(articles_made.outlet, beside.place)::hugeint - 9223372036854775808 as text_key
    from editions_made
    inner join articles_made using (article)
    cross join (values (0), (1), (2)) as beside (place)
)

select
    id('version', version) as article_version_id,
    ordinal::integer as ordinal,
    role,
    start,
    "end",
    text,
    '/html/body/main/p[' || ordinal || ']' as node_path,
    text_key::bigint as text_key,
    id('record', version) as warc_record_id
from standing;
