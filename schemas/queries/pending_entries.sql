-- one row per entry whose article was never got: offered earlier, and neither loaded nor refused for good since
-- The planner decides how often and when to try again; a revised entry comes back through its feed.
with requests as (
    select
        canonical_url,
        count(*) filter (
            where redirected_to is null and (error_kind is not null or status not between 300 and 399)
        ) as tries,
        bool_or(redirected_to is null and coalesce(status between 200 and 299, false)) as is_answered,
        bool_or(status in (404, 410) or error_kind in ('robots', 'refused-address', 'bad-url')) as is_final
    from fetches
    where kind = 'article'
    group by canonical_url
)

select
    entries.feed_id,
    entries.guid,
    entries.link,
    entries.canonical_url,
    entries.title,
    entries.author,
    entries.published_at,
    entries.updated_at
from entries
left join requests
    on entries.canonical_url = requests.canonical_url
-- an article that is known under this address, though it was got under another
anti join articles
    on entries.canonical_url = articles.canonical_url
where
    requests.canonical_url is null
    or (not requests.is_answered and not coalesce(requests.is_final, false) and requests.tries < $max_tries)
order by entries.entry_id;
