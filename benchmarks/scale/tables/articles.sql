-- one row per article of the night
select
    id('article', article) as article_id,
    'https://outlet-' || outlet || '.example/' || article as canonical_url,
    'outlet-' || outlet as outlet_id,
    'On ' || word(zipf_mandelbrot(article, 20, 60000)) || ' and ' || word(zipf_mandelbrot(article, 21, 60000)) as headline,
    null::varchar as byline,
    'world' as section,
    'en' as language,
    published_at,
    'feed' as published_from,
    null::timestamptz as modified_at,
    editions.fetched_at,
    'json-ld' as headline_from,
    null::varchar as byline_from,
    'en' as declared_language,
    null::varchar as published_zone,
    null::varchar as modified_from,
    []::varchar[] as tags,
    0 as image_count,
    0 as video_count,
    null::varchar as agency
from articles_made
inner join (
    select
        article,
        max(fetched_at) as fetched_at
    from editions_made
    group by article
) as editions using (article);
