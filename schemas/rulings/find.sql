-- one row per canonical entity that has all the words asked for in its name or an alias, the most often named first
with called as (
    select called.*
    from entities_called($words) as called
),

named as (
    select
        coalesce(links.canonical_id, mentions.entity_id) as entity_id,
        count(*) as mentions,
        count(distinct mentions.article_version_id) as texts
    from mentions
    left join entity_links as links
        on mentions.entity_id = links.entity_id
    where coalesce(links.canonical_id, mentions.entity_id) in (select called.entity_id from called)
    group by coalesce(links.canonical_id, mentions.entity_id)
)

select
    called.entity_id,
    called.entity,
    called.type,
    canonical_entities.wikidata_id,
    called.description,
    coalesce(named.mentions, 0) as mentions,
    coalesce(named.texts, 0) as texts
from called
inner join canonical_entities
    on called.entity_id = canonical_entities.entity_id
left join named
    on called.entity_id = named.entity_id
order by coalesce(named.mentions, 0) desc, called.entity asc, called.entity_id asc
limit $row_limit;
