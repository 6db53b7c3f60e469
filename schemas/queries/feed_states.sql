-- one row per feed asked for that is known: the state of its polling, and what it last said of its rhythm
select
    feeds.feed_id,
    feeds.last_fetched_at,
    feeds.last_success_at,
    feeds.etag,
    feeds.last_modified,
    feeds.consecutive_failures,
    feeds.last_failure,
    feeds.retry_after_s,
    feeds.fresh_s,
    feeds.moved_to,
    feed_documents.entry_count,
    feed_documents.newest_entry_at,
    feed_documents.entry_gap_s,
    feed_documents.ttl_minutes,
    feed_documents.update_minutes,
    coalesce(feed_documents.skip_hours, []) as skip_hours,
    coalesce(feed_documents.skip_days, []) as skip_days
from feeds
left join feed_documents
    on feeds.feed_id = feed_documents.feed_id and not feed_documents.is_page
where feeds.feed_id in (select unnest($feed_ids))
qualify row_number() over (partition by feeds.feed_id order by feed_documents.fetched_at desc) = 1
order by feeds.feed_id;
