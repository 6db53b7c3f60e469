-- one row per (statement cluster, outlet that carries it): how the same words travelled
create or replace view propagation as
select
    carriers.cluster_id,
    carriers.place,
    outlets.name as outlet,
    carriers.carried_at,
    date_diff('minute', carriers.first_seen_at, carriers.carried_at) as minutes_after_first,
    carriers.content_text as quote,
    carriers.content_text = carriers.first_text as is_same_wording,
    round(
        1 - len(list_intersect(search_terms(carriers.content_text), search_terms(carriers.first_text)))
        / greatest(
            len(list_distinct(search_terms(carriers.content_text))),
            len(list_distinct(search_terms(carriers.first_text))),
            1
        ),
        2
    ) as drift,
    carriers.outlet_count,
    first_outlets.name as first_outlet,
    wires.name as wire_origin,
    carriers.canonical_url as url,
    carriers.outlet_id,
    carriers.statement_id
from cluster_carriers as carriers
inner join outlets
    on carriers.outlet_id = outlets.outlet_id
inner join outlets as first_outlets
    on carriers.first_outlet_id = first_outlets.outlet_id
left join outlets as wires
    on carriers.wire_outlet_id = wires.outlet_id;

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
