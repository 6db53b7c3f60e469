-- one row per set of statements with the same words, computed anew for the clusters this load touched
create or replace temp table touched_clusters as
with touched_wordings as (
    select wording_id from changes_statements
    union
    select former_cluster_id as wording_id from changes_statements
)

select coalesce(tied.cluster_id, touched.wording_id) as cluster_id
from touched_wordings as touched
left join wording_clusters as tied
    on touched.wording_id = tied.wording_id
where touched.wording_id is not null
union
select cluster_id from regrouped_wordings
union
select former_cluster_id as cluster_id from regrouped_wordings
where former_cluster_id is not null
union
-- a wording that was a cluster of its own and is tied now
select wording_id as cluster_id from regrouped_wordings;

create or replace temp table incoming_clusters as
with carried as (
    select
        statements.statement_cluster_id as cluster_id,
        statements.statement_id,
        statements.content_text,
        statements.outlet_id,
        coalesce(outlets.kind = 'wire', false) as is_wire,
        least(statements.published_at, statements.fetched_at) as seen_at
    from statements
    left join outlets
        on statements.outlet_id = outlets.outlet_id
    where statements.statement_cluster_id in (select cluster_id from touched_clusters)
),

-- one row per (cluster, outlet): its first statement
carriers as (
    select * from carried
    qualify row_number() over (partition by cluster_id, outlet_id order by seen_at, statement_id) = 1
),

carrying as (
    select
        cluster_id,
        count(*) as outlet_count,
        list(outlet_id order by seen_at, statement_id) as outlet_ids,
        first(outlet_id order by seen_at, statement_id) filter (where is_wire) as wire_outlet_id
    from carriers
    group by cluster_id
),

wordings as (
    select
        cluster_id,
        count(*) as statement_count,
        count(distinct content_text) as wording_count
    from carried
    group by cluster_id
),

firsts as (
    select * from carriers
    qualify row_number() over (partition by cluster_id order by seen_at, statement_id) = 1
)

select
    firsts.cluster_id,
    firsts.content_text,
    firsts.seen_at as first_seen_at,
    firsts.statement_id as first_statement_id,
    firsts.outlet_id as first_outlet_id,
    wordings.statement_count,
    carrying.outlet_count,
    carrying.outlet_ids,
    wordings.wording_count,
    carrying.wire_outlet_id
from firsts
inner join carrying
    on firsts.cluster_id = carrying.cluster_id
inner join wordings
    on firsts.cluster_id = wordings.cluster_id;

create or replace temp table changed_clusters as
select touched_clusters.cluster_id
from touched_clusters
left join incoming_clusters as incoming
    on touched_clusters.cluster_id = incoming.cluster_id
left join statement_clusters as stored
    on touched_clusters.cluster_id = stored.cluster_id
where stored is distinct from incoming;

delete from statement_clusters
where cluster_id in (select cluster_id from changed_clusters);

insert into statement_clusters by name
select * from incoming_clusters
where cluster_id in (select cluster_id from changed_clusters);
