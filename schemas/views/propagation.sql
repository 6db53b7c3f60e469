-- one row per (statement cluster, outlet that carries it): how the same words travelled
create or replace view propagation as
with seen as (
    select
        statement_cluster_id as cluster_id,
        statement_id,
        outlet_id,
        content_text,
        canonical_url,
        least(published_at, fetched_at) as carried_at
    from statements
),

firsts as (
    select
        seen.cluster_id,
        seen.outlet_id,
        min(seen.carried_at) as carried_at,
        arg_min(
            { 'statement_id': seen.statement_id, 'quote': seen.content_text, 'url': seen.canonical_url },
            (seen.carried_at, seen.statement_id)
        ) as carrier
    from seen
    inner join statement_clusters as clusters
        on seen.cluster_id = clusters.cluster_id
    where clusters.outlet_count > 1
    group by seen.cluster_id, seen.outlet_id
),

carried as (
    select
        cluster_id,
        outlet_id,
        carried_at,
        carrier.statement_id,
        carrier.quote,
        carrier.url
    from firsts
)

select
    carried.cluster_id,
    row_number() over (
        partition by carried.cluster_id
        order by carried.carried_at, carried.statement_id
    ) as place,
    outlets.name as outlet,
    carried.carried_at,
    date_diff('minute', clusters.first_seen_at, carried.carried_at) as minutes_after_first,
    carried.quote,
    carried.quote = clusters.content_text as is_same_wording,
    round(
        1 - len(list_intersect(search_terms(carried.quote), search_terms(clusters.content_text)))
        / greatest(
            len(list_distinct(search_terms(carried.quote))),
            len(list_distinct(search_terms(clusters.content_text))),
            1
        ),
        2
    ) as drift,
    clusters.outlet_count,
    first_outlets.name as first_outlet,
    wires.name as wire_origin,
    carried.url,
    carried.outlet_id,
    carried.statement_id
from carried
inner join statement_clusters as clusters
    on carried.cluster_id = clusters.cluster_id
inner join outlets
    on carried.outlet_id = outlets.outlet_id
inner join outlets as first_outlets
    on clusters.first_outlet_id = first_outlets.outlet_id
left join outlets as wires
    on clusters.wire_outlet_id = wires.outlet_id;

comment on view propagation is
'One row per (statement cluster, outlet that carries it), for words more than one outlet carries: how they travelled.';
comment on column propagation.cluster_id is 'Id shared by the statements with these words.';
comment on column propagation.place is 'The place of the outlet in the order of carriers, counted from 1.';
comment on column propagation.outlet is 'Name of the outlet.';
comment on column propagation.carried_at is
'When it first carried them: published, or fetched where that is earlier or all that is known, UTC.';
comment on column propagation.minutes_after_first is 'Minutes after the first carrier.';
comment on column propagation.quote is 'The words as this outlet carries them.';
comment on column propagation.is_same_wording is
'Whether they are the words of the first carrier, character for character.';
comment on column propagation.drift is
'How far its words have drifted from those of the first carrier: share of different words, 0 to 1.';
comment on column propagation.outlet_count is 'How many outlets carry them.';
comment on column propagation.first_outlet is 'Name of the outlet that carried them first.';
comment on column propagation.wire_origin is
'Name of the wire service that carried them first; null when none did.';
comment on column propagation.url is 'Canonical address of the article.';
comment on column propagation.outlet_id is 'Id of the outlet.';
comment on column propagation.statement_id is 'Id of the statement.';
