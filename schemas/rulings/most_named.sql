-- one row per canonical entity named in current texts, and in how many articles
select
    entities.canonical_id as entity_id,
    any_value(entities.name) as name,
    any_value(entities.type) as type,
    any_value(entities.wikidata_id) is not null as is_known,
    count(distinct article_versions.article_id) as articles
from mentions
inner join article_versions
    on mentions.article_version_id = article_versions.article_version_id
inner join canonical_entities as entities
    on mentions.entity_id = entities.entity_id
where article_versions.is_current and mentions.form = 'name'
group by entities.canonical_id
order by articles desc, entity_id asc
limit $row_limit;
