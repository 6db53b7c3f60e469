-- one row per staged row of a version that is kept
select * from unfolded
where article_version_id not in (select folded.article_version_id from folded_versions as folded);
