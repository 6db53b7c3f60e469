-- one row per version of an article: its headline and its text
-- The first fetch with this text gives its pointer, the latest its last_fetched_at: whatever the order of loads.
-- A response read again replaces the text it gave before.
create or replace temp table staged_shingles as
select
    article_version_id,
    any_value(shingles) as shingles,
    any_value(copy_keys) as copy_keys,
    any_value(sketch) as sketch
from staged
group by article_version_id;

create or replace temp table incoming_article_versions as
with observed as (
    select
        * exclude (shingles, copy_keys, sketch),
        fetched_at as last_fetched_at,
        true as is_staged
    from staged
    union all by name
    select
        * exclude (text, run_id, loaded_at, is_current),
        false as is_staged
    from article_versions
    where
        rowid in (
            select known.rowid from article_versions as known
            where known.article_version_id in (select staged.article_version_id from staged)
        )
)

select * exclude (run_id, loaded_at, is_current) from article_versions
where false
union all by name
select
    * exclude (is_staged) replace (
        first(text) over (partition by article_version_id order by is_staged desc, fetched_at asc) as text,
        max(last_fetched_at) over (partition by article_version_id) as last_fetched_at
    )
from observed
qualify row_number() over (
    partition by article_version_id
    order by
        fetched_at asc,
        is_staged desc,
        warc_record_id asc
) = 1;

-- the id is made from the text, so texts need no comparing
-- (by row number: of all there is only the ids are read, and the rest of what is wanted)
create or replace temp table changes_article_versions as
with stored as materialized (
    select * exclude (text, run_id, loaded_at, is_current) from article_versions
    where
        rowid in (
            select known.rowid from article_versions as known
            semi join incoming_article_versions as incoming
                on known.article_version_id = incoming.article_version_id
            union
            select known.rowid from article_versions as known
            semi join staged
                on known.warc_record_id = staged.warc_record_id
            union
            select known.rowid from article_versions as known
            semi join folded_versions as folded
                on known.article_version_id = folded.article_version_id
        )
),

incoming as (
    select * exclude (text) from incoming_article_versions
)

select
    incoming.article_version_id,
    incoming.article_id,
    case
        when stored.article_version_id is null then 'new'
        when (stored is distinct from incoming) then 'changed'
        else 'unchanged'
    end as action
from incoming
left join stored
    on incoming.article_version_id = stored.article_version_id
union all
-- another text of the very same response: a former extraction's, not another version of the article
select
    stored.article_version_id,
    stored.article_id,
    'removed' as action
from stored
semi join staged
    on stored.warc_record_id = staged.warc_record_id
anti join incoming
    on stored.article_version_id = incoming.article_version_id
union
-- another spelling of a version of which an earlier fetch is staged
select
    stored.article_version_id,
    stored.article_id,
    'removed' as action
from stored
semi join folded_versions as folded
    on stored.article_version_id = folded.article_version_id;

-- only these can have mentions, statements and blocks stored: on a usual night few, and what is stored is not read
create or replace temp table known_versions as
select article_version_id from changes_article_versions
where action <> 'new';

delete from article_versions
where article_version_id in (
    select article_version_id from changes_article_versions
    where action in ('changed', 'removed')
);

insert into article_versions by name
select
    incoming.*,
    $run_id as run_id,
    $loaded_at as loaded_at
from incoming_article_versions as incoming
semi join changes_article_versions as changes
    on
        incoming.article_version_id = changes.article_version_id
        and changes.action in ('new', 'changed');

-- current is the text last fetched, then the one first fetched later
with ranked as (
    select
        article_version_id,
        row_number() over (
            partition by article_id
            order by last_fetched_at desc, fetched_at desc, article_version_id asc
        ) = 1 as is_current
    from article_versions
    where article_id in (select article_id from incoming_article_versions)
)

update article_versions
set is_current = ranked.is_current
from ranked
where
    article_versions.article_version_id = ranked.article_version_id
    and article_versions.is_current <> ranked.is_current;

select
    action,
    count(*) as row_count
from changes_article_versions
group by action
union all
select
    'incoming' as action,
    count(*) as row_count
from incoming_article_versions;
