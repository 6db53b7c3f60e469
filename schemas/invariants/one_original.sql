-- one row per syndication cluster that has not exactly one original
with touched as (
    select syndication_cluster_id from articles
    where $run_id is null or run_id = $run_id
)

select
    articles.syndication_cluster_id,
    count(*) filter (where articles.is_original) as originals
from articles
where articles.syndication_cluster_id in (select touched.syndication_cluster_id from touched)
group by articles.syndication_cluster_id
having originals <> 1
order by articles.syndication_cluster_id;
