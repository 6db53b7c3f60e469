-- one row per feed asked for that is known: the state of its polling
select
    feed_id,
    last_fetched_at,
    etag,
    last_modified,
    consecutive_failures
from feeds
where feed_id in (select unnest($feed_ids))
order by feed_id;
