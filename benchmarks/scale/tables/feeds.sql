-- one row per made-up feed
select
    id('feed', number) as feed_id,
    'outlet-' || number % 90 as outlet_id,
    'https://outlet-' || number % 90 || '.example/feed/' || number as url,
    null::varchar as section,
    true as enabled,
    30::bigint as poll_minutes
from range(200) as numbers (number);
