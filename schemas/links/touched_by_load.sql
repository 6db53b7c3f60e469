-- one row per story (touched_families) and per wording (touched_wordings) of which this load may have changed what they
-- tell of entities, and per statement of these wordings (touched_statements); all there are, as long as not all were
-- looked at. And one row per entity that this load told otherwise (renamed_entities).
create or replace temp table renamed_entities as
select changes.entity_id from changes_entities as changes
where changes.action = 'changed';

create or replace temp table touched_families as
with touched_articles as (
    select changes.article_id from changes_articles as changes
    union
    select changes.article_id from changes_article_versions as changes
    union
    select article_versions.article_id
    from mentions
    inner join article_versions
        on mentions.article_version_id = article_versions.article_version_id
    where mentions.entity_id in (select renamed.entity_id from renamed_entities as renamed)
)

select coalesce(articles.syndication_cluster_id, articles.article_id) as family_id
from articles
where
    not (select is_complete from link_evidence_state)
    or articles.article_id in (select touched_articles.article_id from touched_articles)
union
select unnest([regrouped.cluster_id, regrouped.former_cluster_id]) as family_id
from regrouped_articles as regrouped;

create or replace temp table touched_wordings as
select unnest([changes.wording_id, changes.former_cluster_id]) as wording_id
from changes_statements as changes
union
select statements.cluster_id as wording_id
from statements
where not (select is_complete from link_evidence_state)
union
select statements.cluster_id as wording_id
from statements
where
    statements.speaker_id in (select renamed.entity_id from renamed_entities as renamed);

-- (all statements of a wording never met before are this load's)
create or replace temp table touched_statements as
with stored_wordings as (
    select wording_id from touched_wordings
    where
        wording_id not in (select unmet.wording_id from unmet_wordings as unmet)
        or not (select is_complete from link_evidence_state)
)

select statements.statement_number
from statements
semi join stored_wordings
    on statements.cluster_id = stored_wordings.wording_id
union
select placed.statement_number
from placed_statements as placed;
