-- one row per article of the night
select
    'article-' || article as article_id,
    'https://outlet-' || outlet || '.example/' || article as canonical_url,
    'outlet-' || outlet as outlet_id,
    'On ' || word(zipf(article, 20, 60000)) || ' and ' || word(zipf(article, 21, 60000)) as headline,
    null::varchar as byline,
    'world' as section,
    'en' as language,
    published_at,
    'feed' as published_from,
    null::timestamptz as modified_at,
    published_at + interval 1 hour as fetched_at,
    null::varchar as agency
from articles_made;
