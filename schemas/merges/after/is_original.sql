-- one row per article of the syndication clusters touched: original is a wire service's, else the earliest published
-- A date without a time is no proof of having been first.
with touched as (
    select cluster_id from regrouped_articles
    union
    select former_cluster_id as cluster_id from regrouped_articles
    union
    select former_cluster_id as cluster_id from changes_articles
    where action = 'changed'
),

ranked as (
    select
        articles.article_id,
        row_number() over (
            partition by articles.syndication_cluster_id
            order by
                (outlets.kind is not distinct from 'wire') desc,
                if(
                    articles.published_at = date_trunc('day', articles.published_at),
                    articles.first_fetched_at,
                    least(articles.published_at, articles.first_fetched_at)
                ),
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
