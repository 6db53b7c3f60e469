-- one row per pair of wordings, the first of them new, that share a key; keys that dozens share say nothing
create or replace temp table incoming_wording_keys as
select
    unnest(wording_keys)::uinteger as block_key,
    wording_id
from new_wordings
union all
select
    block_key,
    wording_id
from made_keys;

insert into wording_keys by name
select
    block_key,
    wording_id
from incoming_wording_keys;

-- (by row number: of all there is only the keys are read, and the wordings of those that are shared)
with sharing as (
    select known.*
    from wording_keys as known
    where
        known.rowid in (
            select wording_keys.rowid from wording_keys
            where wording_keys.block_key in (select incoming.block_key from incoming_wording_keys as incoming)
        )
    qualify count(*) over (partition by known.block_key) between 2 and 50
)

select distinct
    incoming.wording_id,
    sharing.wording_id as other_id
from incoming_wording_keys as incoming
inner join sharing
    on incoming.block_key = sharing.block_key
where incoming.wording_id <> sharing.wording_id
order by incoming.wording_id asc, sharing.wording_id asc;
