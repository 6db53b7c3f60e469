-- one row per address asked for that was read before as a page of a feed: what makes the next request conditional
select
    fetches.plan_url as url,
    arg_max_null(fetches.etag, fetches.fetched_at) as etag,
    arg_max_null(fetches.last_modified, fetches.fetched_at) as last_modified
from fetches
inner join feed_documents
    on fetches.fetch_id = feed_documents.fetch_id and feed_documents.is_page
where fetches.plan_url in (select unnest($urls))
group by fetches.plan_url
order by fetches.plan_url;
