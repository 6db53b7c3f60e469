-- one row per article whose cluster may be another now, with each article that it shares a text with
select distinct
    touched.article_id,
    coalesce(others.article_id, touched.article_id) as other_id
from touched_articles as touched
inner join article_versions as versions
    on touched.article_id = versions.article_id
left join copy_pairs as pairs
    on versions.article_version_id = pairs.article_version_id
left join article_versions as others
    on pairs.other_version_id = others.article_version_id
order by touched.article_id, other_id;
