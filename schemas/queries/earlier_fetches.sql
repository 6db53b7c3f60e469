-- one row per (kind, address asked for): where the latest answer to it lies in the archive
-- A robots.txt that is missing is an answer too (RFC 9309 §2.3.1.3); of feeds and articles only a payload is one.
select
    kind,
    plan_url,
    warc_file,
    warc_offset,
    warc_record_id
from fetches
where
    plan_url in (select unnest($plan_urls))
    and error_kind is null
    and redirected_to is null
    and (status = 200 or (kind = 'robots' and status between 400 and 499))
qualify row_number() over (partition by kind, plan_url order by fetched_at desc, warc_file asc, warc_offset asc) = 1
order by kind, plan_url;
