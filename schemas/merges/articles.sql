-- one row per canonical URL
-- The latest fetch tells the article, the earliest its first_fetched_at: whatever the order of loads.
create or replace temp table incoming_articles as
with observed as (
    select
        *,
        fetched_at as first_fetched_at,
        true as is_staged
    from staged
    union all by name
    select
        * exclude (run_id, loaded_at, is_original, syndication_cluster_id),
        false as is_staged
    from articles
    where
        rowid in (
            select known.rowid from articles as known
            where known.article_id in (select staged.article_id from staged)
        )
)

select * exclude (run_id, loaded_at, is_original, syndication_cluster_id) from articles
where false
union all by name
select
    * exclude (is_staged) replace (
        min(first_fetched_at) over (partition by article_id) as first_fetched_at
    )
from observed
qualify row_number() over (
    partition by article_id
    order by
        fetched_at desc,
        is_staged desc,
        modified_at desc nulls last,
        headline asc,
        byline asc,
        outlet_id asc
) = 1;

-- (by row number: of all there is only the ids are read, and the rest of what is wanted)
create or replace temp table changes_articles as
with former as materialized (
    select * from articles
    where
        rowid in (
            select known.rowid from articles as known
            where known.article_id in (select incoming.article_id from incoming_articles as incoming)
        )
),

stored as (
    select * exclude (run_id, loaded_at, is_original, syndication_cluster_id) from former
)

select
    incoming.article_id,
    former.syndication_cluster_id as former_cluster_id,
    case
        when stored.article_id is null then 'new'
        when (stored is distinct from incoming) then 'changed'
        else 'unchanged'
    end as action
from incoming_articles as incoming
left join stored
    on incoming.article_id = stored.article_id
left join former
    on incoming.article_id = former.article_id;

delete from articles
where article_id in (
    select article_id from changes_articles
    where action = 'changed'
);

insert into articles by name
select
    incoming.*,
    changes.former_cluster_id as syndication_cluster_id,
    $run_id as run_id,
    $loaded_at as loaded_at
from incoming_articles as incoming
inner join changes_articles as changes
    on
        incoming.article_id = changes.article_id
        and changes.action in ('new', 'changed');

select
    action,
    count(*) as row_count
from changes_articles
group by action
union all
select
    'incoming' as action,
    count(*) as row_count
from incoming_articles;
