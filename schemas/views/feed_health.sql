-- one row per subscribed feed: is it alive, and what does it bring
create or replace view feed_health as
with latest as (
    select
        feed_id,
        status,
        error_kind,
        error
    from fetches
    where kind = 'feed' and feed_id is not null
    qualify row_number() over (partition by feed_id order by fetched_at desc, fetch_id asc) = 1
),

offered as (
    select
        feed_id,
        count(*) as entries,
        max(published_at) as newest_entry_at
    from entries
    group by feed_id
)

select
    outlets.name as outlet,
    feeds.url,
    feeds.section,
    case
        when not feeds.enabled then 'disabled'
        when feeds.last_fetched_at is null then 'never polled'
        when feeds.consecutive_failures > 0 then 'failing'
        when offered.entries is null then 'empty'
        else 'healthy'
    end as state,
    feeds.consecutive_failures,
    feeds.last_fetched_at,
    feeds.last_success_at,
    latest.status as last_status,
    latest.error_kind as last_error_kind,
    latest.error as last_error,
    coalesce(offered.entries, 0) as entries,
    offered.newest_entry_at,
    feeds.poll_minutes,
    feeds.outlet_id,
    feeds.feed_id
from feeds
inner join outlets
    on feeds.outlet_id = outlets.outlet_id
left join latest
    on feeds.feed_id = latest.feed_id
left join offered
    on feeds.feed_id = offered.feed_id;

comment on view feed_health is 'One row per subscribed feed: is it alive, and what does it bring.';
comment on column feed_health.outlet is 'Name of the outlet.';
comment on column feed_health.url is 'Address of the feed.';
comment on column feed_health.section is 'Section of the outlet it covers.';
comment on column feed_health.state is
'healthy, failing, empty (answers, but never had an entry), never polled or disabled.';
comment on column feed_health.consecutive_failures is 'Failed requests since the last success.';
comment on column feed_health.last_fetched_at is 'When it was last asked for, UTC.';
comment on column feed_health.last_success_at is 'When it last answered, UTC.';
comment on column feed_health.last_status is 'HTTP status of the last request.';
comment on column feed_health.last_error_kind is
'Short name of the failure of the last request; null when it was answered.';
comment on column feed_health.last_error is 'That failure in a sentence.';
comment on column feed_health.entries is 'How many entries it has offered in all.';
comment on column feed_health.newest_entry_at is 'Date of its newest entry, UTC.';
comment on column feed_health.poll_minutes is 'Wished interval between polls, in minutes.';
comment on column feed_health.outlet_id is 'Id of the outlet.';
comment on column feed_health.feed_id is 'Id of the feed.';
