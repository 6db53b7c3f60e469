-- one row per entity that an id, a Wikidata id or a whole name can mean; the most often named first
with meant as (
    select canonical_entities.*
    from canonical_entities
    where
        canonical_entities.entity_id = $wanted
        or (canonical_entities.wikidata_id = $wanted and canonical_entities.entity_id = canonical_entities.canonical_id)
        or (
            lower(strip_accents(canonical_entities.name)) = lower(strip_accents($wanted))
            and canonical_entities.entity_id = canonical_entities.canonical_id
        )
)

select
    meant.entity_id,
    meant.canonical_id,
    meant.name,
    meant.type,
    meant.wikidata_id,
    meant.description,
    count(mentions.mention_id) as mentions
from meant
left join mentions
    on meant.entity_id = mentions.entity_id
group by
    meant.entity_id, meant.canonical_id, meant.name, meant.type, meant.wikidata_id, meant.description
order by meant.entity_id = $wanted desc, count(mentions.mention_id) desc, meant.entity_id asc;
