-- one row per subscribed feed: is it alive, and what does it bring
create or replace view feed_health as
with latest as (
    select
        feed_id,
        status,
        error,
        warc_file,
        warc_offset
    from fetches
    where kind = 'feed' and feed_id is not null
    qualify row_number() over (partition by feed_id order by fetched_at desc, fetch_id asc) = 1
),

refusals as (
    select
        warc_file,
        warc_offset,
        any_value(detail) as detail
    from quarantine
    where stage = 'feed'
    group by warc_file, warc_offset
),

offered as (
    select
        feed_id,
        count(*) as entries,
        max(coalesce(published_at, updated_at)) as newest_entry_at
    from entries
    group by feed_id
),

documents as (
    select * from feed_documents
    where not is_page
),

judged as (
    select
        feeds.*,
        documents.format,
        documents.entry_count as entries_shown,
        documents.entry_gap_s,
        documents.problems,
        documents.entry_gap_s * documents.entry_count / 60 as replaced_minutes,
        coalesce(offered.entries, 0) as entries,
        offered.newest_entry_at,
        case
            when not feeds.enabled then 'disabled'
            when feeds.last_fetched_at is null then 'never polled'
            when feeds.last_failure = 'http-410' then 'gone'
            when feeds.consecutive_failures > 0 then 'failing'
            when offered.entries is null then 'empty'
            -- for a week or more, and for ten times as long as there usually is between two entries
            when
                offered.newest_entry_at
                < feeds.last_success_at - greatest(interval 7 day, to_seconds(10 * coalesce(documents.entry_gap_s, 0)))
                then 'silent'
            else 'healthy'
        end as state
    from feeds
    left join documents
        on feeds.feed_id = documents.feed_id
    left join offered
        on feeds.feed_id = offered.feed_id
)

select
    outlets.name as outlet,
    judged.url,
    judged.section,
    judged.state,
    case
        when judged.state = 'disabled' then null
        when judged.state = 'gone' then 'its publisher says that it is gone for good (410): remove it from feeds.toml'
        when judged.state = 'failing' then concat_ws(': ', judged.last_failure, coalesce(latest.error, refusals.detail))
        when judged.moved_to is not null then 'moved to ' || judged.moved_to || ': put that into feeds.toml'
        when judged.state = 'silent' then 'nothing new since ' || judged.newest_entry_at::date
        when judged.replaced_minutes between 1 and judged.poll_minutes
            then 'all it shows is replaced within ' || round(judged.replaced_minutes) || ' minutes: lower poll_minutes'
    end as note,
    judged.consecutive_failures,
    judged.last_fetched_at,
    judged.last_success_at,
    latest.status as last_status,
    judged.last_failure,
    coalesce(latest.error, refusals.detail) as last_error,
    judged.entries,
    judged.newest_entry_at,
    judged.format,
    judged.entries_shown,
    judged.entry_gap_s,
    judged.problems,
    judged.moved_to,
    judged.poll_minutes,
    judged.outlet_id,
    judged.feed_id
from judged
inner join outlets
    on judged.outlet_id = outlets.outlet_id
left join latest
    on judged.feed_id = latest.feed_id
left join refusals
    on latest.warc_file = refusals.warc_file and latest.warc_offset = refusals.warc_offset;

comment on view feed_health is
'One row per subscribed feed: is it alive, what does it bring, what is to be done about it.';
comment on column feed_health.outlet is 'Name of the outlet.';
comment on column feed_health.url is 'Address of the feed.';
comment on column feed_health.section is 'Section of the outlet it covers.';
comment on column feed_health.state is
'healthy, silent (answers, nothing new), failing, gone (410), empty (never an entry), never polled or disabled.';
comment on column feed_health.note is 'What a person should know of it or do about it; null when all is well.';
comment on column feed_health.consecutive_failures is 'Failed requests since the last success.';
comment on column feed_health.last_fetched_at is 'When it was last asked for, UTC.';
comment on column feed_health.last_success_at is 'When it last answered with a feed or a 304, UTC.';
comment on column feed_health.last_status is 'HTTP status of the last request.';
comment on column feed_health.last_failure is
'Short name of why the last request failed: an error_kind, http-404, html-not-feed …; null when it did not.';
comment on column feed_health.last_error is 'That failure in a sentence.';
comment on column feed_health.entries is 'How many entries it has offered in all.';
comment on column feed_health.newest_entry_at is 'Date of its newest entry, UTC.';
comment on column feed_health.format is 'Its dialect when last read: rss20, atom10, jsonfeed, sitemap …';
comment on column feed_health.entries_shown is 'How many entries it shows at a time.';
comment on column feed_health.entry_gap_s is 'Median time between these entries, in seconds.';
comment on column feed_health.problems is 'What had to be mended to read it.';
comment on column feed_health.moved_to is 'Where its address is permanently redirected to; polled there meanwhile.';
comment on column feed_health.poll_minutes is 'Shortest interval between polls, in minutes, as feeds.toml wishes.';
comment on column feed_health.outlet_id is 'Id of the outlet.';
comment on column feed_health.feed_id is 'Id of the feed.';
