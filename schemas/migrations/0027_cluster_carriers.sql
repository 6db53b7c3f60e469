-- one row per (statement cluster, outlet that carries it), where more than one does (cluster_carriers): what the view
-- propagation reads; statement_clusters as it was, without its key
-- Decision: a load keeps who carried the same words first, second …, and with which of them. The view then reads one
-- table, so that a cluster found by another question is told without counting through every statement there is.
create table cluster_carriers (
    cluster_id varchar not null,
    place integer not null,
    outlet_id varchar not null,
    statement_id varchar not null,
    content_text varchar not null,
    canonical_url varchar not null,
    carried_at timestamptz not null,
    outlet_count integer not null,
    first_outlet_id varchar not null,
    first_text varchar not null,
    first_seen_at timestamptz not null,
    wire_outlet_id varchar
);
comment on table cluster_carriers is
'One row per (statement cluster, outlet that carries it), where more than one does; ask the view propagation.';
comment on column cluster_carriers.cluster_id is 'The statement cluster.';
comment on column cluster_carriers.place is 'Place among the outlets that carry it, in the order they did, from 1.';
comment on column cluster_carriers.outlet_id is 'The outlet.';
comment on column cluster_carriers.statement_id is 'The statement it first carried them with.';
comment on column cluster_carriers.content_text is 'The words of that statement.';
comment on column cluster_carriers.canonical_url is 'The address of its article.';
comment on column cluster_carriers.carried_at is 'When it was published, or fetched where that is earlier, UTC.';
comment on column cluster_carriers.outlet_count is 'How many outlets carry the cluster.';
comment on column cluster_carriers.first_outlet_id is 'The outlet that carried it first.';
comment on column cluster_carriers.first_text is 'The words of that one.';
comment on column cluster_carriers.first_seen_at is 'When that one carried it, UTC.';
comment on column cluster_carriers.wire_outlet_id is 'The wire service that carried it first; null when none did.';

insert into cluster_carriers by name
with several as (
    select clusters.* from statement_clusters as clusters
    where clusters.outlet_count > 1
),

firsts as (
    select
        several.cluster_id,
        statements.outlet_id,
        statements.statement_id,
        statements.content_text,
        statements.canonical_url,
        least(statements.published_at, statements.fetched_at) as carried_at,
        several.outlet_count,
        several.first_outlet_id,
        several.content_text as first_text,
        several.first_seen_at,
        several.wire_outlet_id
    from statements
    inner join several
        on statements.statement_cluster_id = several.cluster_id
    qualify row_number() over (
        partition by several.cluster_id, statements.outlet_id
        order by carried_at, statements.statement_id
    ) = 1
)

select
    *,
    row_number() over (partition by cluster_id order by carried_at, statement_id) as place
from firsts
order by cluster_id, place;

-- The same table without its primary key: see 0009. A cluster is most often one statement, so there are nearly as many.
create table statement_clusters_anew (
    cluster_id varchar not null,
    content_text varchar not null,
    first_seen_at timestamptz not null,
    first_statement_id varchar not null,
    first_outlet_id varchar not null,
    statement_count bigint not null,
    outlet_count bigint not null,
    outlet_ids varchar[] not null,
    wording_count bigint not null,
    wire_outlet_id varchar
);
insert into statement_clusters_anew by name
select * from statement_clusters;
drop table statement_clusters;
alter table statement_clusters_anew rename to statement_clusters;
comment on table statement_clusters is
'One row per set of statements that carry the same words. Derived from statements at each load.';
comment on column statement_clusters.cluster_id is 'Id shared by the statements.';
comment on column statement_clusters.content_text is 'The words as first seen.';
comment on column statement_clusters.first_seen_at is
'When they were first published, or first fetched where that is earlier or all that is known, UTC.';
comment on column statement_clusters.first_statement_id is 'The statement that carried them first.';
comment on column statement_clusters.first_outlet_id is 'The outlet that carried them first.';
comment on column statement_clusters.statement_count is
'How many statements carry them, over all versions of all articles.';
comment on column statement_clusters.outlet_count is 'How many outlets carry them.';
comment on column statement_clusters.outlet_ids is 'The outlets that carry them, in the order they did.';
comment on column statement_clusters.wording_count is
'How many wordings there are: 1 when all carry the same characters.';
comment on column statement_clusters.wire_outlet_id is
'The wire service that carried them first; null when none did.';
