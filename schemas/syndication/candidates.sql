-- one row per slice of the pairs of versions, one of them new, that share a key
-- Of the articles under one key a new one meets twenty: a story that hundreds carry is not compared with all of them.
create or replace temp table copy_candidates as
with incoming as (
    select keys.* from copy_keys as keys
    semi join new_copies
        on keys.article_version_id = new_copies.article_version_id
),

shared as (
    select keys.block_key from copy_keys as keys
    semi join incoming
        on keys.block_key = incoming.block_key
    group by keys.block_key
    having count(*) > 1
),

met as (
    select
        keys.block_key,
        keys.article_version_id,
        versions.article_id
    from copy_keys as keys
    semi join shared
        on keys.block_key = shared.block_key
    inner join article_versions as versions
        on keys.article_version_id = versions.article_version_id
    qualify dense_rank() over (partition by keys.block_key order by versions.article_id) <= 20
),

pairs as (
    select
        least(incoming.article_version_id, met.article_version_id) as article_version_id,
        greatest(incoming.article_version_id, met.article_version_id) as other_version_id,
        min(incoming.block_key) as first_key
    from incoming
    inner join met
        on incoming.block_key = met.block_key
    inner join article_versions as versions
        on incoming.article_version_id = versions.article_version_id
    where versions.article_id <> met.article_id
    group by all
)

select
    article_version_id,
    other_version_id,
    -- the pairs of one story lie together, so that its texts are read once or twice
    (row_number() over (order by first_key, article_version_id, other_version_id) - 1) // $slice_size as slice
from pairs;

select distinct slice from copy_candidates
order by slice;
