-- one row per canonical URL asked for that was ever requested
-- A redirect hop is not a try. A page refused by the extraction is refused for good; so are 404, 410 and robots.txt.
with requests as (
    select
        fetches.*,
        coalesce(status between 200 and 299, false) and error_kind is null as is_answered,
        coalesce(status in (404, 410), false)
        or coalesce(error_kind in ('robots', 'refused-address', 'bad-url'), false) as is_final
    from fetches
    where
        kind = 'article'
        and canonical_url in (select unnest($canonical_urls))
        and (error_kind is not null or status is null or status not between 300 and 399)
),

refusals as (
    select distinct
        warc_file,
        warc_offset
    from quarantine
    where stage = 'article'
),

judged as (
    select
        requests.*,
        refusals.warc_file is not null as is_quarantined
    from requests
    left join refusals
        on requests.warc_file = refusals.warc_file and requests.warc_offset = refusals.warc_offset
)

select
    canonical_url,
    count(*) as tries,
    bool_or(is_answered and not is_quarantined) as loaded,
    arg_max(is_final or is_quarantined, fetched_at) as refused,
    arg_max_null(entry_updated_at, fetched_at) as entry_updated_at
from judged
group by canonical_url
order by canonical_url;
