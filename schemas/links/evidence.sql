-- one row per pair of entities that the articles tell are one, with what tells it and how often
with families as ( -- the versions of an article, and the copies of a wire text
    select
        article_versions.article_version_id,
        coalesce(articles.syndication_cluster_id, articles.article_id) as family_id
    from article_versions
    inner join articles
        on article_versions.article_id = articles.article_id
    qualify count(*) over (partition by family_id) > 1
),

named as (
    select distinct
        families.family_id,
        families.article_version_id,
        entities.entity_id,
        entities.type,
        not contains(entities.name, ' ') as is_bare,
        lower(strip_accents(regexp_extract(entities.name, '\S+$'))) as last_word
    from families
    inner join mentions
        on families.article_version_id = mentions.article_version_id
    inner join entities
        on mentions.entity_id = entities.entity_id
    where
        mentions.form = 'name'
        and entities.type in ('person', 'organization')
        and (entities.wikidata_id is null or contains(entities.name, ' '))
),

in_full as ( -- whom a surname can mean in a family: persons of that name, but of no text that keeps the two apart
    select
        bare.family_id,
        bare.entity_id,
        min(named.entity_id) as other_id,
        count(distinct named.entity_id) as others
    from named as bare
    inner join named
        on
            bare.family_id = named.family_id
            and bare.last_word = named.last_word
            and not named.is_bare
    where
        bare.is_bare
        and bare.type = 'person'
        and named.type = 'person'
    group by bare.family_id, bare.entity_id
    having count(*) filter (where named.article_version_id = bare.article_version_id) = 0
),

bare_alike as (
    select
        family_id,
        entity_id,
        min(entity_id) over (partition by family_id, type, last_word) as other_id
    from named
    where is_bare
),

spoken as ( -- who is credited with words too long to be said twice by chance
    select distinct
        statements.cluster_id,
        statements.speaker_id,
        entities.wikidata_id
    from statements
    inner join entities
        on statements.speaker_id = entities.entity_id
    where
        statements.cluster_id is not null
        and length(statements.content_text) >= 40
    qualify count(distinct statements.speaker_id) over (partition by statements.cluster_id) between 2 and 20
),

typed as ( -- names of several words that one entity with a type has
    select
        lower(strip_accents(name)) as folded,
        min(entity_id) as entity_id
    from entities
    where type <> 'other' and contains(name, ' ')
    group by lower(strip_accents(name))
    having count(*) = 1
),

pairs as (
    select
        entity_id,
        other_id,
        'named in full in another version or copy of the article' as reason
    from in_full
    where others = 1
    union all
    select
        entity_id,
        other_id,
        'the same name in another version or copy of the article' as reason
    from bare_alike
    where entity_id <> other_id
    union all
    select
        one.speaker_id as entity_id,
        other.speaker_id as other_id,
        'credited with the same words' as reason
    from spoken as one
    inner join spoken as other
        on
            one.cluster_id = other.cluster_id
            and one.speaker_id < other.speaker_id
            and (one.wikidata_id is null or other.wikidata_id is null)
    union all
    select
        entities.entity_id,
        typed.entity_id as other_id,
        'the same name in several words' as reason
    from entities
    inner join typed
        on lower(strip_accents(entities.name)) = typed.folded
    where entities.type = 'other' and entities.wikidata_id is null
    union all
    select
        entity_id,
        other_id,
        reason
    from entity_evidence
)

select
    entity_id,
    other_id,
    reason,
    count(*) as support
from pairs
group by entity_id, other_id, reason
order by entity_id, other_id, reason;
