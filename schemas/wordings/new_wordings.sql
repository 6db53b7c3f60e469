-- one row per wording whose keys are to be made of its words: those staged without
-- Wordings are those that new statements of this load brought; all there are, where none ever got its keys.
create or replace temp table brought_wordings as
with former_statements as ( -- none, but for the first load that makes keys: then no words are read
    select statement_number from statements
    where (select count(*) from wording_keys) = 0
)

select staged.*
from staged_wordings as staged
semi join changes_statements as changes
    on
        staged.wording_id = changes.wording_id
        and changes.action = 'new'
union all
select
    cluster_id as wording_id,
    min(content_text) as content_text,
    null as wording_keys
from statements
semi join former_statements as former
    on statements.statement_number = former.statement_number
where
    cluster_id is not null
    and cluster_id not in (select staged.wording_id from staged_wordings as staged)
group by cluster_id;

select
    wording_id,
    content_text
from brought_wordings
where wording_keys is null
order by wording_id;
