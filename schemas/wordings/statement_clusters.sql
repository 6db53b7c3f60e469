-- one row per set of statements with the same words (statement_clusters), and per outlet that carries one which several
-- do (cluster_carriers): computed anew for the clusters this load touched
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
select wording_id as cluster_id from regrouped_wordings
union
-- statements of which the outlet or the date is another now
select cluster_id from retold_statements
where cluster_id is not null;

-- most are one wording that was never met: all its statements are this load's, and nothing is stored of it
create or replace temp table stored_clusters as
select cluster_id from touched_clusters
where
    cluster_id not in (select unmet.wording_id from unmet_wordings as unmet)
    or cluster_id in (select regrouped.cluster_id from regrouped_wordings as regrouped);

-- (rows are chosen in a step of their own: how many they are DuckDB would guess, and may take all there is for fewer)
create or replace temp table carried_rows as
select met.row_number
from met_statements as met
left join wording_clusters as tied
    on met.wording_id = tied.wording_id
semi join touched_clusters as touched
    on coalesce(tied.cluster_id, met.wording_id) = touched.cluster_id;

create or replace temp table carried_statements as
select
    statements.statement_cluster_id as cluster_id,
    statements.statement_id,
    statements.content_text,
    statements.canonical_url,
    statements.outlet_id,
    coalesce(outlets.kind = 'wire', false) as is_wire,
    least(statements.published_at, statements.fetched_at) as carried_at
from statements
left join outlets
    on statements.outlet_id = outlets.outlet_id
where statements.rowid in (select carried.row_number from carried_rows as carried);

create or replace temp table ranked_carriers as
with firsts as (
    select * from carried_statements
    qualify row_number() over (partition by cluster_id, outlet_id order by carried_at, statement_id) = 1
)

select
    *,
    row_number() over (partition by cluster_id order by carried_at, statement_id)::integer as place,
    count(*) over (partition by cluster_id) as outlet_count
from firsts;

-- (most clusters are one statement: lists and distinct words are only made for the others)
create or replace temp table incoming_clusters as
with carrying as (
    select
        cluster_id,
        list(outlet_id order by place) as outlet_ids,
        arg_min(outlet_id, place) filter (where is_wire) as wire_outlet_id
    from ranked_carriers
    where outlet_count > 1
    group by cluster_id
),

repeated as (
    select
        cluster_id,
        count(*) as statement_count
    from carried_statements
    group by cluster_id
    having count(*) > 1
),

wordings as (
    select
        repeated.cluster_id,
        any_value(repeated.statement_count) as statement_count,
        count(distinct carried.content_text) as wording_count
    from carried_statements as carried
    inner join repeated
        on carried.cluster_id = repeated.cluster_id
    group by repeated.cluster_id
)

select
    firsts.cluster_id,
    firsts.content_text,
    firsts.carried_at as first_seen_at,
    firsts.statement_id as first_statement_id,
    firsts.outlet_id as first_outlet_id,
    coalesce(wordings.statement_count, 1) as statement_count,
    firsts.outlet_count,
    coalesce(carrying.outlet_ids, [firsts.outlet_id]) as outlet_ids,
    coalesce(wordings.wording_count, 1) as wording_count,
    if(firsts.outlet_count > 1, carrying.wire_outlet_id, if(firsts.is_wire, firsts.outlet_id, null)) as wire_outlet_id
from ranked_carriers as firsts
left join carrying
    on firsts.cluster_id = carrying.cluster_id
left join wordings
    on firsts.cluster_id = wordings.cluster_id
where firsts.place = 1;

create or replace temp table former_clusters as
select
    *,
    rowid as row_number
from statement_clusters
where
    rowid in (
        select known.rowid from statement_clusters as known
        semi join stored_clusters
            on known.cluster_id = stored_clusters.cluster_id
    );

create or replace temp table unchanged_clusters as
with stored as (
    select * exclude (row_number) from former_clusters
)

select incoming.cluster_id
from incoming_clusters as incoming
inner join stored
    on incoming.cluster_id = stored.cluster_id
where stored is not distinct from incoming;

delete from statement_clusters
where
    rowid in (
        select former.row_number from former_clusters as former
        anti join unchanged_clusters as unchanged
            on former.cluster_id = unchanged.cluster_id
    );

insert into statement_clusters by name
select incoming.* from incoming_clusters as incoming
anti join unchanged_clusters as unchanged
    on incoming.cluster_id = unchanged.cluster_id;

create or replace temp table incoming_carriers as
select
    clusters.cluster_id,
    carriers.place,
    carriers.outlet_id,
    carriers.statement_id,
    carriers.content_text,
    carriers.canonical_url,
    carriers.carried_at,
    clusters.outlet_count::integer as outlet_count,
    clusters.first_outlet_id,
    clusters.content_text as first_text,
    clusters.first_seen_at,
    clusters.wire_outlet_id
from incoming_clusters as clusters
inner join ranked_carriers as carriers
    on clusters.cluster_id = carriers.cluster_id
where clusters.outlet_count > 1;

delete from cluster_carriers
where
    rowid in (
        select stored.rowid from cluster_carriers as stored
        semi join stored_clusters
            on stored.cluster_id = stored_clusters.cluster_id
        left join incoming_carriers as incoming
            on
                stored.cluster_id = incoming.cluster_id
                and stored.outlet_id = incoming.outlet_id
        where stored is distinct from incoming
    );

insert into cluster_carriers by name
select incoming.*
from incoming_carriers as incoming
anti join cluster_carriers as stored
    on
        incoming.cluster_id = stored.cluster_id
        and incoming.outlet_id = stored.outlet_id
order by incoming.cluster_id, incoming.place;

drop table met_statements;
drop table carried_statements;
drop table ranked_carriers;
drop table incoming_carriers;
