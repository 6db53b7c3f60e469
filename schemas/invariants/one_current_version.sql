-- one row per article that has not exactly one current version
select
    articles.article_id,
    count(article_versions.article_version_id) as current_versions
from articles
left join article_versions
    on articles.article_id = article_versions.article_id and article_versions.is_current
where
    $run_id is null
    or articles.run_id = $run_id
    or articles.article_id in (
        select versions.article_id from article_versions as versions
        where versions.run_id = $run_id
    )
group by articles.article_id
having current_versions <> 1
order by articles.article_id;
