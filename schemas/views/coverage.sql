-- one row per (outlet, UTC day) from the first fetch to the last: a quiet day is told apart from an outage
create or replace view coverage as
with bounds as (
    select
        utc_day(min(fetched_at)) as first_day,
        utc_day(max(fetched_at)) as last_day
    from fetches
),

days as (
    select unnest(generate_series(first_day, last_day, interval 1 day))::date as day
    from bounds
),

polls as (
    select
        feeds.outlet_id,
        utc_day(fetches.fetched_at) as day,
        count(*) filter (where fetches.status between 200 and 299 or fetches.status = 304) as polls_answered,
        count(*) filter (where fetches.error_kind is not null or fetches.status >= 400) as polls_failed
    from fetches
    inner join feeds
        on fetches.feed_id = feeds.feed_id
    where fetches.kind = 'feed'
    group by all
),

refusals as (
    select distinct
        warc_file,
        warc_offset
    from quarantine
    where stage = 'article'
),

-- under the address asked for, and under the one the article is known by
told as (
    select
        fetches.canonical_url,
        refusals.warc_file is null as is_extracted
    from fetches
    left join refusals
        on fetches.warc_file = refusals.warc_file and fetches.warc_offset = refusals.warc_offset
    where
        fetches.kind = 'article'
        and fetches.status between 200 and 299
        and fetches.error_kind is null
        and fetches.redirected_to is null
    union all
    select
        canonical_url,
        true as is_extracted
    from articles
),

answers as (
    select
        canonical_url,
        bool_or(is_extracted) as is_extracted
    from told
    group by canonical_url
),

-- an article that several feeds of an outlet offer is expected once, on the day it was first seen
offered as (
    select
        feeds.outlet_id,
        entries.canonical_url,
        utc_day(min(entries.seen_at)) as day
    from entries
    inner join feeds
        on entries.feed_id = feeds.feed_id
    group by feeds.outlet_id, entries.canonical_url
),

counted as (
    select
        offered.outlet_id,
        offered.day,
        count(*) as expected,
        count(answers.canonical_url) as fetched,
        count(*) filter (where answers.is_extracted) as extracted,
        count(*) filter (where not answers.is_extracted) as quarantined
    from offered
    left join answers
        on offered.canonical_url = answers.canonical_url
    group by all
)

select
    days.day,
    outlets.name as outlet,
    coalesce(polls.polls_answered, 0) as polls_answered,
    coalesce(polls.polls_failed, 0) as polls_failed,
    coalesce(counted.expected, 0) as expected,
    coalesce(counted.fetched, 0) as fetched,
    coalesce(counted.extracted, 0) as extracted,
    coalesce(counted.quarantined, 0) as quarantined,
    case
        when counted.expected > counted.extracted then 'incomplete'
        when counted.expected > 0 then 'complete'
        when polls.polls_answered > 0 then 'quiet'
        when polls.polls_failed > 0 then 'unreachable'
        else 'not polled'
    end as state,
    outlets.outlet_id
from days
cross join outlets
left join polls
    on outlets.outlet_id = polls.outlet_id and days.day = polls.day
left join counted
    on outlets.outlet_id = counted.outlet_id and days.day = counted.day
where outlets.outlet_id in (select feeds.outlet_id from feeds);

comment on view coverage is
'One row per (outlet with a feed, UTC day) from the first fetch to the last: a zero is told apart from an outage.';
comment on column coverage.day is 'The day, UTC.';
comment on column coverage.outlet is 'Name of the outlet.';
comment on column coverage.polls_answered is 'How many requests to its feeds were answered: 2xx or 304.';
comment on column coverage.polls_failed is 'How many requests to its feeds failed.';
comment on column coverage.expected is 'How many articles its feeds first offered on that day.';
comment on column coverage.fetched is 'How many of these were fetched, whenever.';
comment on column coverage.extracted is 'How many of these gave an article.';
comment on column coverage.quarantined is 'How many of these were fetched and refused.';
comment on column coverage.state is
'complete, incomplete, quiet (polled, nothing new), unreachable (no poll answered) or not polled.';
comment on column coverage.outlet_id is 'Id of the outlet.';
