-- one row per row that now means the entity a split made: mentions, statements, statement_mentions of its articles
insert into entities (entity_id, type, name, run_id, loaded_at)
select
    decisions.other_entity_id,
    coalesce(entities.type, 'other') as type,
    decisions.new_name,
    coalesce(entities.run_id, decisions.decision_id) as run_id,
    decisions.decided_at
from entity_decisions as decisions
left join entities
    on decisions.entity_id = entities.entity_id
where decisions.decision_id = $decision_id;

create or replace temp table split_versions as
select
    article_versions.article_version_id,
    decisions.entity_id,
    decisions.other_entity_id
from entity_decisions as decisions
inner join articles
    on
        list_contains(decisions.outlet_ids, articles.outlet_id)
        or list_contains(decisions.article_ids, articles.article_id)
inner join article_versions
    on articles.article_id = article_versions.article_id
where decisions.decision_id = $decision_id;

update mentions
set entity_id = split_versions.other_entity_id
from split_versions
where
    mentions.article_version_id = split_versions.article_version_id
    and mentions.entity_id = split_versions.entity_id;

update statement_mentions
set entity_id = split_versions.other_entity_id
from split_versions
inner join statements
    on split_versions.article_version_id = statements.article_version_id
where
    statement_mentions.statement_id = statements.statement_id
    and statement_mentions.entity_id = split_versions.entity_id;

update statements
set
    speaker_id
    = if(statements.speaker_id = split_versions.entity_id, split_versions.other_entity_id, statements.speaker_id),
    addressee_id
    = if(statements.addressee_id = split_versions.entity_id, split_versions.other_entity_id, statements.addressee_id),
    place_id
    = if(statements.place_id = split_versions.entity_id, split_versions.other_entity_id, statements.place_id)
from split_versions
where
    statements.article_version_id = split_versions.article_version_id
    and split_versions.entity_id in (statements.speaker_id, statements.addressee_id, statements.place_id);
