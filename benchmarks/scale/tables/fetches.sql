-- one row per request of the night: each text of an article, and each feed every half an hour
with requests as (
    select
        'article' as kind,
        'https://outlet-' || articles_made.outlet || '.example/' || articles_made.article as url,
        articles_made.outlet,
        articles_made.outlet as feed,
        id('entry', articles_made.article) as entry_id,
        editions_made.fetched_at,
        editions_made.version as number
    from editions_made
    inner join articles_made using (article)
    union all
    select
        'feed' as kind,
        'https://outlet-' || feeds.feed % 90 || '.example/feed/' || feeds.feed as url,
        feeds.feed % 90 as outlet,
        feeds.feed,
        null as entry_id,
        $first_day::timestamptz + to_days($night::integer) + to_minutes(30 * polls.poll) as fetched_at,
        -1 - ($night * 48 + polls.poll) * 200 - feeds.feed as number
    from range(200) as feeds (feed)
    cross join range(48) as polls (poll)
)

select
    id('fetch', number) as fetch_id,
    kind,
    url,
    case when kind = 'article' then url end as canonical_url,
    url as plan_url,
    'outlet-' || outlet as outlet_id,
    id('feed', feed) as feed_id,
    entry_id,
    null::timestamptz as entry_updated_at,
    fetched_at,
    (50 + 400 * draw(number, 40))::bigint as duration_ms,
    case when kind = 'feed' and draw(number, 41) < 0.7 then 304 else 200 end::bigint as status,
    null::varchar as error_kind,
    null::varchar as error,
    (20000 + 60000 * draw(number, 42))::bigint as bytes,
    'text/html; charset=utf-8' as content_type,
    null::varchar as etag,
    null::varchar as last_modified,
    'night-' || $night || '.warc.gz' as warc_file,
    number as warc_offset,
    id('record', number) as warc_record_id
from requests;
