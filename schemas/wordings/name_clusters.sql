-- one row per wording of the clusters this load tied, or brought statements of: named by the wording seen first
-- So the same statements make the same clusters of the same names, in whatever order they were loaded.
create or replace temp table regrouped_wordings as
with touched as (
    select
        known.wording_id,
        known.cluster_id as group_id
    from wording_clusters as known
    where
        known.cluster_id in (
            select tied.cluster_id
            from wording_clusters as tied
            semi join changes_statements as changes
                on tied.wording_id = coalesce(changes.wording_id, changes.former_cluster_id)
        )
        and known.wording_id not in (select joined.wording_id from joined_wordings as joined)
    union all
    select
        wording_id,
        group_id
    from joined_wordings
),

seen as (
    select
        touched.wording_id,
        touched.group_id,
        min(least(statements.published_at, statements.fetched_at)) as first_seen_at
    from touched
    left join statements
        on touched.wording_id = statements.cluster_id
    group by touched.wording_id, touched.group_id
)

select
    seen.wording_id,
    former.cluster_id as former_cluster_id,
    first(seen.wording_id) over (
        partition by seen.group_id
        order by seen.first_seen_at asc nulls last, seen.wording_id asc
        rows between unbounded preceding and unbounded following
    ) as cluster_id
from seen
left join wording_clusters as former
    on seen.wording_id = former.wording_id;

delete from wording_clusters
where wording_id in (select regrouped.wording_id from regrouped_wordings as regrouped);

insert into wording_clusters by name
select
    wording_id,
    cluster_id
from regrouped_wordings;

update statements
set statement_cluster_id = regrouped.cluster_id
from regrouped_wordings as regrouped
where
    statements.cluster_id = regrouped.wording_id
    and statements.statement_cluster_id <> regrouped.cluster_id;
