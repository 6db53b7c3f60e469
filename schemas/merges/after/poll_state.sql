-- one row per feed polled or changed in this load: its poll state, from all its fetches
-- A 2xx or a 304 is a success; a redirect hop is neither success nor failure. Validators come from the last full
-- answer: RFC 9110 lets a 304 leave them out.
with touched as (
    select feed_id from incoming_fetches
    where kind = 'feed'
    union
    select feed_id from changes_feeds
),

polls as (
    select
        feed_id,
        fetch_id,
        fetched_at,
        etag,
        last_modified,
        coalesce(status between 200 and 299, false) as is_full,
        coalesce(status between 200 and 299 or status = 304, false) as is_success,
        error_kind is not null or status is null or status >= 400 as is_failure
    from fetches
    where kind = 'feed' and feed_id in (select feed_id from touched)
),

polled as (
    select
        feed_id,
        max(fetched_at) as last_fetched_at,
        max(fetched_at) filter (where is_success and not is_failure) as last_success_at
    from polls
    group by feed_id
),

full_answers as (
    select * from polls
    where is_full and not is_failure
    qualify row_number() over (partition by feed_id order by fetched_at desc, fetch_id asc) = 1
),

states as (
    select
        polled.feed_id,
        polled.last_fetched_at,
        polled.last_success_at,
        full_answers.etag,
        full_answers.last_modified,
        (
            select count(*) from polls
            where
                polls.feed_id = polled.feed_id
                and polls.is_failure
                and (polled.last_success_at is null or polls.fetched_at > polled.last_success_at)
        ) as consecutive_failures
    from polled
    left join full_answers
        on polled.feed_id = full_answers.feed_id
)

update feeds
set
    last_fetched_at = states.last_fetched_at,
    last_success_at = states.last_success_at,
    etag = states.etag,
    last_modified = states.last_modified,
    consecutive_failures = states.consecutive_failures
from states
where
    feeds.feed_id = states.feed_id
    and (
        feeds.last_fetched_at is distinct from states.last_fetched_at
        or feeds.last_success_at is distinct from states.last_success_at
        or feeds.etag is distinct from states.etag
        or feeds.last_modified is distinct from states.last_modified
        or feeds.consecutive_failures is distinct from states.consecutive_failures
    );
