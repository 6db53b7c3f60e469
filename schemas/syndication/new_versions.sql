-- one row per slice of the versions that have no keys yet: those this load brought; all, where none ever got any
delete from copy_keys
where article_version_id in (
    select changes.article_version_id from changes_article_versions as changes
    where changes.action = 'removed'
);

create or replace temp table new_copies as
select
    article_version_id,
    (row_number() over () - 1) // $slice_size as slice
from article_versions
where
    (select count(*) from copy_keys) = 0
    or article_version_id in (
        select changes.article_version_id from changes_article_versions as changes
        where changes.action = 'new'
    );

select distinct slice from new_copies
order by slice;
