-- one row per wording of the candidates: its words in one of its statements; those of wordings never met are at hand
with wanted as (
    select wording_id from wording_candidates
    union
    select other_id as wording_id from wording_candidates
),

at_hand as (
    select
        brought.wording_id,
        brought.content_text
    from brought_wordings as brought
    semi join unmet_wordings as unmet
        on brought.wording_id = unmet.wording_id
    semi join wanted
        on brought.wording_id = wanted.wording_id
),

stored as (
    select wanted.wording_id from wanted
    anti join at_hand
        on wanted.wording_id = at_hand.wording_id
)

select * from at_hand
union all
select
    cluster_id as wording_id,
    min(content_text) as content_text
from statements
where
    rowid in (
        select met.row_number from met_statements as met
        where met.wording_id in (select stored.wording_id from stored)
    )
group by cluster_id;
