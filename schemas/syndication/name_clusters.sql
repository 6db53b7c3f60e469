-- one row per article of the clusters this load touched: a cluster is named by the article of it fetched first
-- So copies that come later never rename it, and the same articles make the same clusters in whatever order of loads.
create or replace temp table regrouped_articles as
with named as (
    select
        touched.article_id,
        touched.former_cluster_id,
        first(touched.article_id) over (
            partition by coalesce(grouped.group_id, touched.article_id)
            order by articles.first_fetched_at asc, touched.article_id asc
            rows between unbounded preceding and unbounded following
        ) as cluster_id
    from touched_articles as touched
    inner join articles
        on touched.article_id = articles.article_id
    left join grouped_articles as grouped
        on touched.article_id = grouped.article_id
)

select
    article_id,
    former_cluster_id,
    cluster_id
from named
where cluster_id is distinct from former_cluster_id;

update articles
set syndication_cluster_id = regrouped.cluster_id
from regrouped_articles as regrouped
where articles.article_id = regrouped.article_id;
