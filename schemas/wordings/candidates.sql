-- one row per pair of wordings, the first of them new, that may be the same words; keys that dozens share say nothing
-- A wording that has another one whole has all its keys (transforms.statements.clusters): pairs that share fewer are
-- left out, so that their words need not be read.
create or replace temp table incoming_wording_keys as
with keyed as (
    select * from brought_wordings
    where wording_keys is not null
    union all
    select
        brought.wording_id,
        brought.content_text,
        made.wording_keys
    from made_keys as made
    inner join brought_wordings as brought
        on made.wording_id = brought.wording_id
)

select
    unnest(wording_keys)::uinteger as block_key,
    wording_id,
    -- (of a wording with a gap the keys at the gap may be others)
    if(contains(content_text, '…') or contains(content_text, '...'), 0, len(wording_keys))::usmallint as key_count
from keyed;

-- (the one look at all there is)
create or replace temp table known_wording_keys as
select
    block_key,
    wording_id,
    key_count
from wording_keys
where block_key in (select incoming.block_key from incoming_wording_keys as incoming);

create or replace temp table new_wording_keys as
select incoming.*
from incoming_wording_keys as incoming
anti join known_wording_keys as known
    on incoming.wording_id = known.wording_id;

-- nothing stored has these words: all their statements are this load's (as long as all that is stored has its keys)
create or replace temp table unmet_wordings as
select distinct wording_id from new_wording_keys
where (select count(*) from wording_keys) > 0;

insert into wording_keys by name
select * from new_wording_keys;

create or replace temp table wording_candidates as
with sharing as (
    select
        *,
        true as is_new
    from new_wording_keys
    union all
    select
        *,
        false as is_new
    from known_wording_keys
    where block_key in (select fresh.block_key from new_wording_keys as fresh)
),

counted as (
    select
        block_key,
        count(*) as wording_count
    from sharing
    group by block_key
),

common as ( -- how many of its keys do not tell with whom they are shared
    select
        fresh.wording_id,
        count(*) as key_count
    from new_wording_keys as fresh
    semi join counted
        on
            fresh.block_key = counted.block_key
            and counted.wording_count > 50
    group by fresh.wording_id
),

met as (
    select
        fresh.wording_id,
        sharing.wording_id as other_id,
        count(*) as shared_count,
        least(any_value(fresh.key_count), any_value(sharing.key_count)) as least_count
    from new_wording_keys as fresh
    inner join sharing
        on fresh.block_key = sharing.block_key
    semi join counted
        on
            fresh.block_key = counted.block_key
            and counted.wording_count <= 50
    where
        fresh.wording_id <> sharing.wording_id
        and (not sharing.is_new or fresh.wording_id < sharing.wording_id)
    group by fresh.wording_id, sharing.wording_id
)

select
    met.wording_id,
    met.other_id
from met
left join common
    on met.wording_id = common.wording_id
where met.shared_count + coalesce(common.key_count, 0) >= met.least_count;

-- those of which the words, first dates or clusters are asked for below, with what they are tied to
create or replace temp table met_wordings as
with asked as (
    select wording_id from wording_candidates
    union
    select other_id as wording_id from wording_candidates
    union
    select unnest([changes.wording_id, changes.former_cluster_id]) as wording_id from changes_statements as changes
    union
    select cluster_id as wording_id from retold_statements -- a cluster has the name of one of its wordings
)

select wording_id from asked
union
select tied.wording_id
from wording_clusters as tied
where
    tied.cluster_id in (
        select known.cluster_id
        from wording_clusters as known
        semi join asked
            on known.wording_id = asked.wording_id
    );

-- (the one look at all statements)
create or replace temp table met_statements as
select
    known.rowid as row_number,
    known.cluster_id as wording_id
from statements as known
semi join met_wordings as met
    on known.cluster_id = met.wording_id;

select * from wording_candidates
order by wording_id asc, other_id asc;
