-- one row per article of the syndication clusters staged: original is the earliest published, wire services first
with touched as (
    select syndication_cluster_id as cluster_id from incoming_articles
    union
    select former_cluster_id as cluster_id from changes_articles
),

ranked as (
    select
        articles.article_id,
        row_number() over (
            partition by articles.syndication_cluster_id
            order by
                least(articles.published_at, articles.first_fetched_at),
                (outlets.kind is not distinct from 'wire') desc,
                articles.first_fetched_at,
                articles.article_id asc
        ) = 1 as is_original
    from articles
    left join outlets
        on articles.outlet_id = outlets.outlet_id
    where articles.syndication_cluster_id in (
        select cluster_id from touched
        where cluster_id is not null
    )
)

update articles
set is_original = ranked.is_original
from ranked
where
    articles.article_id = ranked.article_id
    and articles.is_original <> ranked.is_original;
