-- one row per feed polled or changed in this load: its poll state, from all its fetches
-- A feed or a 304 is a success; an answer that is no feed a failure, sent again, too; a redirect hop neither.
-- Validators come from the last feed read: RFC 9110 lets a 304 leave them out, and those of an error page would keep us
-- from the feed.
with touched as (
    select feed_id from incoming_fetches
    where kind = 'feed'
    union
    select feed_id from changes_feeds
),

refusals as (
    select
        warc_file,
        warc_offset,
        min(reason) as reason
    from quarantine
    where stage = 'feed'
    group by warc_file, warc_offset
),

asked as materialized (
    select * from fetches
    where kind = 'feed' and feed_id in (select feed_id from touched)
),

repeated as (
    select
        fetch_id,
        warc_file,
        warc_offset
    from fetches
    where fetch_id in (select asked.revisits_fetch_id from asked)
),

requests as (
    select
        fetches.*,
        coalesce(
            refusals.reason,
            fetches.error_kind,
            case when fetches.status >= 400 or fetches.status is null then 'http-' || coalesce(fetches.status, 0) end
        ) as failure,
        coalesce(fetches.status between 300 and 399 and fetches.status <> 304, false)
        and fetches.error_kind is null as is_redirect
    from asked as fetches
    left join repeated
        on fetches.revisits_fetch_id = repeated.fetch_id
    left join refusals
        on
            coalesce(repeated.warc_file, fetches.warc_file) = refusals.warc_file
            and coalesce(repeated.warc_offset, fetches.warc_offset) = refusals.warc_offset
),

polls as (
    select
        *,
        failure is null and not is_redirect as is_success,
        failure is null and coalesce(status between 200 and 299, false) as is_full
    from requests
),

polled as (
    select
        feed_id,
        max(fetched_at) as last_fetched_at,
        max(fetched_at) filter (where is_success) as last_success_at,
        arg_max_null(failure, fetched_at) filter (where not is_redirect) as last_failure,
        arg_max_null(retry_after_s, fetched_at) filter (where not is_redirect) as retry_after_s,
        arg_max_null(fresh_s, fetched_at) filter (where is_success) as fresh_s,
        arg_max_null(etag, fetched_at) filter (where is_full) as etag,
        arg_max_null(last_modified, fetched_at) filter (where is_full) as last_modified
    from polls
    group by feed_id
),

failing as (
    select
        polls.feed_id,
        count(*) as consecutive_failures
    from polls
    inner join polled
        on polls.feed_id = polled.feed_id
    where
        polls.failure is not null
        and (polled.last_success_at is null or polls.fetched_at > polled.last_success_at)
    group by polls.feed_id
),

-- a redirect hop belongs to the answer that follows it: both get the number of that answer, counted from the latest
hops as (
    select
        polls.*,
        count(*) filter (where not polls.is_redirect) over (
            partition by polls.feed_id
            order by polls.fetched_at desc, polls.is_redirect asc
            rows unbounded preceding
        ) as chain
    from polls
    inner join feeds
        on polls.feed_id = feeds.feed_id and polls.plan_url = feeds.url
    inner join polled
        on polls.feed_id = polled.feed_id and polls.fetched_at > polled.last_fetched_at - interval 90 day
),

chains as (
    select
        feed_id,
        chain,
        count(*) filter (where is_redirect) > 0
        and bool_and(not is_redirect or status in (301, 308))
        and bool_or(is_success) as is_moved,
        any_value(url) filter (where not is_redirect) as answered_at
    from hops
    where chain between 1 and 3
    group by feed_id, chain
),

moved as (
    select
        feed_id,
        min(answered_at) as moved_to
    from chains
    group by feed_id
    having count(*) = 3 and bool_and(is_moved) and min(answered_at) = max(answered_at)
),

states as (
    select
        polled.*,
        coalesce(failing.consecutive_failures, 0) as consecutive_failures,
        moved.moved_to
    from polled
    left join failing
        on polled.feed_id = failing.feed_id
    left join moved
        on polled.feed_id = moved.feed_id
)

update feeds
set
    last_fetched_at = states.last_fetched_at,
    last_success_at = states.last_success_at,
    last_failure = states.last_failure,
    retry_after_s = states.retry_after_s,
    fresh_s = states.fresh_s,
    etag = states.etag,
    last_modified = states.last_modified,
    consecutive_failures = states.consecutive_failures,
    moved_to = states.moved_to
from states
where feeds.feed_id = states.feed_id;
