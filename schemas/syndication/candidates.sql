-- one row per version that is a candidate for a copy, or that one is compared with: its sketch, null where it has none
-- Candidates (copy_candidates) are the pairs of versions, one of them new, that share a key. Of the articles under one
-- key a new one meets twenty: a story that hundreds carry is not compared with all of them.
create or replace temp table copy_candidates as
with incoming as (
    select
        unnest(copy_keys)::uinteger as block_key,
        article_version_id,
        article_id
    from new_copies
    union all
    select -- those just made of texts
        keys.block_key,
        new_copies.article_version_id,
        new_copies.article_id
    from copy_keys as keys
    inner join new_copies
        on keys.article_version_id = new_copies.article_version_id
    where new_copies.copy_keys is null
),

known as materialized (
    select keys.* from copy_keys as keys
    where keys.block_key in (select incoming.block_key from incoming)
),

shared as (
    select block_key from known
    group by block_key
    having count(*) > 1
),

met as (
    select
        known.block_key,
        known.article_version_id,
        versions.article_id
    from known
    semi join shared
        on known.block_key = shared.block_key
    inner join article_versions as versions
        on known.article_version_id = versions.article_version_id
    qualify dense_rank() over (partition by known.block_key order by versions.article_id) <= 20
),

pairs as (
    select
        least(incoming.article_version_id, met.article_version_id) as article_version_id,
        greatest(incoming.article_version_id, met.article_version_id) as other_version_id,
        min(incoming.block_key) as first_key
    from incoming
    inner join met
        on incoming.block_key = met.block_key
    where incoming.article_id <> met.article_id
    group by all
)

select
    *,
    row_number() over () as candidate_number
from pairs;

create or replace temp table candidate_sketches as
with compared as (
    select article_version_id from copy_candidates
    union
    select other_version_id as article_version_id from copy_candidates
)

select
    compared.article_version_id,
    sketches.sketch,
    row_number() over () - 1 as version_number
from compared
left join copy_sketches as sketches
    on compared.article_version_id = sketches.article_version_id;

select sketch from candidate_sketches
order by version_number;
