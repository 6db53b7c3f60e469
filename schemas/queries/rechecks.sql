-- one row per article first fetched since $since through a feed: the entry that led to it, and when it was asked for
-- What the server last said no to for good is not asked for again.
with told as (
    select * from fetches
    where kind = 'article' and article_id is not null and feed_id is not null
),

firsts as (
    select
        article_id,
        min(fetched_at) as first_fetched_at
    from told
    group by article_id
    having min(fetched_at) >= $since
),

latest as (
    select told.* from told
    semi join firsts
        on told.article_id = firsts.article_id
    qualify row_number() over (partition by told.article_id order by told.fetched_at desc, told.fetch_id asc) = 1
),

addresses as (
    select distinct
        told.article_id,
        told.canonical_url
    from told
    semi join firsts
        on told.article_id = firsts.article_id
),

asked as (
    select
        addresses.article_id,
        max(fetches.fetched_at) as last_fetched_at,
        arg_max(
            coalesce(fetches.status in (404, 410), false)
            or coalesce(fetches.error_kind in ('robots', 'refused-address', 'bad-url'), false),
            fetches.fetched_at
        ) as is_final
    from fetches
    inner join addresses
        on fetches.canonical_url = addresses.canonical_url
    where fetches.kind = 'article'
    group by addresses.article_id
)

select
    latest.feed_id,
    entries.guid,
    entries.link,
    latest.canonical_url,
    entries.title,
    entries.author,
    entries.published_at,
    entries.updated_at,
    firsts.first_fetched_at,
    asked.last_fetched_at,
    latest.etag,
    latest.last_modified
from latest
inner join firsts
    on latest.article_id = firsts.article_id
inner join asked
    on latest.article_id = asked.article_id
inner join entries
    on latest.entry_id = entries.entry_id
where not asked.is_final
order by firsts.first_fetched_at, latest.article_id;
