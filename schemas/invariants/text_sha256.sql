-- one row per article version whose text is not the one its digest was made from
select
    article_version_id,
    text_sha256,
    sha256(text) as computed_sha256
from article_versions
where ($run_id is null or run_id = $run_id) and text_sha256 <> sha256(text)
order by article_version_id;
