-- one row per story (touched_families), per wording (touched_wordings) and per statement of these (touched_statements)
-- there is, where a split moved rows of either, or not all were looked at; none otherwise. And one row per entity that
-- a ruling speaks of (renamed_entities).
create or replace temp table renamed_entities as
select unnest([entity_id, other_entity_id]) as entity_id
from entity_decisions;

create or replace temp table touched_families as
select distinct coalesce(articles.syndication_cluster_id, articles.article_id) as family_id
from articles
where $is_split or not (select is_complete from link_evidence_state);

create or replace temp table touched_wordings as
select distinct statements.cluster_id as wording_id
from statements
where $is_split or not (select is_complete from link_evidence_state);

create or replace temp table touched_statements as
select statements.statement_number
from statements
where
    statements.cluster_id is not null
    and ($is_split or not (select is_complete from link_evidence_state));
