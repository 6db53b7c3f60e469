-- one row per article of the night, as a feed of its outlet offered it
select
    id('entry', article) as entry_id,
    id('feed', outlet) as feed_id,
    'https://outlet-' || outlet || '.example/' || article as guid,
    'https://outlet-' || outlet || '.example/' || article as link,
    'https://outlet-' || outlet || '.example/' || article as canonical_url,
    'On ' || word(zipf_mandelbrot(article, 20, 60000)) as title,
    null::varchar as author,
    published_at,
    null::timestamptz as updated_at,
    published_at + interval 30 minute as seen_at
from articles_made;
