-- one row per slice of the versions whose keys are made of their texts: those staged without; all, where none were
delete from copy_keys
where article_version_id in (
    select changes.article_version_id from changes_article_versions as changes
    where changes.action = 'removed'
);

delete from copy_sketches
where article_version_id in (
    select changes.article_version_id from changes_article_versions as changes
    where changes.action = 'removed'
);

create or replace temp table new_copies as
select
    versions.article_version_id,
    versions.article_id,
    staged.copy_keys,
    staged.sketch,
    (row_number() over (order by staged.copy_keys is not null, versions.rowid) - 1) // $slice_size as slice
from article_versions as versions
left join staged_shingles as staged
    on versions.article_version_id = staged.article_version_id
where
    (select count(*) from copy_keys) = 0
    or versions.article_version_id in (
        select changes.article_version_id from changes_article_versions as changes
        where changes.action = 'new'
    );

insert into copy_keys by name
select
    unnest(copy_keys) as block_key,
    article_version_id
from new_copies;

insert into copy_sketches by name
select
    article_version_id,
    sketch
from new_copies
where copy_keys is not null and octet_length(sketch) > 0;

select distinct slice from new_copies
where copy_keys is null
order by slice;
