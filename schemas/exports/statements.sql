-- one row per statement of any version of an article, with the day the article was published, or first fetched
with dated as (
    select
        statements.*,
        (coalesce(articles.published_at, articles.first_fetched_at) at time zone 'UTC')::date as day
    from statements
    inner join article_versions
        on statements.article_version_id = article_versions.article_version_id
    inner join articles
        on article_versions.article_id = articles.article_id
)

select * from dated
where
    ($since is null or day >= $since)
    and ($until is null or day < $until);
