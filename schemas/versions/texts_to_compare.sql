-- one row per pair of successive versions whose edit is not described yet, with both texts
select
    successive.article_version_id,
    successive.former_version_id,
    former.text as former_text,
    versions.text
from successive_versions as successive
anti join version_edits as described
    on successive.article_version_id = described.article_version_id
inner join article_versions as versions
    on successive.article_version_id = versions.article_version_id
inner join article_versions as former
    on successive.former_version_id = former.article_version_id;
