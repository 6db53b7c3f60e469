-- one row per wording of the clusters this load tied, or brought statements of: named by the wording seen first
-- So the same statements make the same clusters of the same names, in whatever order they were loaded.
create or replace temp table grouped_wordings as
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
from joined_wordings;

create or replace temp table grouped_statements as
select
    statement_number,
    cluster_id as wording_id,
    least(published_at, fetched_at) as carried_at
from statements
where
    rowid in (
        select met.row_number from met_statements as met
        semi join grouped_wordings
            on met.wording_id = grouped_wordings.wording_id
    );

create or replace temp table regrouped_wordings as
with seen as (
    select
        touched.wording_id,
        touched.group_id,
        min(carried.carried_at) as first_seen_at
    from grouped_wordings as touched
    left join grouped_statements as carried
        on touched.wording_id = carried.wording_id
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

with renamed as (
    select
        carried.statement_number,
        regrouped.cluster_id
    from grouped_statements as carried
    inner join regrouped_wordings as regrouped
        on carried.wording_id = regrouped.wording_id
)

update statements
set statement_cluster_id = renamed.cluster_id
from renamed
where
    statements.statement_number = renamed.statement_number
    and statements.statement_cluster_id <> renamed.cluster_id;
