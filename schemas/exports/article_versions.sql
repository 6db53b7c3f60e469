-- one row per distinct text of an article, with the day the article was published, or the text first fetched
with dated as (
    select
        article_versions.*,
        (coalesce(articles.published_at, article_versions.fetched_at) at time zone 'UTC')::date as day
    from article_versions
    inner join articles
        on article_versions.article_id = articles.article_id
)

select * from dated
where
    ($since is null or day >= $since)
    and ($until is null or day < $until);
