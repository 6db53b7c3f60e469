-- one row per canonical URL asked for that was ever requested, under this address or another of the same article
-- A redirect hop is not a try. A page refused by the extraction is refused for good; so are 404, 410 and robots.txt.
with offered as (
    select
        unnest($canonical_urls) as canonical_url,
        unnest($article_ids) as article_id
),

asked as (
    select
        canonical_url,
        canonical_url as asked_url
    from offered
    union
    select
        offered.canonical_url,
        fetches.canonical_url as asked_url
    from fetches
    inner join offered
        on fetches.article_id = offered.article_id
    where fetches.kind = 'article'
),

refusals as (
    select distinct
        warc_file,
        warc_offset
    from quarantine
    where stage = 'article'
),

requests as (
    select
        fetches.* exclude (canonical_url),
        asked.canonical_url,
        asked.asked_url,
        refusals.warc_file is not null as is_quarantined,
        coalesce(fetches.status between 200 and 299, false) and fetches.error_kind is null as is_answered,
        coalesce(fetches.status in (404, 410), false)
        or coalesce(fetches.error_kind in ('robots', 'refused-address', 'bad-url'), false) as is_final
    from fetches
    inner join asked
        on fetches.canonical_url = asked.asked_url
    left join refusals
        on fetches.warc_file = refusals.warc_file and fetches.warc_offset = refusals.warc_offset
    where
        fetches.kind = 'article'
        and fetches.redirected_to is null
        and (
            fetches.error_kind is not null
            or fetches.status is null
            or fetches.status not between 300 and 399
            or fetches.status = 304
        )
),

judged as (
    select
        *,
        article_id is not null as is_told,
        article_id is not null and canonical_url = asked_url as is_told_here,
        -- a 304, or a payload sent again: what was said of it before still holds
        (is_answered and article_id is null and not is_quarantined) or coalesce(status = 304, false) as is_repeated
    from requests
)

select
    canonical_url,
    count(*) as tries,
    bool_or(is_told) as loaded,
    coalesce(arg_max(is_final or is_quarantined, fetched_at) filter (where not is_repeated), false) as refused,
    arg_max_null(entry_updated_at, fetched_at) as entry_updated_at,
    max(fetched_at) as last_fetched_at,
    arg_max_null(etag, fetched_at) filter (where is_told_here) as etag,
    arg_max_null(last_modified, fetched_at) filter (where is_told_here) as last_modified
from judged
group by canonical_url
order by canonical_url;
