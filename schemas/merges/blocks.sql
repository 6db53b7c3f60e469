-- one row per block of an article version; what is staged for a version replaces all it had
-- Node paths are those of the page that the version points to: blocks of the same text on another page do not count.
create or replace temp table incoming_blocks as
with pointed_to as (
    select staged.*
    from staged
    semi join article_versions
        on
            staged.article_version_id = article_versions.article_version_id
            and staged.warc_record_id = article_versions.warc_record_id
),

repeated as ( -- nearly all are staged once: only among the others one is chosen, for which rows are sorted whole
    select
        article_version_id,
        ordinal
    from staged
    group by article_version_id, ordinal
    having count(*) > 1
)

select * exclude (run_id, loaded_at) from blocks
where false
union all by name
select pointed_to.*
from pointed_to
anti join repeated
    on
        pointed_to.article_version_id = repeated.article_version_id
        and pointed_to.ordinal = repeated.ordinal
union all by name
select pointed_to.*
from pointed_to
semi join repeated
    on
        pointed_to.article_version_id = repeated.article_version_id
        and pointed_to.ordinal = repeated.ordinal
qualify row_number() over (
    partition by pointed_to.article_version_id, pointed_to.ordinal
    order by pointed_to.node_path asc
) = 1;

create or replace temp table changes_blocks as
with compared as (
    select article_version_id from known_versions
    union
    select incoming.article_version_id from incoming_blocks as incoming
    anti join changes_article_versions as changes
        on incoming.article_version_id = changes.article_version_id
),

stored as (
    select * exclude (run_id, loaded_at) from blocks
    where article_version_id in (select article_version_id from compared)
),

outdated as (
    select stored.article_version_id
    from stored
    left join article_versions
        on
            stored.article_version_id = article_versions.article_version_id
            and stored.warc_record_id = article_versions.warc_record_id
    where article_versions.article_version_id is null
    union
    select article_version_id from incoming_blocks
)

select
    coalesce(incoming.article_version_id, stored.article_version_id) as article_version_id,
    coalesce(incoming.ordinal, stored.ordinal) as ordinal,
    case
        when stored.article_version_id is null then 'new'
        when incoming.article_version_id is null then 'removed'
        when (stored is distinct from incoming) then 'changed'
        else 'unchanged'
    end as action
from incoming_blocks as incoming
full join stored
    on
        incoming.article_version_id = stored.article_version_id
        and incoming.ordinal = stored.ordinal
where
    incoming.article_version_id is not null
    or stored.article_version_id in (select article_version_id from outdated);

delete from blocks
where (article_version_id, ordinal) in (
    select (article_version_id, ordinal) from changes_blocks
    where action in ('changed', 'removed')
);

insert into blocks by name
select
    incoming.*,
    $run_id as run_id,
    $loaded_at as loaded_at
from incoming_blocks as incoming
semi join changes_blocks as changes
    on
        incoming.article_version_id = changes.article_version_id
        and incoming.ordinal = changes.ordinal
        and changes.action in ('new', 'changed');

select
    action,
    count(*) as row_count
from changes_blocks
group by action
union all
select
    'incoming' as action,
    count(*) as row_count
from incoming_blocks;
