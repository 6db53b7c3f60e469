-- one row per wording that statements of this load brought; per wording there is, where none ever got its keys
select
    statements.cluster_id as wording_id,
    min(statements.content_text) as content_text
from statements
where
    statements.cluster_id is not null
    and (
        (select count(*) from wording_keys) = 0
        or statements.statement_id in (
            select changes.statement_id from changes_statements as changes
            where changes.action = 'new'
        )
    )
    and statements.cluster_id not in (select known.wording_id from wording_keys as known)
group by statements.cluster_id
order by statements.cluster_id;
