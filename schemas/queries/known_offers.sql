-- one row per feed asked for that ever offered an entry: were any of the links it offers now known before?
with offered as (
    select distinct
        unnest($feed_ids) as feed_id,
        unnest($canonical_urls) as canonical_url
)

select
    entries.feed_id,
    bool_or(offered.canonical_url is not null) as is_joined
from entries
left join offered
    on entries.feed_id = offered.feed_id and entries.canonical_url = offered.canonical_url
where entries.feed_id in (select unnest($feed_ids))
group by entries.feed_id
order by entries.feed_id;
